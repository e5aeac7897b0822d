#include "ui/compare_layout.h"

#include <algorithm>
#include <cmath>

#include "ui/pane_row.h"

namespace ui {
namespace {

constexpr double kCompareHeader = 56;
constexpr double kLegend = 92;
constexpr double kSteps = 64;  // of the buttons that go to another difference

void placeSteps(CompareLayout& layout, const Rect& row) {
  const double back = std::floor((row.size.x - kMargin) * 0.32);
  layout.previous = {row.origin, {back, row.size.y}};
  layout.next = {{row.origin.x + back + kMargin, row.origin.y}, {row.size.x - back - kMargin, row.size.y}};
}

}  // namespace

CompareLayout layOutCompare(glm::dvec2 size) {
  CompareLayout layout;
  layout.portrait = size.y > size.x;
  layout.header = {{0, 0}, {size.x, kCompareHeader}};
  const double left = kMargin;
  const double width = size.x - 2 * kMargin;
  const double bottom = size.y - kMargin;
  if (layout.portrait) {
    placeSteps(layout, {{left, bottom - kSteps}, {width, kSteps}});
    const double cards = std::clamp(std::floor(size.y * 0.27), 132.0, 344.0);
    const double top = layout.next.origin.y - kMargin - cards;
    const double half = std::floor((width - kMargin) / 2);
    layout.readers = {{left, top}, {half, cards}};
    layout.lesions = {{left + width - half, top}, {half, cards}};
    layout.legend = {{left, top - kMargin - kLegend}, {width, kLegend}};
    const double end = layout.legend.origin.y - kMargin;
    const double slices = std::min(std::floor((width - 2 * kMargin) / 3), std::floor((end - kCompareHeader) * 0.34));
    layout.panes.push_back(
        {core::Layout::ThreeD, {left, kCompareHeader}, {width, end - kCompareHeader - slices - kMargin}});
    placeSlices(layout.panes, {{left, end - slices}, {width, slices}}, 0, kMargin);
    return layout;
  }
  const double cards = std::clamp(std::floor(size.x * 0.32), 236.0, 420.0);
  const double x = left + width - cards;
  placeSteps(layout, {{x, bottom - kSteps}, {cards, kSteps}});
  const double height = layout.next.origin.y - kMargin - kCompareHeader;
  const double upper = std::floor((height - kMargin) * 0.5);
  layout.readers = {{x, kCompareHeader}, {cards, upper}};
  layout.lesions = {{x, kCompareHeader + upper + kMargin}, {cards, height - upper - kMargin}};
  const double pictures = x - kMargin - left;
  layout.legend = {{left, bottom - kLegend}, {pictures, kLegend}};
  const double room = layout.legend.origin.y - kMargin - kCompareHeader;
  const double slices = std::floor(std::min((room - 2 * kMargin) / 3, pictures * 0.32));
  layout.panes.push_back({core::Layout::ThreeD, {left, kCompareHeader}, {pictures - slices - kMargin, room}});
  placeSlices(layout.panes, {{left + pictures - slices, kCompareHeader}, {slices, room}}, 1, kMargin);
  return layout;
}

}  // namespace ui
