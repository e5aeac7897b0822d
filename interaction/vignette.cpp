#include "interaction/vignette.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <limits>

namespace interaction {
namespace {

constexpr int kLooks = 9;  // directions asked, along and across the view

bool meetsBox(glm::dvec3 origin, glm::dvec3 direction, glm::dvec3 low, glm::dvec3 high) {
  double from = 0;
  double to = std::numeric_limits<double>::infinity();
  for (int axis = 0; axis < 3; ++axis) {
    if (direction[axis] == 0) {
      if (origin[axis] < low[axis] || origin[axis] > high[axis]) {
        return false;
      }
      continue;
    }
    const double a = (low[axis] - origin[axis]) / direction[axis];
    const double b = (high[axis] - origin[axis]) / direction[axis];
    from = std::max(from, std::min(a, b));
    to = std::min(to, std::max(a, b));
  }
  return from <= to;
}

// How far the corner of the volume goes that goes farthest, metres.
double travelled(const Placement& before, const Placement& now, const core::Grid& grid) {
  double farthest = 0;
  for (int i = 0; i < 8; ++i) {
    const glm::dvec3 corner = grid.worldOf(glm::dvec3(i & 1, i >> 1 & 1, i >> 2 & 1) * glm::dvec3(grid.size()) - 0.5);
    farthest = std::max(farthest, glm::distance(before.room(corner), now.room(corner)));
  }
  return farthest;
}

}  // namespace

double viewFilled(const Placement& placement, const core::Grid& grid, const Eye& eye) {
  const auto voxel = [&](glm::dvec3 pointM) { return grid.voxelOf(placement.world(pointM)); };
  const glm::dvec3 origin = voxel(eye.pose.positionM);
  const core::Frustum& f = eye.frustum;
  int met = 0;
  for (int row = 0; row < kLooks; ++row) {
    for (int column = 0; column < kLooks; ++column) {
      const double right = glm::mix(f.left, f.right, (column + 0.5) / kLooks);
      const double up = glm::mix(f.down, f.up, (row + 0.5) / kLooks);
      const glm::dvec3 toward = eye.pose.forward() + eye.pose.right() * right + eye.pose.up() * up;
      const glm::dvec3 direction = voxel(eye.pose.positionM + toward) - origin;
      met += meetsBox(origin, direction, glm::dvec3(-0.5), glm::dvec3(grid.size()) - 0.5) ? 1 : 0;
    }
  }
  return double(met) / (kLooks * kLooks);
}

double Vignette::next(const Placement& placement, const core::Grid& grid, const Eye& eye, double seconds) {
  const bool moves = last_ && travelled(*last_, placement, grid) > kMovesMPerS * seconds;
  last_ = placement;
  const double wanted = moves && viewFilled(placement, grid, eye) >= kFills ? kMost : 0;
  const double settles = wanted > strength_ ? kComesInS : kGoesInS;
  strength_ += (wanted - strength_) * (1 - std::exp(-seconds / settles));
  return strength_;
}

}  // namespace interaction
