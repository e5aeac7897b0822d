// What all dialogs have in common: a card over the dimmed window. A tap beside it, or Escape, puts it away. Same thread
// as the Ui.
#pragma once

#include "ui/ui.h"

namespace ui {

// Dims the window; whether it was tapped, beside the card that stands on it, or Escape was pressed.
bool veil(PanelFrame& frame, const char* name, float darkness);
Rect centered(const PanelFrame& frame, double width, double height);  // and never larger than the window
void beginCard(PanelFrame& frame, const char* name, const Rect& card);

}  // namespace ui
