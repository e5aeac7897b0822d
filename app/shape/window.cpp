#include "shape/window.h"

#include <algorithm>
#include <bit>
#include <glm/common.hpp>
#include <set>

#include "core/error.h"
#include "core/parallel.h"

namespace shape {
namespace {

// A tile's halo is `reach` wide on each side: tiles about as large keep the work at a small multiple of the result.
constexpr int kMaxTileBricks = 4;

int tileBricks(glm::ivec3 reach) {
  const int widest = std::max({reach.x, reach.y, reach.z});
  return std::clamp((2 * widest + core::Brick::kSide - 1) / core::Brick::kSide, 1, kMaxTileBricks);
}

// Calls visit(first voxel of the brick's row, its bits inside the box) for every row of 32 voxels that has any.
template <typename Visit>
void forEachRowWithin(const core::Mask& mask, const core::VoxelBox& box, Visit visit) {
  const core::VoxelBox positive =
      common(box, {glm::ivec3(0), glm::ivec3(core::BrickKey::kMaxPerAxis * core::Brick::kSide - 1)});
  if (isEmpty(positive)) {
    return;
  }
  // A brick key's numeric order is k, then j, then i: each row of bricks of the box is one stretch of the map.
  const glm::ivec3 first = positive.min / core::Brick::kSide;
  const glm::ivec3 last = positive.max / core::Brick::kSide;
  const core::Mask::Bricks& bricks = mask.bricks();
  for (int k = first.z; k <= last.z; ++k) {
    for (int j = first.y; j <= last.y; ++j) {
      const auto end = bricks.upper_bound(core::BrickKey::of({last.x, j, k}));
      for (auto it = bricks.lower_bound(core::BrickKey::of({first.x, j, k})); it != end; ++it) {
        const glm::ivec3 origin = it->first.brick() * core::Brick::kSide;
        const core::VoxelBox part = common({origin, origin + (core::Brick::kSide - 1)}, box);
        const std::uint32_t columns = (~0u >> (core::Brick::kSide - 1 - (part.max.x - part.min.x)))
                                      << (part.min.x - origin.x);
        for (int z = part.min.z; z <= part.max.z; ++z) {
          for (int y = part.min.y; y <= part.max.y; ++y) {
            const std::uint32_t bits = it->second.rows[std::size_t(core::Brick::row(y - origin.y, z - origin.z))];
            if ((bits & columns) != 0) {
              visit(glm::ivec3(origin.x, y, z), bits & columns);
            }
          }
        }
      }
    }
  }
}

// Sets the bits of the window that are 1 into a brick-aligned row at a time.
void addWindow(const Window& window, const core::VoxelBox& inside, core::Mask& mask) {
  if (isEmpty(inside)) {
    return;
  }
  const glm::ivec3 first = inside.min / core::Brick::kSide;
  const glm::ivec3 last = inside.max / core::Brick::kSide;
  for (int k = first.z; k <= last.z; ++k) {
    for (int j = first.y; j <= last.y; ++j) {
      for (int i = first.x; i <= last.x; ++i) {
        const glm::ivec3 origin = glm::ivec3(i, j, k) * core::Brick::kSide;
        const core::VoxelBox part = common({origin, origin + (core::Brick::kSide - 1)}, inside);
        const core::BrickKey key = core::BrickKey::of({i, j, k});
        const core::Brick* there = mask.find(key);
        core::Brick brick = there != nullptr ? *there : core::Brick{};
        for (int z = part.min.z; z <= part.max.z; ++z) {
          for (int y = part.min.y; y <= part.max.y; ++y) {
            std::uint32_t bits = 0;
            const std::uint8_t* row = window.voxels.data() + window.indexOf({part.min.x, y, z});
            for (int x = part.min.x; x <= part.max.x; ++x) {
              bits |= std::uint32_t(row[x - part.min.x]) << (x - origin.x);
            }
            brick.rows[std::size_t(core::Brick::row(y - origin.y, z - origin.z))] |= bits;
          }
        }
        mask.assign(key, brick);
      }
    }
  }
}

}  // namespace

Window::Window(const core::VoxelBox& windowBox) : box(windowBox), voxels(std::size_t(voxelCount(windowBox))) {}

std::int64_t voxelCount(const core::VoxelBox& box) {
  if (isEmpty(box)) {
    return 0;
  }
  const glm::ivec3 sides = box.max - box.min + 1;
  return std::int64_t(sides.x) * sides.y * sides.z;
}

core::VoxelBox grown(const core::VoxelBox& box, glm::ivec3 by) {
  return {box.min - by, box.max + by};
}

core::VoxelBox common(const core::VoxelBox& a, const core::VoxelBox& b) {
  return {glm::max(a.min, b.min), glm::min(a.max, b.max)};
}

bool isEmpty(const core::VoxelBox& box) {
  return box.max.x < box.min.x || box.max.y < box.min.y || box.max.z < box.min.z;
}

core::VoxelBox boxOf(const core::Grid& grid) {
  return {glm::ivec3(0), grid.size() - 1};
}

Window windowOf(const core::Mask& mask, const core::VoxelBox& box) {
  Window window(box);
  forEachRowWithin(mask, box, [&](glm::ivec3 origin, std::uint32_t bits) {
    std::uint8_t* row = window.voxels.data() + window.indexOf({box.min.x, origin.y, origin.z});
    for (; bits != 0; bits &= bits - 1) {
      row[origin.x + std::countr_zero(bits) - box.min.x] = 1;
    }
  });
  return window;
}

std::optional<core::VoxelBox> boundsWithin(const core::Mask& mask, const core::VoxelBox& box) {
  core::VoxelBox bounds{glm::ivec3(INT32_MAX), glm::ivec3(INT32_MIN)};
  forEachRowWithin(mask, box, [&](glm::ivec3 origin, std::uint32_t bits) {
    bounds.min = glm::min(bounds.min, origin + glm::ivec3(std::countr_zero(bits), 0, 0));
    bounds.max = glm::max(bounds.max, origin + glm::ivec3(core::Brick::kSide - 1 - std::countl_zero(bits), 0, 0));
  });
  return isEmpty(bounds) ? std::nullopt : std::optional(bounds);
}

core::Mask maskOf(const Window& window, const core::Grid& grid) {
  core::Mask mask;
  addWindow(window, common(window.box, boxOf(grid)), mask);
  return mask;
}

core::Mask computeByTiles(const core::Mask& near, const core::Grid& grid, glm::ivec3 reach, const TileWork& compute,
                          const char* what, const core::ProgressSink& progress) {
  const int side = tileBricks(reach) * core::Brick::kSide;
  const glm::ivec3 lastTile = (grid.size() - 1) / side;
  std::set<std::array<int, 3>> tiles;  // by k, then j, then i, so that results are put together in key order
  for (const auto& [key, brick] : near.bricks()) {
    const glm::ivec3 origin = key.brick() * core::Brick::kSide;
    const glm::ivec3 first = glm::max(origin - reach, glm::ivec3(0)) / side;
    const glm::ivec3 last = glm::min((origin + (core::Brick::kSide - 1) + reach) / side, lastTile);
    for (int k = first.z; k <= last.z; ++k) {
      for (int j = first.y; j <= last.y; ++j) {
        for (int i = first.x; i <= last.x; ++i) {
          tiles.insert({k, j, i});
        }
      }
    }
  }
  const std::vector<std::array<int, 3>> order(tiles.begin(), tiles.end());
  std::vector<core::Mask> parts(order.size());
  core::parallelFor(
      order.size(),
      [&](std::size_t index) {
        const glm::ivec3 origin = glm::ivec3(order[index][2], order[index][1], order[index][0]) * side;
        const core::VoxelBox box = common({origin, origin + (side - 1)}, boxOf(grid));
        const std::optional<core::VoxelBox> bounds = boundsWithin(near, grown(box, reach));
        if (!bounds) {
          return;
        }
        Window tile(common(box, grown(*bounds, reach)));
        compute(tile);
        parts[index] = maskOf(tile, grid);
      },
      [&](std::size_t done) { core::report(progress, what, std::int64_t(done), std::int64_t(order.size())); });
  core::Mask mask;
  for (const core::Mask& part : parts) {
    mask |= part;
  }
  return mask;
}

}  // namespace shape
