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

}  // namespace ui
