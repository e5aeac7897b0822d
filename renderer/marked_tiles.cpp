#include "renderer/marked_tiles.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <glm/matrix.hpp>
#include <optional>

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

struct Bounds {  // pixels of the pane
  glm::dvec2 low{1e30};
  glm::dvec2 high{-1e30};
};

// Where in a pane things stand.
class Sight {
 public:
  // A ray of pixel (u, v) starts at o + u ou + v ov and runs along d + u du + v dv, one of the two pairs being zero.
  Sight(const gpu_types::MarchInfo& info, const core::Grid& grid)
      : worldFromVoxel_(grid.worldFromVoxel()), origin_(info.originVoxel), paneSize_(info.paneSize) {
    const glm::dvec3 u(info.directionMmU), v(info.directionMmV);
    parallel_ = glm::dot(u, u) == 0 && glm::dot(v, v) == 0;
    raysFromMm_ = glm::inverse(parallel_ ? glm::dmat3(glm::dvec3(info.directionMm),
                                                      worldFromVoxel_ * glm::dvec3(info.originVoxelU),
                                                      worldFromVoxel_ * glm::dvec3(info.originVoxelV))
                                         : glm::dmat3(glm::dvec3(info.directionMm), u, v));
  }

  // Of a box of voxel coordinates; nothing where it stands around the eye, and may be anywhere.
  std::optional<Bounds> boundsOf(glm::dvec3 low, glm::dvec3 high) const {
    Bounds bounds;
    for (int c = 0; c < 8; ++c) {
      const glm::dvec3 corner = glm::mix(low, high, glm::dvec3(c & 1, c >> 1 & 1, c >> 2));
      const glm::dvec3 ray = raysFromMm_ * (worldFromVoxel_ * (corner - origin_));
      if (!parallel_ && ray.x <= 1e-6) {
        return std::nullopt;
      }
      const glm::dvec2 at = glm::dvec2(ray.y, ray.z) / (parallel_ ? 1 : ray.x);
      const glm::dvec2 pixel = (glm::dvec2(at.x, -at.y) + 1.0) / 2.0 * paneSize_ - 0.5;
      bounds.low = glm::min(bounds.low, pixel);
      bounds.high = glm::max(bounds.high, pixel);
    }
    return bounds;
  }

 private:
  glm::dmat3 worldFromVoxel_;
  glm::dvec3 origin_;
  glm::dvec2 paneSize_;
  bool parallel_ = false;
  glm::dmat3 raysFromMm_{1};
};

}  // namespace

Tile seenPart(const gpu_types::MarchInfo& info, const core::Grid& grid, const SeenBox& box, Tile area) {
  if (box.isEmpty()) {
    return {area.origin, {0, 0}};
  }
  const std::optional<Bounds> bounds = Sight(info, grid).boundsOf(box.low, box.high);
  if (!bounds) {
    return area;
  }
  // In steps from the area's corner that a group of rays, or a ray of many pixels, is not cut by.
  constexpr double kStep = 8;
  const glm::dvec2 size(area.size);
  const glm::dvec2 from = glm::floor((bounds->low - 1.0 - glm::dvec2(area.origin)) / kStep) * kStep;
  const glm::dvec2 to = glm::ceil((bounds->high + 2.0 - glm::dvec2(area.origin)) / kStep) * kStep;
  const glm::ivec2 first(glm::clamp(from, glm::dvec2(0), size));
  const glm::ivec2 end(glm::clamp(to, glm::dvec2(first), size));
  return {area.origin + first, end - first};
}

std::vector<Tile> tilesAround(Tile area, Tile part) {
  const glm::ivec2 first = part.origin - area.origin;
  const glm::ivec2 end = first + part.size;
  std::vector<Tile> tiles;
  const auto add = [&](glm::ivec2 from, glm::ivec2 to) {
    if (to.x > from.x && to.y > from.y) {
      tiles.push_back({area.origin + from, to - from});
    }
  };
  add({0, 0}, {area.size.x, first.y});
  add({0, first.y}, {first.x, end.y});
  add({end.x, first.y}, {area.size.x, end.y});
  add({0, end.y}, area.size);
  return tiles;
}

SplitArea splitVolume(const gpu_types::MarchInfo& info, const core::Grid& grid, std::span<const core::BrickKey> bricks,
                      Tile area) {
  Cells cells(area);
  const Sight sight(info, grid);
  for (const core::BrickKey brick : bricks) {
    const glm::dvec3 low = cornerOf(brick);
    const std::optional<Bounds> bounds = sight.boundsOf(low, low + double(core::Brick::kSide));
    if (!bounds) {
      cells.markAll();
      break;
    }
    cells.mark(bounds->low, bounds->high);
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
