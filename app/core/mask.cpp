#include "core/mask.h"

#include <algorithm>
#include <bit>

namespace core {
namespace {

constexpr int kSide = Brick::kSide;

glm::ivec3 brickOf(glm::ivec3 voxel) {
  return voxel / kSide;
}
glm::ivec3 localOf(glm::ivec3 voxel) {
  return {voxel.x % kSide, voxel.y % kSide, voxel.z % kSide};
}

// `length` ones from bit `first` on; length 1..32.
std::uint32_t runBits(int first, int length) {
  return (length >= 32 ? ~0u : (1u << length) - 1u) << first;
}

}  // namespace

bool Brick::isEmpty() const {
  return std::all_of(rows.begin(), rows.end(), [](std::uint32_t bits) { return bits == 0; });
}

std::int64_t Brick::count() const {
  // In halves of halves, which every processor does several words at a time; not all have an instruction for one word.
  std::uint32_t total = 0;
  for (std::uint32_t bits : rows) {
    bits -= bits >> 1 & 0x55555555u;
    bits = (bits & 0x33333333u) + (bits >> 2 & 0x33333333u);
    bits = (bits + (bits >> 4)) & 0x0f0f0f0fu;
    bits += bits >> 8;
    total += (bits + (bits >> 16)) & 0x3fu;
  }
  return total;
}

Brick& Brick::operator|=(const Brick& other) {
  for (int i = 0; i < kRows; ++i) {
    rows[i] |= other.rows[i];
  }
  return *this;
}

Brick& Brick::operator&=(const Brick& other) {
  for (int i = 0; i < kRows; ++i) {
    rows[i] &= other.rows[i];
  }
  return *this;
}

Brick& Brick::operator-=(const Brick& other) {
  for (int i = 0; i < kRows; ++i) {
    rows[i] &= ~other.rows[i];
  }
  return *this;
}

bool Mask::test(glm::ivec3 voxel) const {
  if (voxel.x < 0 || voxel.y < 0 || voxel.z < 0) {
    return false;
  }
  const Brick* brick = find(BrickKey::of(brickOf(voxel)));
  return brick != nullptr && brick->test(localOf(voxel));
}

void Mask::set(glm::ivec3 voxel) {
  bricks_[BrickKey::of(brickOf(voxel))].set(localOf(voxel));
}

void Mask::clear(glm::ivec3 voxel) {
  const auto found = bricks_.find(BrickKey::of(brickOf(voxel)));
  if (found == bricks_.end()) {
    return;
  }
  found->second.clear(localOf(voxel));
  if (found->second.isEmpty()) {
    bricks_.erase(found);
  }
}

void Mask::setRun(glm::ivec3 first, int length) {
  while (length > 0) {
    const glm::ivec3 local = localOf(first);
    const int here = std::min(length, kSide - local.x);
    bricks_[BrickKey::of(brickOf(first))].rows[Brick::row(local.y, local.z)] |= runBits(local.x, here);
    first.x += here;
    length -= here;
  }
}

void Mask::setBox(const VoxelBox& box) {
  for (int z = box.min.z; z <= box.max.z; ++z) {
    for (int y = box.min.y; y <= box.max.y; ++y) {
      setRun({box.min.x, y, z}, box.max.x - box.min.x + 1);
    }
  }
}

const Brick* Mask::find(BrickKey key) const {
  const auto found = bricks_.find(key);
  return found == bricks_.end() ? nullptr : &found->second;
}

void Mask::assign(BrickKey key, const Brick& brick) {
  if (brick.isEmpty()) {
    bricks_.erase(key);
  } else {
    bricks_[key] = brick;
  }
}

std::int64_t Mask::count() const {
  std::int64_t total = 0;
  for (const auto& [key, brick] : bricks_) {
    total += brick.count();
  }
  return total;
}

std::optional<VoxelBox> Mask::bounds() const {
  if (bricks_.empty()) {
    return std::nullopt;
  }
  VoxelBox box{glm::ivec3(INT32_MAX), glm::ivec3(INT32_MIN)};
  forEachRun([&](glm::ivec3 first, int length) {
    box.min = {std::min(box.min.x, first.x), std::min(box.min.y, first.y), std::min(box.min.z, first.z)};
    box.max = {std::max(box.max.x, first.x + length - 1), std::max(box.max.y, first.y), std::max(box.max.z, first.z)};
  });
  return box;
}

Mask& Mask::operator|=(const Mask& other) {
  for (const auto& [key, brick] : other.bricks_) {
    bricks_[key] |= brick;
  }
  return *this;
}

Mask& Mask::operator&=(const Mask& other) {
  for (auto it = bricks_.begin(); it != bricks_.end();) {
    const Brick* brick = other.find(it->first);
    if (brick != nullptr) {
      it->second &= *brick;
    }
    it = brick == nullptr || it->second.isEmpty() ? bricks_.erase(it) : std::next(it);
  }
  return *this;
}

Mask& Mask::operator-=(const Mask& other) {
  for (const auto& [key, brick] : other.bricks_) {
    const auto found = bricks_.find(key);
    if (found == bricks_.end()) {
      continue;
    }
    found->second -= brick;
    if (found->second.isEmpty()) {
      bricks_.erase(found);
    }
  }
  return *this;
}

void Mask::forEachRun(const std::function<void(glm::ivec3, int)>& visit) const {
  for (const auto& [key, brick] : bricks_) {
    const glm::ivec3 origin = key.brick() * kSide;
    for (int z = 0; z < kSide; ++z) {
      for (int y = 0; y < kSide; ++y) {
        std::uint32_t bits = brick.rows[Brick::row(y, z)];
        while (bits != 0) {
          const int first = std::countr_zero(bits);
          const int length = std::countr_one(bits >> first);
          visit(origin + glm::ivec3(first, y, z), length);
          bits &= ~runBits(first, length);
        }
      }
    }
  }
}

glm::ivec3 bricksOf(const Grid& grid) {
  return (grid.size() + (kSide - 1)) / kSide;
}

bool isInside(const Mask& mask, const Grid& grid) {
  const std::optional<VoxelBox> box = mask.bounds();
  return !box || (grid.contains(box->min) && grid.contains(box->max));
}

}  // namespace core
