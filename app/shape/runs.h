// A mask as runs of voxels along i, and the pieces that they form. What islands and holes stand on: the work goes with
// the number of runs, not of voxels. Internal to shape's operations; pure functions, any thread. OpenVDB's own
// segmentation joins voxels by faces only, where the field counts lesions by 26 neighbours.
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>
#include <vector>

#include "core/mask.h"
#include "shape/neighbours.h"

namespace shape {

// Voxels first .. first + (length - 1, 0, 0).
struct Run {
  glm::ivec3 first{0};
  int length = 0;
};

// The mask's maximal runs, by k, then j, then i.
std::vector<Run> runsOf(const core::Mask& mask);

// For every run (sorted as runsOf() does, none touching another of its row) the number of its piece: 0, 1, ... by the
// first run of each piece.
std::vector<std::uint32_t> piecesOf(const std::vector<Run>& runs, Neighbours neighbours);

core::Mask maskOf(const std::vector<Run>& runs);

}  // namespace shape
