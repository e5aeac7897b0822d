// A plain flood fill, voxel by voxel, for tests to hold the operations on runs against.
#pragma once

#include <deque>
#include <functional>
#include <glm/vec3.hpp>

#include "core/mask.h"

namespace shape {

// Every voxel reached from `seed` by steps for which mayStep(offset) holds, through voxels for which passable() holds.
inline core::Mask flooded(glm::ivec3 seed, const std::function<bool(glm::ivec3)>& passable,
                          const std::function<bool(glm::ivec3)>& mayStep) {
  core::Mask reached;
  std::deque<glm::ivec3> open{seed};
  reached.set(seed);
  while (!open.empty()) {
    const glm::ivec3 here = open.front();
    open.pop_front();
    for (int z = -1; z <= 1; ++z) {
      for (int y = -1; y <= 1; ++y) {
        for (int x = -1; x <= 1; ++x) {
          const glm::ivec3 next = here + glm::ivec3(x, y, z);
          if (mayStep({x, y, z}) && passable(next) && !reached.test(next)) {
            reached.set(next);
            open.push_back(next);
          }
        }
      }
    }
  }
  return reached;
}

inline int axesOf(glm::ivec3 step) {
  return (step.x != 0) + (step.y != 0) + (step.z != 0);
}

}  // namespace shape
