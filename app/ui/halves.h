// A box divided in two, with a margin between. Pure; any thread. In dp.
#pragma once

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "ui/rect.h"

namespace ui {

// The first takes `part` of the room: at the left, or above.
inline std::pair<Rect, Rect> sideBySide(const Rect& room, double part) {
  const double first = std::floor((room.size.x - kMargin) * part);
  return {{room.origin, {first, room.size.y}},
          {{room.origin.x + first + kMargin, room.origin.y}, {room.size.x - first - kMargin, room.size.y}}};
}

inline std::pair<Rect, Rect> stacked(const Rect& room, double part) {
  const double first = std::floor((room.size.y - kMargin) * part);
  return {{room.origin, {room.size.x, first}},
          {{room.origin.x, room.origin.y + first + kMargin}, {room.size.x, room.size.y - first - kMargin}}};
}

}  // namespace ui
