// How far this installation and the hub have come together: a sign with a number in the top bar, in words for whoever
// points at it or taps it.
#include <algorithm>
#include <string>
#include <utility>

#include "ui/ui.h"

namespace ui {
namespace {

struct Look {
  const char* icon;
  ImU32 color;
  std::string label;
};

Look lookOf(const SyncSign& sync, const Theme& theme) {
  const std::string waiting = std::to_string(sync.waiting) + " waiting";
  switch (sync.state) {
    case SyncSign::State::InStep:
      return {icon::kInStep, theme.good, "In sync"};
    case SyncSign::State::Underway:
      return {icon::kSending, theme.caution, sync.waiting > 0 ? waiting : "Syncing"};
    case SyncSign::State::Offline:
      return {icon::kOffline, theme.caution, sync.waiting > 0 ? waiting : "Offline"};
    case SyncSign::State::Stopped:
      break;
  }
  return {icon::kSyncStopped, theme.bad, "Not synced"};
}

}  // namespace

double drawSyncSign(PanelFrame& frame, const Rect& bar, double right, double least) {
  if (!frame.model.sync) {
    return right;
  }
  Widgets& w = frame.widgets;
  const Look look = lookOf(*frame.model.sync, w.theme);
  constexpr double kIcon = 36;
  double width = kIcon + double(w.widthOf(w.fonts.body, look.label)) + 14;
  const bool named = right - width >= least;
  width = named ? width : kTouchDp;  // the sign alone, where there is no room for its name
  const Rect box{{right - width, bar.origin.y + (bar.size.y - kTouchDp) / 2}, {width, kTouchDp}};
  const Rect card{{box.origin.x, bar.origin.y + (bar.size.y - 32) / 2}, {width, 32}};
  if (w.tap("sync", box)) {
    frame.state.syncWords = !frame.state.syncWords;
  }
  const bool asked = w.isHovered() || frame.state.syncWords;
  frame.state.syncAsked = asked ? std::optional(box) : std::nullopt;
  w.fill(card, asked ? w.theme.raised : w.theme.card, w.theme.rowCorner);
  w.smallIcon(look.color, {card.origin, {named ? kIcon : width, 32}}, look.icon);
  if (named) {
    w.text(w.fonts.body, w.theme.text, {{card.origin.x + kIcon - 2, card.origin.y}, {width - kIcon, 32}}, look.label);
  }
  return box.origin.x - kGrid;
}

void drawSyncWords(PanelFrame& frame) {
  const std::optional<Rect> asked = std::exchange(frame.state.syncAsked, std::nullopt);  // in this frame
  if (!frame.model.sync || !asked) {
    return;
  }
  Widgets& w = frame.widgets;
  const SyncSign& sync = *frame.model.sync;
  constexpr double kWidth = 340;
  constexpr double kPad = 16;
  const double words = w.paragraph(w.fonts.body, 0, {{0, 0}, {kWidth - 2 * kPad, 0}}, sync.words);
  const double x = std::clamp(asked->end().x - kWidth, 8.0, frame.sizeDp.x - kWidth - 8);
  const Rect card{{x, asked->end().y + kGrid}, {kWidth, words + 2 * kPad + (sync.fraction ? 16 : 0)}};
  w.beginPanel("sync words", card, w.theme.raised, w.theme.cardCorner, true);
  w.paragraph(w.fonts.body, w.theme.text, {card.origin + kPad, {kWidth - 2 * kPad, words}}, sync.words);
  if (sync.fraction) {
    const Rect line{{card.origin.x + kPad, card.end().y - kPad - 4}, {kWidth - 2 * kPad, 4}};
    w.fill(line, w.theme.faint, 2);
    w.fill({line.origin, {line.size.x * std::clamp(*sync.fraction, 0.0, 1.0), 4}}, w.theme.accent, 2);
  }
  w.endPanel();
}

}  // namespace ui
