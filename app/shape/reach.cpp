#include "shape/reach.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>

#include "core/error.h"
#include "shape/morphology.h"

namespace shape {

std::string millimetres(double lengthMm) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.4g mm", lengthMm);
  return text.data();
}

glm::ivec3 reachOf(double lengthMm, const core::Grid& grid) {
  const std::string subject = millimetres(lengthMm);
  if (!(std::isfinite(lengthMm) && lengthMm > 0)) {
    throw core::Error(subject, "a length must be a positive number of millimetres", "Give more than 0");
  }
  glm::ivec3 reach;
  for (int a = 0; a < 3; ++a) {
    const double steps = std::floor(lengthMm / grid.spacingMm()[a] * (1 + kBoundaryTolerance));
    reach[a] = int(std::min(steps, double(grid.size()[a])));
    if (reach[a] > kMaxReach) {
      throw core::Error(subject, "that is more than " + std::to_string(kMaxReach) + " voxels of this image",
                        "Give a shorter length, or repeat the step");
    }
  }
  return reach;
}

}  // namespace shape
