// How a case's lesions came to be, played step by step: who did what, and a line of time under the finger.
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/flow.h"
#include "ui/ui.h"

namespace ui {
namespace {

// clang-format off
constexpr std::array kReplayKeys = {
    ReplayKey{ReplayAct::PlayOrPause, "Play, or pause",       "Space"},
    ReplayKey{ReplayAct::Forward,     "One step forward",     "Right"},
    ReplayKey{ReplayAct::Back,        "One step back",        "Left"},
    ReplayKey{ReplayAct::ToStart,     "To the start",         "Home"},
    ReplayKey{ReplayAct::ToEnd,       "To the end",           "End"},
    ReplayKey{ReplayAct::Faster,      "Faster",               "]"},
    ReplayKey{ReplayAct::Slower,      "Slower",               "["},
    ReplayKey{ReplayAct::Leave,       "Leave the replay",     "Escape"},
};
// clang-format on

class ReplayPanels {
 public:
  ReplayPanels(PanelFrame& frame, const ReplayCard& card, const ReplayLayout& layout)
      : frame_(frame), w_(frame.widgets), card_(card), layout_(layout) {}

  void draw() {
    header();
    const Rect& bar = layout_.bar;
    w_.beginPanel("replay bar", bar, w_.theme.card, w_.theme.cardCorner);
    if (card_.state != ReplayCard::State::Shown || card_.steps == 0) {
      message();
    } else {
      told();
      time();
    }
    w_.endPanel();
  }

 private:
  void act(ReplayAct what) { frame_.requests.emplace_back(DoInReplay{what}); }

  void header() {
    const Rect& bar = layout_.header;
    w_.beginPanel("replay header", bar, w_.theme.ground, 0);
    const double y = bar.origin.y + (bar.size.y - kTouchDp) / 2;
    if (w_.iconButton("replay leave", {{kGrid, y}, {kTouchDp, kTouchDp}}, icon::kBack)) {
      act(ReplayAct::Leave);
    }
    double x = 2 * kGrid + kTouchDp;
    const double right = bar.end().x - 2 * kGrid;
    x +=
        double(w_.text(w_.fonts.strong, w_.theme.text, {{x, y}, {right - x, kTouchDp}}, "How it was made")) + 2 * kGrid;
    w_.text(w_.fonts.body, w_.theme.muted, {{x, y}, {std::max(right - x, 0.0), kTouchDp}}, card_.place);
    w_.endPanel();
  }

  void message() {
    Flow flow(w_, {layout_.bar.origin + glm::dvec2(20, 16), {layout_.bar.size.x - 40, 0}}, true);
    if (card_.state == ReplayCard::State::Working) {
      flow.paragraph("Reading what was done here\u2026", w_.theme.text);
    } else if (card_.state == ReplayCard::State::Failed) {
      flow.paragraph(card_.fault, w_.theme.caution);
    } else {
      flow.paragraph("Nothing was done in this track yet.", w_.theme.text);
    }
  }

  void told() {
    const Rect& bar = layout_.bar;
    const Rect line{{bar.origin.x + 20, bar.origin.y + 12}, {bar.size.x - 40, 32}};
    const std::string count = std::to_string(card_.at) + " of " + std::to_string(card_.steps);
    const double room = line.size.x - double(w_.widthOf(w_.fonts.body, count)) - 2 * kGrid;
    w_.text(w_.fonts.body, w_.theme.muted, line, count, Align::Right);
    const std::string_view what = card_.at == 0 ? std::string_view("Before the first step") : card_.what;
    const double taken = double(w_.text(w_.fonts.strong, w_.theme.text, {line.origin, {room, 32}}, what)) + 2 * kGrid;
    if (card_.at > 0 && taken < room) {
      w_.text(w_.fonts.body, w_.theme.muted, {{line.origin.x + taken, line.origin.y}, {room - taken, 32}}, card_.who);
    }
  }

  void time() {
    const Rect& bar = layout_.bar;
    const double y = bar.end().y - kGrid - 56;
    double x = bar.origin.x + kGrid;
    const auto press = [&](const char* name, const char* icon, ReplayAct what, bool enabled) {
      if (w_.iconButton(name, {{x, y}, {56, 56}}, icon, false, enabled) && enabled) {
        act(what);
      }
      x += 56;
    };
    press("replay back", icon::kStepBack, ReplayAct::Back, card_.at > 0);
    press("replay play", card_.playing ? icon::kPause : icon::kPlay, ReplayAct::PlayOrPause, true);
    press("replay forward", icon::kStepForward, ReplayAct::Forward, card_.at < card_.steps);
    const double speed = double(w_.widthOf(w_.fonts.body, card_.speed)) + 16;
    double right = bar.end().x - kGrid - kTouchDp;
    if (w_.iconButton("replay faster", {{right, y + 4}, {kTouchDp, kTouchDp}}, icon::kAdd)) {
      act(ReplayAct::Faster);
    }
    right -= speed;
    w_.text(w_.fonts.body, w_.theme.muted, {{right, y}, {speed, 56}}, card_.speed, Align::Center);
    right -= kTouchDp;
    if (w_.iconButton("replay slower", {{right, y + 4}, {kTouchDp, kTouchDp}}, icon::kRemove)) {
      act(ReplayAct::Slower);
    }
    double at = double(card_.at);
    const Rect line{{x + kGrid, y}, {std::max(right - x - 2 * kGrid, 40.0), 56}};
    if (w_.slider("replay time", line, at, 0, double(card_.steps), false)) {
      frame_.requests.emplace_back(ReplayTo{std::size_t(std::lround(at))});
    }
  }

  PanelFrame& frame_;
  Widgets& w_;
  const ReplayCard& card_;
  const ReplayLayout& layout_;
};

}  // namespace

std::span<const ReplayKey> replayKeys() {
  return kReplayKeys;
}

void drawReplay(PanelFrame& frame) {
  if (frame.layout.replay && frame.model.replay) {
    ReplayPanels(frame, *frame.model.replay, *frame.layout.replay).draw();
  }
}

}  // namespace ui
