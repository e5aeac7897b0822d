// Exact distances to places a few voxels away, for all voxels of a row at once: places are bits, and a row of bits is
// moved step by step, the shortest step first, until it meets one. Internal to analysis; pure functions, any thread.
#pragma once

#include <glm/vec3.hpp>
#include <span>
#include <vector>

namespace analysis {

// The distance from each of `from` to the nearest of `to`, mm, in order; infinity where it is further away than this
// looks: about 8 voxels of a cube's sides, 16 of the finest axis where others are coarse.
std::vector<double> nearPlacesMm(std::span<const glm::ivec3> from, std::span<const glm::ivec3> to,
                                 glm::dvec3 spacingMm);

}  // namespace analysis
