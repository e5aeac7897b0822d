#include "ui/calibration_layout.h"

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

constexpr double kHeader = 56;
constexpr double kMargin = 8;

// Two boxes side by side, or one over the other; the first takes `part` of the room.
std::pair<Rect, Rect> across(const Rect& room, double part) {
  const double first = std::floor((room.size.x - kMargin) * part);
  return {{room.origin, {first, room.size.y}},
          {{room.origin.x + first + kMargin, room.origin.y}, {room.size.x - first - kMargin, room.size.y}}};
}

std::pair<Rect, Rect> down(const Rect& room, double part) {
  const double first = std::floor((room.size.y - kMargin) * part);
  return {{room.origin, {room.size.x, first}},
          {{room.origin.x, room.origin.y + first + kMargin}, {room.size.x, room.size.y - first - kMargin}}};
}

}  // namespace

CalibrationLayout layOutCalibration(glm::dvec2 size, CalibrationParts parts) {
  CalibrationLayout layout{.header = {{0, 0}, {size.x, kHeader}}};
  const Rect room{{kMargin, kHeader}, {size.x - 2 * kMargin, size.y - kHeader - kMargin}};
  const bool portrait = size.y > size.x;
  Rect lists, measured;
  if (portrait) {
    std::tie(lists, measured) = down(room, 0.26);
  } else {
    std::tie(lists, measured) = across(room, std::clamp(280 / room.size.x, 0.22, 0.3));
  }
  if (parts.readings) {
    std::tie(layout.readings, layout.sessions) = portrait ? across(lists, 0.5) : down(lists, 0.42);
  } else {
    layout.sessions = lists;
  }
  if (parts.own && portrait) {
    const auto [upper, own] = down(measured, 0.66);
    measured = upper;
    layout.own = own;
  } else if (parts.own) {
    const auto [beside, own] = across(measured, 0.64);
    measured = beside;
    layout.own = own;
  }
  std::tie(layout.readers, layout.trend) = down(measured, portrait ? 0.56 : 0.54);
  return layout;
}

}  // namespace ui
