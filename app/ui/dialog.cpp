#include "ui/dialog.h"

#include <algorithm>

namespace ui {

bool veil(PanelFrame& frame, const char* name, float darkness) {
  Widgets& w = frame.widgets;
  const Rect all{{0, 0}, frame.sizeDp};
  w.beginPanel(name, all, IM_COL32(0, 0, 0, int(darkness * 255)), 0, true);
  const bool tapped = w.tap(name, all);
  w.endPanel();
  return tapped || ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false);
}

Rect centered(const PanelFrame& frame, double width, double height) {
  const glm::dvec2 size(std::min(width, frame.sizeDp.x - 32), std::min(height, frame.sizeDp.y - 32));
  return {glm::floor((frame.sizeDp - size) / 2.0), size};
}

void beginCard(PanelFrame& frame, const char* name, const Rect& card) {
  frame.widgets.beginPanel(name, card, frame.widgets.theme.card, frame.widgets.theme.largeCorner, true);
}

bool checkRow(Widgets& w, const std::string& name, const Rect& row, bool chosen, std::string_view label) {
  const bool tapped = w.tap(name, row);
  if (w.isHovered()) {
    w.fill(row, w.theme.raised, w.theme.rowCorner);
  }
  const Rect box{{row.origin.x + kGrid, row.origin.y + (row.size.y - 18) / 2}, {18, 18}};
  w.fill(box, chosen ? w.theme.accent : w.theme.faint, 5);
  if (chosen) {
    w.smallIcon(w.theme.text, box, icon::kCheck);
  }
  w.text(w.fonts.body, w.theme.text, {{row.origin.x + 40, row.origin.y}, {row.size.x - 40, row.size.y}}, label);
  return tapped;
}

std::vector<std::string> namesIn(const std::string& text) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const std::size_t first = text.find_first_not_of(' ', at);
    if (first < comma) {
      names.push_back(text.substr(first, text.find_last_not_of(' ', comma - 1) + 1 - first));
    }
    at = comma + 1;
  }
  return names;
}

}  // namespace ui
