#include "ui/release_layout.h"

#include <cmath>

#include "ui/halves.h"

namespace ui {
namespace {

constexpr double kReleaseHeader = 56;
constexpr double kReleaseList = 280;

}  // namespace

ReleaseLayout layOutReleases(glm::dvec2 sizeDp) {
  const glm::dvec2 size = glm::max(sizeDp, glm::dvec2(480));
  ReleaseLayout layout{.header = {{0, 0}, {size.x, kReleaseHeader}}};
  const Rect room{{kMargin, kReleaseHeader}, {size.x - 2 * kMargin, size.y - kReleaseHeader - kMargin}};
  Rect rest;
  if (size.y > size.x) {
    std::tie(layout.list, rest) = stacked(room, 0.24);
  } else {
    std::tie(layout.list, rest) = sideBySide(room, std::clamp(kReleaseList / room.size.x, 0.22, 0.3));
  }
  std::tie(layout.about, layout.changes) = stacked(rest, 0.46);
  return layout;
}

}  // namespace ui
