// What makes an example of the guideline of what readers differ on: what was decided, in words, and by one button more
// the next version is in force.
#include <utility>

#include "ui/dialog.h"
#include "ui/flow.h"
#include "ui/ui.h"

namespace ui {

void drawExampleSheet(PanelFrame& frame) {
  CompareState& state = frame.state.compare;
  if (!state.teaching || !frame.model.example) {
    state.teaching = false;
    return;
  }
  const ExampleCard& example = *frame.model.example;
  Widgets& w = frame.widgets;
  bool done = veil(frame, "example veil", 0.5f);
  const Rect card = centered(frame, 560, 356);
  beginCard(frame, "example card", card);
  const Rect column{{card.origin.x + 24, card.origin.y + 16}, {card.size.x - 48, 0}};
  w.text(w.fonts.strong, w.theme.text, {column.origin, {column.size.x, 32}}, "An example for the guideline");
  Flow flow(w, {column.origin + glm::dvec2(0, 34), column.size}, true);
  flow.small("It shows " + example.shown + " as you see it now, and opens from the guideline wherever people paint.",
             w.theme.muted);
  const auto field = [&](const char* name, double y, std::string& text, const char* label, const char* hint,
                         bool focus) {
    w.text(w.fonts.small, w.theme.accentText, {{column.origin.x, y}, {column.size.x, 20}}, label);
    return w.field(name, {{column.origin.x, y + 22}, {column.size.x, kTouchDp}}, text, hint, focus);
  };
  field("example title", card.origin.y + 100, state.title, "What is hard about it", "A few words", false);
  const bool entered = field("example decision", card.origin.y + 184, state.decision, "What is decided",
                             "How such a lesion is to be marked", std::exchange(frame.state.fresh, false));
  const double y = card.end().y - 16 - kTouchDp;
  const std::string publish = "Publish version " + std::to_string(example.version);
  const double wide = double(w.widthOf(w.fonts.strong, publish)) + 40;
  if (w.button("example cancel", {{card.end().x - 24 - wide - kGrid - 120, y}, {120, kTouchDp}}, "Cancel", false)) {
    done = true;
  }
  const bool good = !state.title.empty() && !state.decision.empty();
  if ((w.button("example publish", {{card.end().x - 24 - wide, y}, {wide, kTouchDp}}, publish, good, good) ||
       entered) &&
      good) {
    frame.requests.emplace_back(PublishExample{state.title, state.decision});
    done = true;
  }
  w.endPanel();
  state.teaching = !done;
}

}  // namespace ui
