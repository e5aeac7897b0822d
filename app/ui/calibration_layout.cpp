#include "ui/calibration_layout.h"

#include "ui/halves.h"

namespace ui {
namespace {

constexpr double kPageHeader = 56;

}  // namespace

CalibrationLayout layOutCalibration(glm::dvec2 size, CalibrationParts parts) {
  CalibrationLayout layout{.header = {{0, 0}, {size.x, kPageHeader}}};
  const Rect room{{kMargin, kPageHeader}, {size.x - 2 * kMargin, size.y - kPageHeader - kMargin}};
  if (!parts.sessions) {
    layout.readings = room;
    return layout;
  }
  const bool portrait = size.y > size.x;
  Rect lists, measured;
  if (portrait) {
    std::tie(lists, measured) = stacked(room, 0.26);
  } else {
    std::tie(lists, measured) = sideBySide(room, std::clamp(280 / room.size.x, 0.22, 0.3));
  }
  if (parts.readings) {
    std::tie(layout.readings, layout.sessions) = portrait ? sideBySide(lists, 0.5) : stacked(lists, 0.42);
  } else {
    layout.sessions = lists;
  }
  if (parts.own && portrait) {
    const auto [upper, own] = stacked(measured, 0.66);
    measured = upper;
    layout.own = own;
  } else if (parts.own) {
    const auto [beside, own] = sideBySide(measured, 0.64);
    measured = beside;
    layout.own = own;
  }
  std::tie(layout.readers, layout.trend) = stacked(measured, portrait ? 0.56 : 0.54);
  return layout;
}

}  // namespace ui
