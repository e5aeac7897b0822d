// A brick and what lies around it, in rows that can be read across the borders of bricks. Internal to analysis. Values;
// any thread.
#pragma once

#include <array>
#include <cstdint>
#include <glm/vec3.hpp>

#include "core/mask.h"

namespace analysis {

class Surroundings {
 public:
  static constexpr int kReach = 16;  // voxels before and behind, so that a row has 64 bits

  // Of rows before and behind, in y and z, up to `reach` are gathered. `brick` may lie outside of what a mask can have.
  Surroundings(const core::Mask::Bricks& bricks, glm::ivec3 brick, int reach);

  // Bit n: the voxel at x = n - kReach of the brick. y and z from -reach to 31 + reach.
  std::uint64_t row(int y, int z) const { return rows_[std::size_t((z + kReach) * kAcross + y + kReach)]; }
  bool isEmpty() const { return isEmpty_; }

 private:
  static constexpr int kAcross = core::Brick::kSide + 2 * kReach;

  std::array<std::uint64_t, kAcross * kAcross> rows_;  // those within reach
  bool isEmpty_ = true;
};

}  // namespace analysis
