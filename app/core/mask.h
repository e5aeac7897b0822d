// Which voxels belong to a lesion: bits in bricks of 32 x 32 x 32, 4 KiB each, the one unit of mask change. The same
// bytes stand on GPU, CPU, disk and wire. Values; any thread, one writer.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <glm/vec3.hpp>
#include <map>
#include <optional>

#include "core/grid.h"

namespace core {

// Which brick of the volume, packed so that the numeric order is k, then j, then i: 10 bits an axis. The number is part
// of the project file.
struct BrickKey {
  std::uint32_t packed = 0;

  static constexpr int kMaxPerAxis = 1024;
  static BrickKey of(glm::ivec3 brick) {
    return {std::uint32_t(brick.x) | std::uint32_t(brick.y) << 10 | std::uint32_t(brick.z) << 20};
  }
  glm::ivec3 brick() const { return {int(packed & 1023), int(packed >> 10 & 1023), int(packed >> 20 & 1023)}; }
  auto operator<=>(const BrickKey&) const = default;
};

// 32768 bits. Row (y, z) is one 32-bit word, bit x of it the voxel x; rows follow each other in y, then z.
struct Brick {
  static constexpr int kSide = 32;
  static constexpr int kRows = kSide * kSide;

  std::array<std::uint32_t, kRows> rows{};

  static constexpr int row(int y, int z) { return z * kSide + y; }
  bool test(glm::ivec3 local) const { return rows[row(local.y, local.z)] >> local.x & 1u; }
  void set(glm::ivec3 local) { rows[row(local.y, local.z)] |= 1u << local.x; }
  void clear(glm::ivec3 local) { rows[row(local.y, local.z)] &= ~(1u << local.x); }
  bool isEmpty() const;
  std::int64_t count() const;

  Brick& operator|=(const Brick& other);
  Brick& operator&=(const Brick& other);
  Brick& operator-=(const Brick& other);  // and-not
  bool operator==(const Brick&) const = default;
};
static_assert(sizeof(Brick) == 4096);

// First and last voxel, both included.
struct VoxelBox {
  glm::ivec3 min{0};
  glm::ivec3 max{-1};

  bool operator==(const VoxelBox&) const = default;
};

// A set of voxels. Empty bricks are not kept, so equal sets compare equal.
class Mask {
 public:
  using Bricks = std::map<BrickKey, Brick>;

  bool test(glm::ivec3 voxel) const;
  void set(glm::ivec3 voxel);
  void clear(glm::ivec3 voxel);
  void setRun(glm::ivec3 first, int length);  // voxels first .. first + (length - 1, 0, 0)
  void setBox(const VoxelBox& box);

  const Bricks& bricks() const { return bricks_; }
  const Brick* find(BrickKey key) const;
  void assign(BrickKey key, const Brick& brick);  // an empty brick removes it
  // A brick behind all that there are, for the caller to fill: it must not stay empty.
  Brick& append(BrickKey key) { return bricks_.try_emplace(bricks_.end(), key)->second; }
  bool isEmpty() const { return bricks_.empty(); }
  std::int64_t count() const;
  std::optional<VoxelBox> bounds() const;  // nothing where the mask is empty

  Mask& operator|=(const Mask& other);
  Mask& operator&=(const Mask& other);
  Mask& operator-=(const Mask& other);
  bool operator==(const Mask&) const = default;

  // Calls visit(first voxel, length) for every maximal run along i within a brick, bricks in key order, rows in order.
  void forEachRun(const std::function<void(glm::ivec3, int)>& visit) const;

 private:
  Bricks bricks_;
};

// How many bricks a grid has along each axis.
glm::ivec3 bricksOf(const Grid& grid);
// Whether every voxel of the mask lies inside the grid.
bool isInside(const Mask& mask, const Grid& grid);

}  // namespace core
