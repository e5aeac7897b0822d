// One lesion as two releases hold it, in 3D and slices: what stayed, what came and what went, and the way to the next.
#include <array>

#include "ui/ui.h"

namespace ui {
namespace {

// clang-format off
constexpr std::array kChangeKeys = {
    ChangeKey{ChangeAct::Next,     "Next change",     "N"},
    ChangeKey{ChangeAct::Next,     "Next change",     "Right"},
    ChangeKey{ChangeAct::Previous, "Previous change", "P"},
    ChangeKey{ChangeAct::Previous, "Previous change", "Left"},
    ChangeKey{ChangeAct::Leave,    "Back to releases", "Escape"},
};
// clang-format on

class ChangePanels {
 public:
  ChangePanels(PanelFrame& frame, const ChangeCard& card, const ReplayLayout& layout)
      : frame_(frame), w_(frame.widgets), card_(card), layout_(layout) {}

  void draw() {
    header();
    w_.beginPanel("change bar", layout_.bar, w_.theme.card, w_.theme.cardCorner);
    told();
    legend();
    steps();
    w_.endPanel();
  }

 private:
  void act(ChangeAct what) { frame_.requests.emplace_back(DoInChanges{what}); }

  void header() {
    const Rect& bar = layout_.header;
    w_.beginPanel("change header", bar, w_.theme.ground, 0);
    const double y = bar.origin.y + (bar.size.y - kTouchDp) / 2;
    if (w_.iconButton("change leave", {{kGrid, y}, {kTouchDp, kTouchDp}}, icon::kBack)) {
      act(ChangeAct::Leave);
    }
    double x = 2 * kGrid + kTouchDp;
    const double right = bar.end().x - 2 * kGrid;
    x += double(w_.text(w_.fonts.strong, w_.theme.text, {{x, y}, {right - x, kTouchDp}}, card_.title)) + 2 * kGrid;
    w_.text(w_.fonts.body, w_.theme.muted, {{x, y}, {std::max(right - x, 0.0), kTouchDp}}, card_.change.where);
    w_.endPanel();
  }

  void told() {
    const Rect& bar = layout_.bar;
    const Rect line{{bar.origin.x + 20, bar.origin.y + 12}, {bar.size.x - 40, 32}};
    const std::string count = std::to_string(card_.place) + " of " + std::to_string(card_.of);
    const double room = line.size.x - double(w_.widthOf(w_.fonts.body, count)) - 2 * kGrid;
    w_.text(w_.fonts.body, w_.theme.muted, line, count, Align::Right);
    const double taken =
        double(w_.text(w_.fonts.strong, w_.theme.text, {line.origin, {room, 32}}, card_.change.lesion)) + 2 * kGrid;
    if (taken < room) {
      w_.text(w_.fonts.body, w_.theme.muted, {{line.origin.x + taken, line.origin.y}, {room - taken, 32}},
              card_.change.words);
    }
  }

  static constexpr double kSteps = 304;

  void legend() {
    const Rect& bar = layout_.bar;
    double x = bar.origin.x + 20;
    const double y = bar.end().y - kGrid - 56;
    for (const ChangeCard::LegendItem& each : card_.legend) {
      const double width = double(w_.widthOf(w_.fonts.small, each.text)) + 24 + 2 * kGrid;
      if (x + width > bar.end().x - kSteps - 2 * kGrid) {
        break;
      }
      w_.fill({{x, y + 22}, {14, 14}}, colorOf(each.color), 4);
      w_.text(w_.fonts.small, w_.theme.text, {{x + 22, y}, {width - 22, 56}}, each.text);
      x += width;
    }
  }

  void steps() {
    const Rect& bar = layout_.bar;
    const double y = bar.end().y - kGrid - 56;
    const double half = (kSteps - kGrid) / 2;
    const double left = bar.end().x - kGrid - kSteps;
    const bool back = card_.place > 1, more = card_.place < card_.of;
    if (w_.button("change previous", {{left, y}, {half, 56}}, "Back", false, back) && back) {
      act(ChangeAct::Previous);
    }
    if (w_.button("change next", {{left + half + kGrid, y}, {half, 56}}, "Next", more, more) && more) {
      act(ChangeAct::Next);
    }
  }

  PanelFrame& frame_;
  Widgets& w_;
  const ChangeCard& card_;
  const ReplayLayout& layout_;
};

}  // namespace

std::span<const ChangeKey> changeKeys() {
  return kChangeKeys;
}

void drawChanges(PanelFrame& frame) {
  if (frame.layout.changes && frame.model.change) {
    ChangePanels(frame, *frame.model.change, *frame.layout.changes).draw();
  }
}

}  // namespace ui
