// What a guideline says of a class, in words that flow down a column: the same in the window and in the headset.
#pragma once

#include "ui/flow.h"
#include "ui/model.h"

namespace ui {

void writeGuideline(Flow& flow, const Theme& theme, const GuidelineCard& card);

}  // namespace ui
