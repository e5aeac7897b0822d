// The tools, at the edge where the working hand's thumb is.
#include <algorithm>

#include "ui/ui.h"

namespace ui {

void drawTools(PanelFrame& frame) {
  Widgets& w = frame.widgets;
  const Rect& bar = frame.layout.tools;
  w.beginPanel("tools", bar, w.theme.ground, 0);
  const std::span<const interaction::ToolInfo> tools = interaction::tools();
  const double count = double(tools.size()) + 1;  // the last button opens what can be done to the whole lesion
  const bool row = frame.layout.portrait;
  const double room = row ? bar.size.x - 2 * kGrid : bar.size.y;
  const glm::dvec2 button(row ? std::min(72.0, room / count - 2) : 68, 52);
  const double pitch = row ? std::min(92.0, room / count) : std::min(60.0, (room + 8) / count);
  glm::dvec2 at = row ? glm::dvec2(bar.origin.x + (bar.size.x - pitch * count) / 2 + (pitch - button.x) / 2,
                                   bar.origin.y + (bar.size.y - button.y) / 2)
                      : bar.origin + glm::dvec2((bar.size.x - button.x) / 2, 0);
  const interaction::ToolInfo* hovered = nullptr;
  Rect hoveredBox;
  for (const interaction::ToolInfo& tool : tools) {
    const Rect box{at, button};
    if (w.namedButton("tool " + std::string(tool.name), box, tool.icon.data(), tool.name,
                      frame.toolbox.active() == tool.id)) {
      frame.toolbox.choose(tool.id);
    }
    if (w.isHovered() && !w.isHeld()) {
      hovered = &tool;
      hoveredBox = box;
    }
    (row ? at.x : at.y) += pitch;
  }
  if (w.namedButton("edit lesion", {at, button}, icon::kEdit, "Edit",
                    frame.state.operations || frame.model.operation)) {
    frame.run(CommandId::EditLesion);
  }
  const bool editHovered = w.isHovered() && !w.isHeld();
  const Rect editBox{at, button};
  w.endPanel();
  if ((hovered != nullptr || editHovered) && !row) {
    const std::string label = hovered != nullptr ? std::string(hovered->name) + "  " + std::string(hovered->key)
                                                 : std::string("Edit this lesion  M");
    hoveredBox = hovered != nullptr ? hoveredBox : editBox;
    const double width = double(w.widthOf(w.fonts.body, label)) + 24;
    const bool atRight = bar.origin.x > frame.sizeDp.x / 2;
    const Rect tip{{atRight ? bar.origin.x - width - 4 : bar.end().x + 4, hoveredBox.origin.y + 8}, {width, 36}};
    w.beginPanel("tool tip", tip, w.theme.raised, w.theme.rowCorner, true);
    w.text(w.fonts.body, w.theme.text, {{tip.origin.x + 12, tip.origin.y}, {width, 36}}, label);
    w.endPanel();
  }
}

}  // namespace ui
