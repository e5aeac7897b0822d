// How far a length in millimetres reaches in voxels. Internal to shape's operations.
#pragma once

#include <glm/vec3.hpp>

#include <string>

#include "core/grid.h"

namespace shape {

// Relative, of squared lengths: 3 voxels of 0.7 mm are within 2.1 mm although neither is exact in binary.
constexpr double kBoundaryTolerance = 1e-9;

// The whole voxels along each axis within lengthMm, at most the image's size. Throws core::Error where the length is
// not a positive number or reaches further than kMaxReach (morphology.h).
glm::ivec3 reachOf(double lengthMm, const core::Grid& grid);

std::string millimetres(double lengthMm);  // "2.5 mm", for people

}  // namespace shape
