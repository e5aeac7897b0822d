// What a mask encloses. The background is joined by faces (6 neighbours; within a slice by edges, 4), the counterpart
// of islands' 26: a diagonal line of voxels is closed. What opens to the image's border is no hole. Pure functions; any
// thread.
#pragma once

#include <glm/vec3.hpp>

#include "core/mask.h"

namespace shape {

// The mask with its cavities filled.
core::Mask withoutHoles(const core::Mask& mask);

// The mask with the holes of every slice filled, each slice on its own. axis: 0, 1 or 2, along which the slices follow
// each other (i, j or k). Holds withoutHoles().
core::Mask withoutHolesInSlices(const core::Mask& mask, int axis);

}  // namespace shape
