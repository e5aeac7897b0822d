// A box of the window, and the measures that all boxes keep. Plain values; any thread. In dp.
#pragma once

#include <glm/vec2.hpp>

namespace ui {

constexpr double kGrid = 8;      // everything stands on multiples of it
constexpr double kTouchDp = 48;  // the least that a finger can be asked to hit

struct Rect {
  glm::dvec2 origin{0};
  glm::dvec2 size{0};

  glm::dvec2 end() const { return origin + size; }
  bool contains(glm::dvec2 at) const {
    return at.x >= origin.x && at.y >= origin.y && at.x < end().x && at.y < end().y;
  }
  bool operator==(const Rect&) const = default;
};

}  // namespace ui
