#include "ui/thumbnail.h"

#include <imgui.h>

#include "ui/widgets.h"

namespace ui {

void drawThumbnail(const Thumbnail& thumbnail, const Rect& box) {
  if (thumbnail.across == 0 || !ImGui::IsRectVisible(vec(box.origin), vec(box.end()))) {
    return;
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const glm::dvec2 square = box.size / double(thumbnail.across);
  for (int row = 0; row < thumbnail.across; ++row) {
    const std::uint32_t* colors = thumbnail.colors.data() + std::size_t(row) * std::size_t(thumbnail.across);
    for (int first = 0, next = 0; first < thumbnail.across; first = next) {
      while (next < thumbnail.across && colors[next] == colors[first]) {
        ++next;
      }
      list.AddRectFilled(vec(box.origin + glm::dvec2(first, row) * square),
                         vec(box.origin + glm::dvec2(next, row + 1) * square), colors[first]);
    }
  }
}

}  // namespace ui
