// A piece of a mask laid out voxel by voxel, and the way to work on a large sparse mask piece by piece: only where it
// has voxels, several pieces at a time. Internal to shape's operations; pure functions, any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <glm/vec3.hpp>
#include <optional>
#include <vector>

#include "core/grid.h"
#include "core/mask.h"
#include "core/progress.h"

namespace shape {

// One byte per voxel of `box`, 0 or 1; i fastest, then j, then k. The box may reach beyond the image: nothing is there.
struct Window {
  core::VoxelBox box;
  std::vector<std::uint8_t> voxels;

  Window() = default;
  explicit Window(const core::VoxelBox& box);

  glm::ivec3 size() const { return box.max - box.min + 1; }
  std::size_t indexOf(glm::ivec3 voxel) const {
    const glm::ivec3 local = voxel - box.min;
    const glm::ivec3 sides = size();
    return (std::size_t(local.z) * std::size_t(sides.y) + std::size_t(local.y)) * std::size_t(sides.x) +
           std::size_t(local.x);
  }
  std::uint8_t& operator[](glm::ivec3 voxel) { return voxels[indexOf(voxel)]; }
  std::uint8_t operator[](glm::ivec3 voxel) const { return voxels[indexOf(voxel)]; }
};

std::int64_t voxelCount(const core::VoxelBox& box);
core::VoxelBox grown(const core::VoxelBox& box, glm::ivec3 by);
core::VoxelBox common(const core::VoxelBox& a, const core::VoxelBox& b);  // max < min somewhere: nothing in common
bool isEmpty(const core::VoxelBox& box);
core::VoxelBox boxOf(const core::Grid& grid);

// The mask's voxels inside the box.
Window windowOf(const core::Mask& mask, const core::VoxelBox& box);
// The voxels of the window that are 1; those outside the grid are left out.
core::Mask maskOf(const Window& window, const core::Grid& grid);
// Finds, in parallel, a mask whose voxels lie within `reach` voxels of `near`. The part of the grid where that may be
// is cut into tiles; `compute` fills the window of one tile (given as zeros, inside the grid). `progress` is told of
// tiles as `what` and may throw to cancel.
using TileWork = std::function<void(Window& tile)>;
core::Mask computeByTiles(const core::Mask& near, const core::Grid& grid, glm::ivec3 reach, const TileWork& compute,
                          const char* what, const core::ProgressSink& progress);

}  // namespace shape
