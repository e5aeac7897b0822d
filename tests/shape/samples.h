// Small random masks on small anisotropic grids that cross brick borders, and the plainest way to hold an operation
// against its definition: ask for every voxel of the grid.
#pragma once

#include <functional>
#include <glm/gtc/matrix_transform.hpp>
#include <glm/vec3.hpp>
#include <random>
#include <vector>

#include "core/grid.h"
#include "core/mask.h"

namespace shape {

inline core::Grid gridOf(glm::ivec3 size, glm::dvec3 spacingMm) {
  const glm::dmat4 placed = glm::translate(glm::dmat4(1), glm::dvec3(-12, 7, 40));
  return {size, glm::scale(glm::rotate(placed, 0.4, glm::dvec3(0.2, 1, 0.3)), spacingMm)};
}

// A grid of 20 to 40 voxels a side, so that most masks lie in two to eight bricks.
inline core::Grid randomGrid(std::mt19937& engine) {
  std::uniform_int_distribution<int> side(20, 40);
  std::uniform_int_distribution<int> spacing(4, 30);  // tenths of a millimetre: boundaries fall on voxels
  return gridOf({side(engine), side(engine), side(engine)},
                glm::dvec3(spacing(engine), spacing(engine), spacing(engine)) * 0.1);
}

// A few boxes and single voxels, some of them taken away again, anywhere in the grid.
inline core::Mask randomMask(std::mt19937& engine, const core::Grid& grid) {
  core::Mask mask;
  const auto anywhere = [&] {
    glm::ivec3 voxel;
    for (int a = 0; a < 3; ++a) {
      voxel[a] = std::uniform_int_distribution<int>(0, grid.size()[a] - 1)(engine);
    }
    return voxel;
  };
  std::uniform_int_distribution<int> many(1, 6), length(1, 12), kind(0, 3);
  for (int i = many(engine); i > 0; --i) {
    const glm::ivec3 first = anywhere();
    const glm::ivec3 sides(length(engine), length(engine), length(engine));
    const int what = kind(engine);
    for (int z = 0; z < (what == 0 ? 1 : sides.z); ++z) {
      for (int y = 0; y < (what == 0 ? 1 : sides.y); ++y) {
        for (int x = 0; x < (what == 0 ? 1 : sides.x); ++x) {
          const glm::ivec3 voxel = first + glm::ivec3(x, y, z);
          if (grid.contains(voxel)) {
            what == 3 ? mask.clear(voxel) : mask.set(voxel);
          }
        }
      }
    }
  }
  if (mask.isEmpty()) {
    mask.set(anywhere());
  }
  return mask;
}

inline void forEachVoxel(const core::Grid& grid, const std::function<void(glm::ivec3)>& visit) {
  for (int z = 0; z < grid.size().z; ++z) {
    for (int y = 0; y < grid.size().y; ++y) {
      for (int x = 0; x < grid.size().x; ++x) {
        visit({x, y, z});
      }
    }
  }
}

inline std::vector<glm::ivec3> voxelsOf(const core::Mask& mask) {
  std::vector<glm::ivec3> voxels;
  mask.forEachRun([&](glm::ivec3 first, int run) {
    for (int x = 0; x < run; ++x) {
      voxels.push_back(first + glm::ivec3(x, 0, 0));
    }
  });
  return voxels;
}

inline core::Mask maskWhere(const core::Grid& grid, const std::function<bool(glm::ivec3)>& holds) {
  core::Mask mask;
  forEachVoxel(grid, [&](glm::ivec3 voxel) {
    if (holds(voxel)) {
      mask.set(voxel);
    }
  });
  return mask;
}

inline core::Mask complement(const core::Mask& mask, const core::Grid& grid) {
  return maskWhere(grid, [&](glm::ivec3 voxel) { return !mask.test(voxel); });
}

inline bool holds(const core::Mask& whole, const core::Mask& part) {
  core::Mask both = whole;
  return (both &= part) == part;
}

}  // namespace shape
