// Exact distances to the nearest of many places on an anisotropic grid. Readers of one lesion mostly differ by a few
// voxels, so each place first looks around itself (near_places.h), whole rows at once; only what finds nothing there
// takes part in a distance transform (far_places.h). Internal to analysis; pure functions, any thread.
#pragma once

#include <glm/vec3.hpp>
#include <span>
#include <vector>

namespace analysis {

// The distance from each of `from` to the nearest of `to`, which are not empty, mm, in order; on all processors. Places
// are voxels of a grid, or one beyond. Quick where places of a row follow each other, and rows of a brick, as masks
// yield them.
std::vector<double> nearestMm(std::span<const glm::ivec3> from, std::span<const glm::ivec3> to, glm::dvec3 spacingMm);

}  // namespace analysis
