// What the guideline in force says, as panels show it. Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ui/model.h"
#include "workflow/record.h"

namespace stage {

// What a lesion may be called: the classes of the guideline in its order, then those in use by name. Where neither
// names one, "lesion".
std::vector<ui::ClassItem> classesOf(const workflow::Record& record, std::span<const ui::LesionItem> lesions);

// Of the version in force, for one class; nothing where there is no guideline.
std::optional<ui::GuidelineCard> guidelineCard(const workflow::Record& record, const std::string& className);

}  // namespace stage
