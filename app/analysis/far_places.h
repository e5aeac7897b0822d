// Exact distances to places anywhere: a distance transform, one axis after the other, between the places alone. Its
// cost follows their extent, not the room between them, so lesions at both ends of a body cost no more than two that
// touch. Internal to analysis; pure functions, any thread.
#pragma once

#include <glm/vec3.hpp>
#include <span>
#include <vector>

namespace analysis {

// The distance from each of `from` to the nearest of `to`, which are not empty, mm, in order.
std::vector<double> farPlacesMm(std::span<const glm::ivec3> from, std::span<const glm::ivec3> to, glm::dvec3 spacingMm);

}  // namespace analysis
