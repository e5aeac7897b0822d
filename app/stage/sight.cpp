#include "stage/sight.h"

#include "stage/review_look.h"

namespace stage {

void ToolboxSight::lookAt(const core::Grid& grid, const core::Mask& mask) {
  stage::lookAt(state(), grid, mask);
}

void ToolboxSight::lookAway() {
  stage::lookAway(state());
}

std::string ToolboxSight::lookText() const {
  return stage::lookText(state());
}

void ToolboxSight::lookAs(const core::Grid& grid, const std::string& text) {
  stage::lookAs(state(), grid, text);
}

}  // namespace stage
