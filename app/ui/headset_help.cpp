// The headset's page of help: what hands do, by the names of their own buttons.
#include <algorithm>

#include "ui/headset_panel.h"

namespace ui {

using interaction::Control;
using interaction::Side;

std::string_view handName(Side side) {
  return side == Side::Left ? "Left hand" : "Right hand";
}

std::string handHelp(Side side, const interaction::HandSettings& settings, const ControlNames& controls,
                     std::size_t most) {
  const bool works = side == settings.working();
  const std::array<std::pair<Control, const char*>, 4> deeds =
      works ? std::array<std::pair<Control, const char*>, 4>{{{Control::Trigger, "paints"},
                                                              {Control::Stick, "up and down: brush size"},
                                                              {Control::Primary, "add or erase"},
                                                              {Control::Secondary, "next lesion"}}}
            : std::array<std::pair<Control, const char*>, 4>{{{Control::Trigger, "holds a slice"},
                                                              {Control::Stick, "left undoes, right redoes"},
                                                              {Control::Primary, "all before you"},
                                                              {Control::Secondary, "slice away"}}};
  std::string text(handName(side));
  for (std::size_t i = 0; i < std::min(most, deeds.size()); ++i) {
    if (const std::string_view name = controls(side, deeds[i].first); !name.empty()) {
      text += (i == 0 ? ": " : ", ") + std::string(name) + " " + deeds[i].second;
    }
  }
  return text + ".";
}

void HeadsetPanel::drawHelp(Drawing& drawing) {
  Widgets& w = *widgets_;
  using interaction::other;
  const Side working = drawing.settings.working();
  std::vector<std::string> lines;
  for (const Side side : {working, other(working)}) {
    lines.push_back(handHelp(side, drawing.settings, drawing.state.controls));
  }
  if (const std::string_view grip = drawing.state.controls(working, Control::Squeeze); !grip.empty()) {
    lines.push_back(
        std::string(grip) +
        " takes the volume or this panel; with both hands it turns and scales. Half pressed it moves slowly.");
  }
  lines.emplace_back("Paint near a slice stays on the slice.");
  lines.emplace_back(
      "Point at the panel and press the trigger, or touch a button with the tip: it does all of this with one hand.");
  double y = cell(0, 0, 1).origin.y;
  double x = kPagePad;
  for (const PersonItem& person : drawing.model.people) {  // whose the colours in the room are
    const double width = 24 + double(w.widthOf(fonts_.small, person.name)) + 20;
    if (x + width > kSizeDp.x - kPagePad) {
      break;
    }
    w.fill({{x, y + 4}, {14, 14}}, colorOf(person.color), 7);
    w.text(fonts_.small, theme_.text, {{x + 20, y}, {width, 22}}, person.name);
    x += width;
  }
  y += drawing.model.people.empty() ? 0 : 26;
  for (const std::string& line : lines) {
    y += w.paragraph(fonts_.small, theme_.text, {{kPagePad, y}, {kSizeDp.x - 2 * kPagePad, 60}}, line) + 6;
  }
  if (w.button("cards", cell(3, 2, 3), "Cards at hands", drawing.settings.cards)) {
    drawing.settings.cards = !drawing.settings.cards;
  }
  if (w.button("letters larger", cell(3, 0, 3), "Larger letters", false)) {
    drawing.asked.enlarge = 1.2;
  }
  if (w.button("letters smaller", cell(3, 1, 3), "Smaller letters", false)) {
    drawing.asked.enlarge = 1 / 1.2;
  }
}

}  // namespace ui
