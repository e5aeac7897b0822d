#include "shape/box.h"

#include <glm/common.hpp>

#include "shape/window.h"

namespace shape {

core::Mask boxBetween(glm::ivec3 oneCorner, glm::ivec3 otherCorner, const core::Grid& grid) {
  const core::VoxelBox box = common({glm::min(oneCorner, otherCorner), glm::max(oneCorner, otherCorner)}, boxOf(grid));
  core::Mask mask;
  if (isEmpty(box)) {
    return mask;
  }
  mask.setBox(box);
  return mask;
}

}  // namespace shape
