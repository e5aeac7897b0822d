// What a guideline says of a class, in words that flow down a column: the same in the window and in the headset.
#pragma once

#include <functional>

#include "ui/flow.h"
#include "ui/model.h"

namespace ui {

// The checklists: of each finding, and of a reading as a whole. Nothing where both are empty.
void writeAcceptance(Flow& flow, const Theme& theme, const std::vector<std::string>& ofFinding,
                     const std::vector<std::string>& ofReading);

// examples: called for each edge case that a case of the project shows, with its place in the guideline and where its
// words begin and end; without, nothing says that it can be opened.
using ShownExample = std::function<void(std::size_t place, double top, double bottom)>;
void writeGuideline(Flow& flow, const Theme& theme, const GuidelineCard& card, const ShownExample& examples = {});

}  // namespace ui
