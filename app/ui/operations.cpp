// What can be done to the chosen lesion as a whole, to choose from: the list beside the pictures, by group or by
// search.
#include <algorithm>

#include "ui/ui.h"

namespace ui {

void drawOperations(PanelFrame& frame) {
  if (!frame.layout.page || !frame.state.operations || frame.model.operation) {
    return;
  }
  Widgets& w = frame.widgets;
  const Theme& theme = w.theme;
  const Rect& card = *frame.layout.page;
  w.beginPanel("operations", card, theme.card, theme.cardCorner, frame.layout.pageCovers);
  const double left = card.origin.x + 20;
  const double width = card.size.x - 40;
  const auto& active = frame.model.activeLesion;
  const std::string title = active ? "Edit " + frame.model.lesions[*active].name : "Edit";
  w.text(w.fonts.strong, theme.text, {{left, card.origin.y + 4}, {width - kTouchDp, kTouchDp}}, title);
  if (w.iconButton("operations close", {{card.end().x - kTouchDp - 4, card.origin.y + 4}, {kTouchDp, kTouchDp}},
                   icon::kClose)) {
    frame.run(CommandId::PutAway);
  }
  const bool entered =
      w.field("operation query", {{card.origin.x + 12, card.origin.y + 56}, {card.size.x - 24, kTouchDp}},
              frame.state.operationQuery, "Search", false);

  std::vector<std::string_view> titles;
  for (const OperationItem& item : frame.model.operations) {
    titles.push_back(item.name);
  }
  std::vector<std::size_t> found = findTitles(frame.state.operationQuery, titles);
  if (frame.state.operationQuery.empty()) {
    std::sort(found.begin(), found.end());  // by group, as their table has them
  }
  if (entered && !frame.state.operationQuery.empty() && !found.empty()) {
    frame.requests.emplace_back(OpenOperation{frame.model.operations[found.front()].id});
  }
  constexpr double kRow = 48;
  constexpr double kGroup = 36;
  const bool grouped = frame.state.operationQuery.empty();
  double height = 0;
  std::string_view group;
  for (const std::size_t index : found) {
    height += kRow + (grouped && frame.model.operations[index].group != group ? kGroup : 0);
    group = frame.model.operations[index].group;
  }
  const double top = card.origin.y + 56 + kTouchDp + 8;
  const Rect list{{card.origin.x, top}, {card.size.x, card.end().y - top - 8}};
  double y = w.beginScroll("operations", list, height);
  if (found.empty()) {
    w.text(w.fonts.body, theme.muted, {{left, y}, {width, kRow}}, "Nothing of that name.");
  }
  group = {};
  for (const std::size_t index : found) {
    const OperationItem& item = frame.model.operations[index];
    if (grouped && item.group != group) {
      w.text(w.fonts.small, theme.accentText, {{left, y + 8}, {width, kGroup - 8}}, item.group);
      y += kGroup;
    }
    group = item.group;
    const Rect row{{card.origin.x + 8, y}, {card.size.x - 16, kRow}};
    if (row.end().y > list.origin.y && row.origin.y < list.end().y) {
      if (w.tap("operation " + item.id, row)) {
        frame.requests.emplace_back(OpenOperation{item.id});
      }
      if (w.isHovered() || w.isHeld()) {
        w.fill(row, w.isHeld() ? theme.selected : theme.raised, theme.rowCorner);
      }
      w.text(w.fonts.body, theme.text, {{left, y}, {width, kRow}}, item.name);
    }
    y += kRow;
  }
  w.endScroll();
  w.endPanel();
}

}  // namespace ui
