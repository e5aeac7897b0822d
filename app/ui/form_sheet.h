// A sheet with things to fill in, over the dimmed window: as high as they are, and scrolled where the window is lower.
// Same thread as the Ui.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/known_people.h"
#include "ui/form.h"
#include "ui/ui.h"

namespace ui {

struct FormSheet {
  std::string name;  // of its buttons: "NAME cancel", "NAME now"
  std::string title;
  double width = 560;
  std::string against;  // why it cannot be done as it is filled in; empty: it can
  std::string action;   // of the button that does it
};
enum class SheetEnd { Open, Cancelled, Done };

// body: once to measure, once to draw.
SheetEnd drawFormSheet(PanelFrame& frame, const FormSheet& sheet, const std::function<void(Form&)>& body);

// Names separated by commas, to be typed, with those below that are known and not named yet, a tap each.
void namesArea(Form& form, const std::string& name, std::string_view label, std::string& text, const char* hint,
               const core::KnownPeople& known);

// A whole number from `least` to `most`; nothing where something else is typed.
std::optional<int> numberIn(const std::string& text, int least, int most);

}  // namespace ui
