// Slices in a row or a column, as the decks that stand in the place of everything place them. Pure; any thread.
#pragma once

#include <cmath>
#include <vector>

#include "interaction/tools.h"
#include "ui/rect.h"

namespace ui {

// The three patient slices along an axis of the room (0: side by side, 1: over each other).
inline void placeSlices(std::vector<interaction::Pane>& panes, const Rect& room, int axis, double margin) {
  const double each = (room.size[axis] - 2 * margin) / 3;
  for (std::size_t i = 0; i < interaction::kPatientSlices; ++i) {
    Rect rect = room;
    rect.origin[axis] = std::round(room.origin[axis] + double(i) * (each + margin));
    rect.size[axis] = std::floor(each);
    panes.push_back({interaction::kSliceLayouts[i], rect.origin, rect.size});
  }
}

}  // namespace ui
