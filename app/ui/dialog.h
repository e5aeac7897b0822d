// What all dialogs have in common: a card over the dimmed window. A tap beside it, or Escape, puts it away. Same thread
// as the Ui.
#pragma once

#include "ui/ui.h"

namespace ui {

// Dims the window; whether it was tapped, beside the card that stands on it, or Escape was pressed.
bool veil(PanelFrame& frame, const char* name, float darkness);
Rect centered(const PanelFrame& frame, double width, double height);  // and never larger than the window
void beginCard(PanelFrame& frame, const char* name, const Rect& card);

// Something to be had or not, as a row; whether it was tapped.
bool checkRow(Widgets& w, const std::string& name, const Rect& row, bool chosen, std::string_view label);
// One of several, of which one is chosen; likewise.
bool optionRow(Widgets& w, const std::string& name, const Rect& row, bool chosen, std::string_view label);

// Chips in rows, from a box's top; what stands before the chosen one is its index. Returns the height.
template <typename Choose>
double chips(Widgets& w, const Rect& box, const std::string& name, std::span<const std::string> labels,
             const std::string& chosen, bool draws, const Choose& choose) {
  glm::dvec2 at = box.origin;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double width = std::min(double(w.widthOf(w.fonts.body, labels[i])) + 28, box.size.x);
    if (at.x + width > box.end().x && at.x > box.origin.x) {
      at = {box.origin.x, at.y + kTouchDp};
    }
    if (draws && w.chip(name + std::to_string(i), {at, {width, kTouchDp}}, labels[i], labels[i] == chosen)) {
      choose(i);
    }
    at.x += width + kGrid;
  }
  return at.y + kTouchDp - box.origin.y;
}

// "Ada, Emmy" as two names, without what is left empty.
std::vector<std::string> namesIn(const std::string& text);

// Before something that is not easily taken back. meant: it was said that it is; open: nothing was said yet. name: of
// its buttons, "NAME keep" and "NAME now".
struct Confirmed {
  bool open = true;
  bool meant = false;
};
Confirmed confirm(PanelFrame& frame, const std::string& name, std::string_view title, std::string_view words,
                  std::string_view keep, std::string_view act);

}  // namespace ui
