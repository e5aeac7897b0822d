#include "renderer/marked_tiles.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <glm/matrix.hpp>

namespace renderer {
namespace {

constexpr int kCell = 32;  // pixels a side: finer, and more tiles would cost more than they spare

// The area in cells, each marked or not.
class Cells {
 public:
  explicit Cells(Tile area)
      : area_(area), count_((area.size + kCell - 1) / kCell), marked_(std::size_t(count_.x) * std::size_t(count_.y)) {}

  // Those that pixels from low to high (of the pane, any numbers) lie in.
  void mark(glm::dvec2 low, glm::dvec2 high) {
    const glm::dvec2 first = glm::floor((low - 1.0 - glm::dvec2(area_.origin)) / double(kCell));
    const glm::dvec2 last = glm::floor((high + 1.0 - glm::dvec2(area_.origin)) / double(kCell));
    const glm::ivec2 from(glm::clamp(first, glm::dvec2(0), glm::dvec2(count_)));
    const glm::ivec2 to(glm::clamp(last, glm::dvec2(-1), glm::dvec2(count_ - 1)));
    for (int y = from.y; y <= to.y; ++y) {
      for (int x = from.x; x <= to.x; ++x) {
        marked_[index(x, y)] = true;
      }
    }
  }
  void markAll() { std::fill(marked_.begin(), marked_.end(), true); }

  // Runs of like cells in a row; rows that are alike become one.
  SplitArea split() const {
    SplitArea result;
    for (int y = 0; y < count_.y;) {
      int end = y + 1;
      while (end < count_.y && std::equal(row(y), row(y) + count_.x, row(end))) {
        ++end;
      }
      for (int x = 0; x < count_.x;) {
        int right = x + 1;
        while (right < count_.x && marked_[index(right, y)] == marked_[index(x, y)]) {
          ++right;
        }
        const glm::ivec2 from = glm::ivec2(x, y) * kCell;
        const glm::ivec2 to = glm::min(glm::ivec2(right, end) * kCell, area_.size);
        (marked_[index(x, y)] ? result.marked : result.plain).push_back({area_.origin + from, to - from});
        x = right;
      }
      y = end;
    }
    return result;
  }

 private:
  std::size_t index(int x, int y) const { return std::size_t(y) * std::size_t(count_.x) + std::size_t(x); }
  std::vector<bool>::const_iterator row(int y) const { return marked_.begin() + std::ptrdiff_t(index(0, y)); }

  Tile area_;
  glm::ivec2 count_;
  std::vector<bool> marked_;
};

// Its first voxel's outer corner, in voxel coordinates.
glm::dvec3 cornerOf(core::BrickKey brick) {
  return glm::dvec3(brick.brick() * core::Brick::kSide) - 0.5;
}

}  // namespace

SplitArea splitVolume(const gpu_types::MarchInfo& info, const core::Grid& grid, std::span<const core::BrickKey> bricks,
                      Tile area) {
  Cells cells(area);
  // A ray of pixel (u, v) starts at o + u ou + v ov and runs along d + u du + v dv, one of the two pairs being zero.
  const glm::dmat3 worldFromVoxel(grid.worldFromVoxel());
  const glm::dvec3 u(info.directionMmU), v(info.directionMmV);
  const bool parallel = glm::dot(u, u) == 0 && glm::dot(v, v) == 0;
  const glm::dmat3 raysFromMm =
      glm::inverse(parallel ? glm::dmat3(glm::dvec3(info.directionMm), worldFromVoxel * glm::dvec3(info.originVoxelU),
                                         worldFromVoxel * glm::dvec3(info.originVoxelV))
                            : glm::dmat3(glm::dvec3(info.directionMm), u, v));
  for (const core::BrickKey brick : bricks) {
    glm::dvec2 low(1e30);
    glm::dvec2 high(-1e30);
    bool ahead = true;
    for (int c = 0; c < 8; ++c) {
      const glm::dvec3 corner = cornerOf(brick) + glm::dvec3(c & 1, c >> 1 & 1, c >> 2) * double(core::Brick::kSide);
      const glm::dvec3 ray = raysFromMm * (worldFromVoxel * (corner - glm::dvec3(info.originVoxel)));
      ahead = ahead && (parallel || ray.x > 1e-6);
      const glm::dvec2 at = glm::dvec2(ray.y, ray.z) / (parallel ? 1 : std::max(ray.x, 1e-6));
      const glm::dvec2 pixel = (glm::dvec2(at.x, -at.y) + 1.0) / 2.0 * glm::dvec2(info.paneSize) - 0.5;
      low = glm::min(low, pixel);
      high = glm::max(high, pixel);
    }
    if (!ahead) {  // around the eye: it may be anywhere
      cells.markAll();
      break;
    }
    cells.mark(low, high);
  }
  return cells.split();
}

SplitArea splitSlice(const gpu_types::SliceInfo& info, std::span<const core::BrickKey> bricks, Tile area) {
  Cells cells(area);
  const glm::dvec3 right(info.rightVoxel), down(info.downVoxel);
  const glm::dvec3 normal = glm::cross(right, down);
  const glm::dmat3 pixelsFromVoxels = glm::inverse(glm::dmat3(right, down, normal));
  constexpr double kHalf = core::Brick::kSide / 2.0;
  const glm::dmat3 rows = glm::transpose(pixelsFromVoxels);
  const auto reach = [&](int axis) {
    const glm::dvec3 each = glm::abs(rows[axis]);
    return kHalf * (each.x + each.y + each.z);
  };
  const glm::dvec3 half(reach(0), reach(1), reach(2));
  const double slack = 1e-3 / std::max(glm::dot(normal, normal), 1e-30) * glm::length(normal);  // of a voxel
  for (const core::BrickKey brick : bricks) {
    const glm::dvec3 middle = pixelsFromVoxels * (cornerOf(brick) + kHalf - glm::dvec3(info.originVoxel));
    if (std::abs(middle.z) <= half.z + slack) {
      cells.mark(glm::dvec2(middle) - glm::dvec2(half), glm::dvec2(middle) + glm::dvec2(half));
    }
  }
  return cells.split();
}

}  // namespace renderer
