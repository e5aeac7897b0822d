#include "ui/review_layout.h"

#include <algorithm>
#include <cmath>

#include "ui/pane_row.h"

namespace ui {
namespace {

constexpr double kHeader = 56;
constexpr double kHint = 28;

void placeDecisions(ReviewLayout& layout, const Rect& row) {
  const double wide = std::min(252.0, std::floor(row.size.x * 0.32));
  layout.reject = {row.origin, {wide, row.size.y}};
  layout.accept = {{row.end().x - wide, row.origin.y}, {wide, row.size.y}};
  const double left = row.origin.x + wide + kMargin;
  const double width = row.size.x - 2 * (wide + kMargin);
  const double half = std::floor((row.size.y - kMargin) / 2);
  layout.changes = {{left, row.origin.y}, {width, half}};
  const double each = std::floor((width - kMargin) / 2);
  layout.back = {{left, row.origin.y + half + kMargin}, {each, row.size.y - half - kMargin}};
  layout.skip = {{left + width - each, layout.back.origin.y}, {each, layout.back.size.y}};
}

}  // namespace

ReviewLayout layOutReview(glm::dvec2 size) {
  ReviewLayout layout;
  layout.portrait = size.y > size.x;
  layout.header = {{0, 0}, {size.x, kHeader}};
  layout.hint = {{kMargin, size.y - kHint - 4}, {size.x - 2 * kMargin, kHint}};
  const double left = kMargin;
  const double width = size.x - 2 * kMargin;
  const double row = size.y >= 900 ? 140 : std::clamp(std::floor(size.y * 0.15), 104.0, 120.0);
  const Rect decisions{{left, layout.hint.origin.y - row}, {width, row}};
  placeDecisions(layout, decisions);
  double bottom = decisions.origin.y - kMargin;
  if (layout.portrait) {
    const double cards = std::clamp(std::floor(size.y * 0.17), 136.0, 260.0);
    const double half = std::floor((width - kMargin) / 2);
    layout.criteria = {{left, bottom - cards}, {half, cards}};
    layout.said = {{left + width - half, bottom - cards}, {half, cards}};
    bottom -= cards + kMargin;
    const double slices = std::min(std::floor((width - 2 * kMargin) / 3), std::floor((bottom - kHeader) * 0.3));
    layout.panes.push_back({core::Layout::ThreeD, {left, kHeader}, {width, bottom - kHeader - slices - kMargin}});
    placeSlices(layout.panes, {{left, bottom - slices}, {width, slices}}, 0, kMargin);
    return layout;
  }
  const double height = bottom - kHeader;
  const double cards = size.x >= 1100 ? 320 : std::floor(size.x * 0.34);
  const double x = left + width - cards;
  const double upper = std::floor((height - kMargin) * 0.46);
  layout.criteria = {{x, kHeader}, {cards, upper}};
  layout.said = {{x, kHeader + upper + kMargin}, {cards, height - upper - kMargin}};
  const double slices = std::floor(std::min((height - 2 * kMargin) / 3, (x - left) * 0.3));
  placeSlices(layout.panes, {{x - kMargin - slices, kHeader}, {slices, height}}, 1, kMargin);
  layout.panes.insert(layout.panes.begin(),
                      {core::Layout::ThreeD, {left, kHeader}, {x - slices - 2 * kMargin - left, height}});
  return layout;
}

}  // namespace ui
