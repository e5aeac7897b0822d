// A box along the image's own axes as a mask: a lesion marked by its bounds only. Pure function; any thread.
#pragma once

#include <glm/vec3.hpp>

#include "core/grid.h"
#include "core/mask.h"

namespace shape {

// The voxels from one corner to the other, both included, in any order; what lies beyond the image is left out.
core::Mask boxBetween(glm::ivec3 oneCorner, glm::ivec3 otherCorner, const core::Grid& grid);

}  // namespace shape
