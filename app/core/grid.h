// Where voxels are. The only place that knows how a voxel index becomes a point in the patient: everything else asks.
// World space is DICOM patient space: LPS axes (x to the patient's left, y to the back, z to the head), millimetres.
// Immutable values; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <glm/mat4x4.hpp>
#include <glm/vec3.hpp>

namespace core {

// A regular grid of voxels with orthogonal axes, at any orientation, left- or right-handed (files are kept in their own
// axis order).
class Grid {
 public:
  static constexpr int kMaxSize = 8192;                              // voxels along one axis
  static constexpr std::int64_t kMaxVoxels = std::int64_t{1} << 32;  // 8 GiB of 16-bit voxels

  Grid() = default;  // one voxel of 1 mm at the origin

  // size: voxels along i, j, k. worldFromVoxel: column vectors, mm; the centre of voxel (i,j,k) is at
  // worldFromVoxel * (i,j,k,1). Throws Error (subject empty, for the reader to fill in through its own) when a size is
  // out of range, a number is not finite, a spacing is not in [1e-4, 1e3] mm, or the axes are not orthogonal to 1e-3
  // (cosine): such data must be resampled first (core/resample.h).
  Grid(glm::ivec3 size, const glm::dmat4& worldFromVoxel);

  glm::ivec3 size() const { return size_; }
  const glm::dmat4& worldFromVoxel() const { return worldFromVoxel_; }
  const glm::dmat4& voxelFromWorld() const { return voxelFromWorld_; }
  glm::dvec3 spacingMm() const { return spacingMm_; }
  double voxelVolumeMl() const { return spacingMm_.x * spacingMm_.y * spacingMm_.z * 1e-3; }

  std::size_t voxelCount() const { return std::size_t(size_.x) * std::size_t(size_.y) * std::size_t(size_.z); }
  std::size_t indexOf(glm::ivec3 voxel) const {
    return (std::size_t(voxel.z) * std::size_t(size_.y) + std::size_t(voxel.y)) * std::size_t(size_.x) +
           std::size_t(voxel.x);
  }
  bool contains(glm::ivec3 voxel) const {
    return voxel.x >= 0 && voxel.y >= 0 && voxel.z >= 0 && voxel.x < size_.x && voxel.y < size_.y && voxel.z < size_.z;
  }
  glm::dvec3 worldOf(glm::dvec3 voxel) const { return glm::dvec3(worldFromVoxel_ * glm::dvec4(voxel, 1)); }
  glm::dvec3 voxelOf(glm::dvec3 worldMm) const { return glm::dvec3(voxelFromWorld_ * glm::dvec4(worldMm, 1)); }

  bool operator==(const Grid& other) const { return size_ == other.size_ && worldFromVoxel_ == other.worldFromVoxel_; }

 private:
  glm::ivec3 size_{1};
  glm::dmat4 worldFromVoxel_{1};
  glm::dmat4 voxelFromWorld_{1};
  glm::dvec3 spacingMm_{1};
};

// Whether two grids have the same size and place every voxel within toleranceMm of each other.
bool sameSpace(const Grid& a, const Grid& b, double toleranceMm = 1e-3);

// Whether an affine's axes are orthogonal enough to make a Grid of it; readers resample when they are not.
bool hasOrthogonalAxes(const glm::dmat4& worldFromVoxel);

}  // namespace core
