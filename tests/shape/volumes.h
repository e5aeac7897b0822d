// Small volumes to grow, threshold and measure in.
#pragma once

#include <glm/geometric.hpp>
#include <limits>
#include <random>

#include "core/volume.h"
#include "samples.h"

namespace shape {

// Values from -100 to 100 at random. kind: 0 int16, 1 uint16 with an offset, 2 float32 with a NaN here and there.
inline core::Volume noise(std::mt19937& engine, const core::Grid& grid, int kind, double slope) {
  std::uniform_int_distribution<int> value(-100, 100);
  core::Volume volume{.grid = grid};
  volume.rescale = {slope, kind == 1 ? -100 * slope : 0};
  volume.voxels = core::makeVoxels(kind == 0   ? core::VoxelType::Int16
                                   : kind == 1 ? core::VoxelType::UInt16
                                               : core::VoxelType::Float32,
                                   grid.voxelCount());
  std::visit(
      [&](auto& voxels) {
        using T = typename std::decay_t<decltype(voxels)>::value_type;
        for (T& voxel : voxels) {
          const int drawn = value(engine);
          voxel = T(kind == 1 ? drawn + 100 : drawn);
          if constexpr (std::is_same_v<T, float>) {
            if (drawn == 7) {
              voxel = std::numeric_limits<float>::quiet_NaN();
            }
          }
        }
      },
      volume.voxels);
  return volume;
}

// A ball of one value in another; radius in mm, center in voxels.
inline core::Volume ballVolume(const core::Grid& grid, glm::ivec3 center, double radiusMm, std::int16_t inside,
                               std::int16_t outside) {
  std::vector<std::int16_t> voxels;
  voxels.reserve(grid.voxelCount());
  forEachVoxel(grid, [&](glm::ivec3 voxel) {
    const double distanceMm = glm::length(glm::dvec3(voxel - center) * grid.spacingMm());
    voxels.push_back(distanceMm <= radiusMm ? inside : outside);
  });
  return {.grid = grid, .voxels = std::move(voxels)};
}

}  // namespace shape
