#include "core/grid.h"

#include <cmath>
#include <glm/geometric.hpp>
#include <glm/matrix.hpp>
#include <string>

#include "core/error.h"
#include "core/finite.h"

namespace core {
namespace {

constexpr double kMaxCosine = 1e-3;
constexpr double kMinSpacingMm = 1e-4;
constexpr double kMaxSpacingMm = 1e3;

glm::dvec3 axis(const glm::dmat4& worldFromVoxel, int i) {
  return glm::dvec3(worldFromVoxel[i]);
}

std::string text(glm::ivec3 size) {
  return std::to_string(size.x) + " x " + std::to_string(size.y) + " x " + std::to_string(size.z);
}

}  // namespace

bool hasOrthogonalAxes(const glm::dmat4& worldFromVoxel) {
  for (int a = 0; a < 3; ++a) {
    const glm::dvec3 first = axis(worldFromVoxel, a);
    const glm::dvec3 second = axis(worldFromVoxel, (a + 1) % 3);
    if (!(std::abs(glm::dot(first, second)) <= kMaxCosine * glm::length(first) * glm::length(second))) {
      return false;
    }
  }
  return true;
}

Grid::Grid(glm::ivec3 size, const glm::dmat4& worldFromVoxel) : size_(size), worldFromVoxel_(worldFromVoxel) {
  const std::string subject = "image of " + text(size) + " voxels";
  for (int a = 0; a < 3; ++a) {
    if (size[a] < 1 || size[a] > kMaxSize) {
      throw Error(subject, "a side is not between 1 and " + std::to_string(kMaxSize) + " voxels",
                  "Crop or resample the image first");
    }
  }
  if (std::int64_t(size.x) * size.y * size.z > kMaxVoxels) {
    throw Error(subject, "it has more than 2^32 voxels", "Crop or resample the image first");
  }
  if (!isFinite(worldFromVoxel)) {
    throw Error(subject, "its position or orientation is not a finite number", "Repair the header of the file");
  }
  for (int a = 0; a < 3; ++a) {
    spacingMm_[a] = glm::length(axis(worldFromVoxel, a));
    if (!(spacingMm_[a] >= kMinSpacingMm && spacingMm_[a] <= kMaxSpacingMm)) {
      throw Error(subject, "its voxel spacing of " + std::to_string(spacingMm_[a]) + " mm is not plausible",
                  "Repair the header of the file: spacing is in millimetres");
    }
  }
  if (!hasOrthogonalAxes(worldFromVoxel)) {
    throw Error(subject, "its axes are not at right angles", "Resample it to an orthogonal grid first");
  }
  worldFromVoxel_[0][3] = worldFromVoxel_[1][3] = worldFromVoxel_[2][3] = 0;
  worldFromVoxel_[3][3] = 1;
  voxelFromWorld_ = glm::inverse(worldFromVoxel_);
}

bool sameSpace(const Grid& a, const Grid& b, double toleranceMm) {
  if (a.size() != b.size()) {
    return false;
  }
  // The map from one to the other is affine, so the eight corners bound every voxel's distance.
  for (int corner = 0; corner < 8; ++corner) {
    const glm::dvec3 voxel((corner & 1) ? a.size().x - 1 : 0, (corner & 2) ? a.size().y - 1 : 0,
                           (corner & 4) ? a.size().z - 1 : 0);
    if (glm::distance(a.worldOf(voxel), b.worldOf(voxel)) > toleranceMm) {
      return false;
    }
  }
  return true;
}

}  // namespace core
