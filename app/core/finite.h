// Whether points and maps hold numbers that can be counted with. Pure; any thread.
#pragma once

#include <cmath>
#include <glm/mat4x4.hpp>
#include <glm/vec3.hpp>

namespace core {

inline bool isFinite(glm::dvec3 point) {
  return std::isfinite(point.x) && std::isfinite(point.y) && std::isfinite(point.z);
}

inline bool isFinite(const glm::dmat4& matrix) {
  for (int column = 0; column < 4; ++column) {
    for (int row = 0; row < 4; ++row) {
      if (!std::isfinite(matrix[column][row])) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace core
