// The surface of a mask in pieces, each with its place and its size. Internal to analysis; pure functions, any thread.
#pragma once

#include <glm/vec3.hpp>
#include <vector>

#include "core/mask.h"

namespace analysis {

struct SurfaceElement {
  glm::ivec3 at{0};
  double area = 0;
};

// One element for every cell between eight voxel centres of which some are set and some not: `at` is the cell's last
// voxel (the largest indices; it may lie one beyond the image), `area` in mm^2 by marchingAreasMm2. Outside the image
// nothing is set. In no promised order.
std::vector<SurfaceElement> cellElements(const core::Mask& mask, glm::dvec3 spacingMm);

// One element of area 1 for every set voxel that shares a side with one that is not.
std::vector<SurfaceElement> boundaryVoxels(const core::Mask& mask);

}  // namespace analysis
