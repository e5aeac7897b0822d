// Where everything stands on the page of calibration sessions: lists at the edge, what was measured in the middle, what
// concerns oneself beside or under it. Pure; any thread. In dp.
#pragma once

#include <optional>

#include "ui/rect.h"

namespace ui {

struct CalibrationLayout {
  Rect header;
  std::optional<Rect> readings;  // that one was asked for
  Rect sessions;
  Rect readers;  // of the session that is looked at
  Rect trend;
  std::optional<Rect> own;  // how one's own readings went
};

struct CalibrationParts {
  bool readings = false;
  bool own = false;
  bool sessions = true;  // else there is nothing but the readings
};

// sizeDp of at least 480 x 480.
CalibrationLayout layOutCalibration(glm::dvec2 sizeDp, CalibrationParts parts);

}  // namespace ui
