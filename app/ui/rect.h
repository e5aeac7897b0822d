// A box of the window, and the measures that all boxes keep. Plain values; any thread. In dp.
#pragma once

#include <algorithm>
#include <glm/vec2.hpp>

namespace ui {

constexpr double kGrid = 8;        // everything stands on multiples of it
constexpr double kMargin = kGrid;  // around boxes, and between them
constexpr double kTouchDp = 48;    // the least that a finger can be asked to hit

struct Rect {
  glm::dvec2 origin{0};
  glm::dvec2 size{0};

  glm::dvec2 end() const { return origin + size; }
  bool contains(glm::dvec2 at) const {
    return at.x >= origin.x && at.y >= origin.y && at.x < end().x && at.y < end().y;
  }
  bool operator==(const Rect&) const = default;
};

// A box that stands right of a point, a gap away; left of it where the pane ends before; within the pane in any case,
// so that what is written in it can be read.
inline Rect boxBeside(const Rect& pane, glm::dvec2 at, double gap, glm::dvec2 size) {
  constexpr double kEdge = 4;
  const bool fits = at.x + gap + size.x <= pane.end().x - kEdge;
  const glm::dvec2 least = pane.origin + kEdge;
  const glm::dvec2 most = pane.end() - kEdge - size;
  const glm::dvec2 wanted(fits ? at.x + gap : at.x - gap - size.x, at.y - size.y / 2);
  return {{std::max(least.x, std::min(wanted.x, most.x)), std::max(least.y, std::min(wanted.y, most.y))}, size};
}

}  // namespace ui
