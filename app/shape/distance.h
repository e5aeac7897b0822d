// Exact Euclidean distances on anisotropic grids, in one piece of memory. Internal to shape's operations; pure
// functions, any thread. OpenVDB's distances are those of a narrow-band level set and its dilation counts voxel steps,
// so neither can answer "within 3 mm" exactly where a slice is thicker than a pixel is wide.
#pragma once

#include <glm/vec3.hpp>
#include <vector>

#include "shape/window.h"

namespace shape {

// For every voxel of `within` (part of source.box; i fastest), the squared distance, mm^2, of its centre from the
// nearest centre of a voxel that is 1 in `source`; infinite where there is none. Linear in the voxels of source.box.
std::vector<double> squaredDistances(const Window& source, const core::VoxelBox& within, glm::dvec3 spacingMm);

}  // namespace shape
