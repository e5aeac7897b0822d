#include "ui/trend_plot.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace ui {
namespace {

constexpr double kScaleRoom = 36;    // room left of the plot, for numbers
constexpr double kNamesRoom = 24;    // and under it, for sessions
constexpr double kEachAtLeast = 88;  // per session
constexpr double kBest = 1;          // agreement is at most 1
constexpr double kScaleStep = 0.2;
constexpr double kHidden = 0.005;  // what rounding hides

// The bottom of the scale: a step under all that is shown, and never so near the top that differences look large.
double bottomOf(const TrendPlot& plot) {
  double low = std::min(0.6, plot.least.value_or(kBest));
  for (const TrendPoint& each : plot.points) {
    low = std::min(low, each.low.value_or(each.value.value_or(kBest)));
  }
  return std::max(-1.0, std::floor((low + kHidden) / kScaleStep) * kScaleStep);
}

void dashed(ImDrawList& list, glm::dvec2 from, double toX, ImU32 color) {
  for (double x = from.x; x < toX; x += 10) {
    list.AddLine(vec({x, from.y}), vec({std::min(x + 5, toX), from.y}), color, 1.5f);
  }
}

std::string scaleText(double value) {
  char digits[16];
  std::snprintf(digits, sizeof digits, "%.1f", std::abs(value) < kHidden ? 0 : value);
  return digits;
}

}  // namespace

void drawTrend(Widgets& w, const Rect& box, const TrendPlot& whole) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Rect area{{box.origin.x + kScaleRoom, box.origin.y + 8},
                  {box.size.x - kScaleRoom, box.size.y - kNamesRoom - 8}};
  const auto room = std::size_t(std::max(1.0, area.size.x / kEachAtLeast));
  const TrendPlot plot{whole.points.last(std::min(room, whole.points.size())), whole.least, whole.leastWords};
  const double bottom = bottomOf(plot);
  const auto yOf = [&](double value) { return area.end().y - (value - bottom) / (kBest - bottom) * area.size.y; };
  const int steps = int(std::lround((kBest - bottom) / kScaleStep));
  const int every = std::max(1, int(std::ceil(steps * 22 / area.size.y)));  // lines that numbers have room beside
  for (int i = 0; i <= steps; i += every) {
    const double y = yOf(kBest - i * kScaleStep);
    list.AddLine(vec({area.origin.x, y}), vec({area.end().x, y}), w.theme.raised, 1);
    w.text(w.fonts.small, w.theme.muted, {{box.origin.x, y - 10}, {kScaleRoom - 8, 20}},
           scaleText(kBest - i * kScaleStep), Align::Right);
  }
  if (plot.least) {
    const double y = yOf(*plot.least);
    dashed(list, {area.origin.x, y}, area.end().x, w.theme.good);
    w.text(w.fonts.small, w.theme.good, {{area.origin.x, y - 20}, {area.size.x, 20}}, plot.leastWords, Align::Right);
  }
  const double each = area.size.x / double(std::max<std::size_t>(plot.points.size(), 1));
  std::optional<ImVec2> before;
  for (std::size_t i = 0; i < plot.points.size(); ++i) {
    const TrendPoint& point = plot.points[i];
    const double x = area.origin.x + (double(i) + 0.5) * each;
    w.text(w.fonts.small, point.value ? w.theme.muted : w.theme.caution,
           {{x - each / 2 + 4, area.end().y + 4}, {each - 8, kNamesRoom - 4}}, point.session, Align::Center);
    if (!point.value) {
      before.reset();
      continue;
    }
    const ImVec2 at = vec({x, yOf(*point.value)});
    if (before) {
      list.AddLine(*before, at, w.theme.accentText, 2);
    }
    before = at;
  }
  for (std::size_t i = 0; i < plot.points.size(); ++i) {  // over the line
    const TrendPoint& point = plot.points[i];
    const double x = area.origin.x + (double(i) + 0.5) * each;
    if (point.low && point.high) {
      list.AddLine(vec({x, yOf(*point.low)}), vec({x, yOf(*point.high)}), w.theme.accent, 3);
    }
    if (point.value) {
      list.AddCircleFilled(vec({x, yOf(*point.value)}), 5.5f, w.theme.text, 24);
    }
  }
}

}  // namespace ui
