// What this reader did here, the latest first; a tap takes back everything down to a step.
#include "ui/ui.h"

namespace ui {

void drawHistory(PanelFrame& frame, const Rect& list) {
  Widgets& w = frame.widgets;
  const Theme& theme = w.theme;
  const double left = list.origin.x + 20;
  const double width = list.size.x - 40;
  const double top = list.origin.y;
  constexpr double kRow = 48;
  const double first = w.beginScroll("history", list, double(frame.model.history.size()) * kRow);
  if (frame.model.history.empty()) {
    w.text(w.fonts.body, theme.muted, {{left, top}, {width, 24}}, "Nothing done yet.");
  }
  for (std::size_t i = 0; i < frame.model.history.size(); ++i) {
    const HistoryItem& item = frame.model.history[i];
    const double y = first + double(i) * kRow;
    if (y + kRow <= list.origin.y || y >= list.end().y) {
      continue;
    }
    const Rect row{{list.origin.x + 8, y}, {list.size.x - 16, kRow}};
    if (w.tap("history " + std::to_string(i), row, !item.undone)) {
      frame.requests.emplace_back(UndoBackTo{i});
    }
    if (w.isHovered() && !item.undone) {
      w.fill(row, theme.raised, theme.rowCorner);
      w.icon(theme.muted, {{row.end().x - 44, y}, {40, kRow}}, icon::kUndo);
    }
    const double what = double(
        w.text(w.fonts.body, item.undone ? theme.muted : theme.text, {{left, y + 5}, {width - 48, 22}}, item.what));
    if (item.undone) {  // struck out, and in words
      w.fill({{left, y + 16}, {what, 1}}, theme.muted, 0);
      w.text(w.fonts.small, theme.muted, {{left, y + 6}, {width, 22}}, "taken back", Align::Right);
    }
    w.text(w.fonts.small, theme.muted, {{left, y + 25}, {width - 48, 18}}, item.lesions);
    if (!w.isHovered() || item.undone) {
      w.text(w.fonts.small, theme.muted, {{left, y + 25}, {width, 18}}, item.when, Align::Right);
    }
  }
  w.endScroll();
}

}  // namespace ui
