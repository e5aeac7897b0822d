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
  for (int z = box.min.z; z <= box.max.z; ++z) {
    for (int y = box.min.y; y <= box.max.y; ++y) {
      mask.setRun({box.min.x, y, z}, box.max.x - box.min.x + 1);
    }
  }
  return mask;
}

}  // namespace shape
