#include "analysis/nearest.h"

#include <cmath>

#include "analysis/far_places.h"
#include "analysis/near_places.h"
#include "core/error.h"

namespace analysis {

std::vector<double> nearestMm(std::span<const glm::ivec3> from, std::span<const glm::ivec3> to, glm::dvec3 spacingMm) {
  core::check(!to.empty(), "the nearest of no places was asked for");
  std::vector<double> distances = nearPlacesMm(from, to, spacingMm);
  std::vector<glm::ivec3> left;
  for (std::size_t n = 0; n < from.size(); ++n) {
    if (std::isinf(distances[n])) {
      left.push_back(from[n]);
    }
  }
  if (left.empty()) {
    return distances;
  }
  const std::vector<double> far = farPlacesMm(left, to, spacingMm);
  auto next = far.begin();
  for (double& mm : distances) {
    if (std::isinf(mm)) {
      mm = *next++;
    }
  }
  return distances;
}

}  // namespace analysis
