// A plot of one number over sessions, each with its interval. Drawn within a panel; same thread as the Ui.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "ui/calibration_model.h"
#include "ui/widgets.h"

namespace ui {

struct TrendPlot {
  std::span<const TrendPoint> points;  // the first first; the latest are shown where there are too many for the room
  std::optional<double> least;         // a limit that intervals are to stay above
  std::string_view leastWords;         // beside it
};
void drawTrend(Widgets& widgets, const Rect& box, const TrendPlot& plot);

}  // namespace ui
