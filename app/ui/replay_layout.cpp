#include "ui/replay_layout.h"

#include <algorithm>
#include <cmath>

#include "ui/pane_row.h"

namespace ui {
namespace {

constexpr double kReplayHeader = 56;
constexpr double kReplayBar = 124;

}  // namespace

ReplayLayout layOutReplay(glm::dvec2 size) {
  ReplayLayout layout;
  layout.portrait = size.y > size.x;
  layout.header = {{0, 0}, {size.x, kReplayHeader}};
  const double width = size.x - 2 * kMargin;
  layout.bar = {{kMargin, size.y - kMargin - kReplayBar}, {width, kReplayBar}};
  const double room = layout.bar.origin.y - kMargin - kReplayHeader;
  if (layout.portrait) {
    const double slices = std::min(std::floor((width - 2 * kMargin) / 3), std::floor(room * 0.4));
    layout.panes.push_back({core::Layout::ThreeD, {kMargin, kReplayHeader}, {width, room - slices - kMargin}});
    placeSlices(layout.panes, {{kMargin, kReplayHeader + room - slices}, {width, slices}}, 0, kMargin);
  } else {
    const double slices = std::floor(std::min((room - 2 * kMargin) / 3, width * 0.32));
    layout.panes.push_back({core::Layout::ThreeD, {kMargin, kReplayHeader}, {width - slices - kMargin, room}});
    placeSlices(layout.panes, {{kMargin + width - slices, kReplayHeader}, {slices, room}}, 1, kMargin);
  }
  return layout;
}

}  // namespace ui
