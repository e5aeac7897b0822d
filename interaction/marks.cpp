#include "interaction/marks.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>

namespace interaction {
namespace {

int axisAlong(const core::Grid& grid, glm::dvec3 direction) {
  int best = 0;
  double most = -1;
  for (int a = 0; a < 3; ++a) {
    const double along = std::abs(glm::dot(glm::normalize(glm::dvec3(grid.worldFromVoxel()[a])), direction));
    if (along > most) {
      most = along;
      best = a;
    }
  }
  return best;
}

core::VoxelBox clipped(const core::VoxelBox& box, const core::Grid& grid) {
  const glm::ivec3 last = grid.size() - 1;
  return {glm::clamp(box.min, glm::ivec3(0), last), glm::clamp(box.max, glm::ivec3(0), last)};
}

}  // namespace

PlaneAxes planeAxes(const core::Grid& grid, core::Layout layout) {
  const core::SlicePlane plane = core::patientSlice(grid, layout, grid.worldOf({0, 0, 0}));
  PlaneAxes axes;
  axes.right = axisAlong(grid, glm::normalize(plane.right));
  axes.down = axisAlong(grid, glm::normalize(plane.down));
  axes.across = 3 - axes.right - axes.down;
  return axes;
}

std::optional<BoxGrip> gripOf(const core::VoxelBox& box, const PlaneAxes& axes, glm::dvec3 voxel, glm::dvec3 reach) {
  const int across = axes.across;
  if (std::round(voxel[across]) < box.min[across] || std::round(voxel[across]) > box.max[across]) {
    return std::nullopt;
  }
  BoxGrip grip{};
  bool side = false;
  for (const int a : {axes.right, axes.down}) {
    const double low = box.min[a] - 0.5;  // a box ends at its outermost voxels' faces
    const double high = box.max[a] + 0.5;
    if (voxel[a] < low - reach[a] || voxel[a] > high + reach[a]) {
      return std::nullopt;
    }
    const double inward = std::min(reach[a], (high - low) / 4);
    if (voxel[a] < low + inward || voxel[a] > high - inward) {
      grip[std::size_t(a)] = voxel[a] < low + inward ? BoxSide::Min : BoxSide::Max;
      side = true;
    }
  }
  if (!side) {
    grip[std::size_t(axes.right)] = grip[std::size_t(axes.down)] = BoxSide::Whole;
  }
  return grip;
}

core::VoxelBox moved(const core::VoxelBox& box, const BoxGrip& grip, glm::dvec3 from, glm::dvec3 to,
                     const core::Grid& grid) {
  core::VoxelBox result = box;
  for (int a = 0; a < 3; ++a) {
    const int last = grid.size()[a] - 1;
    const int by = int(std::lround(std::clamp(to[a] - from[a], -1e6, 1e6)));
    switch (grip[std::size_t(a)]) {
      case BoxSide::Min:
        result.min[a] = std::clamp(box.min[a] + by, 0, box.max[a]);
        break;
      case BoxSide::Max:
        result.max[a] = std::clamp(box.max[a] + by, box.min[a], last);
        break;
      case BoxSide::Whole: {
        const int allowed = std::clamp(by, -box.min[a], last - box.max[a]);
        result.min[a] += allowed;
        result.max[a] += allowed;
        break;
      }
      case BoxSide::None:
        break;
    }
  }
  return result;
}

core::VoxelBox drawnBox(glm::dvec3 from, glm::dvec3 to, const PlaneAxes& axes,
                        const std::optional<core::VoxelBox>& earlier, const core::Grid& grid) {
  const glm::dvec3 last(grid.size() - 1);
  const glm::dvec3 a = glm::clamp(from, glm::dvec3(0), last);
  const glm::dvec3 b = glm::clamp(to, glm::dvec3(0), last);
  core::VoxelBox box{glm::ivec3(glm::round(glm::min(a, b))), glm::ivec3(glm::round(glm::max(a, b)))};
  const int across = axes.across;
  const int here = int(std::lround(a[across]));
  if (earlier && here >= earlier->min[across] && here <= earlier->max[across]) {
    box.min[across] = earlier->min[across];
    box.max[across] = earlier->max[across];
    return box;
  }
  const glm::dvec3 spacing = grid.spacingMm();
  const double widthMm = (double(box.max[axes.right] - box.min[axes.right] + 1) * spacing[axes.right] +
                          double(box.max[axes.down] - box.min[axes.down] + 1) * spacing[axes.down]) /
                         2;
  const int reach = int(std::lround(std::max(widthMm / spacing[across] - 1, 0.0) / 2));
  box.min[across] = here - reach;
  box.max[across] = here + reach;
  return clipped(box, grid);
}

core::VoxelBox boxAround(const core::VoxelBox& inner, double mm, const core::Grid& grid) {
  const glm::ivec3 reach(glm::ceil(mm / grid.spacingMm()));
  return clipped({inner.min - reach, inner.max + reach}, grid);
}

std::optional<core::IntensityRange> rangeAround(
    const core::Grid& grid, glm::ivec3 voxel, const std::function<std::optional<double>(glm::dvec3 pointMm)>& valueAt) {
  const std::optional<double> own = valueAt(grid.worldOf(glm::dvec3(voxel)));
  if (!own || !std::isfinite(*own)) {
    return std::nullopt;
  }
  double sum = 0;
  double squares = 0;
  double count = 0;
  constexpr int kReach = 2;
  for (int z = -kReach; z <= kReach; ++z) {
    for (int y = -kReach; y <= kReach; ++y) {
      for (int x = -kReach; x <= kReach; ++x) {
        const std::optional<double> value = valueAt(grid.worldOf(glm::dvec3(voxel + glm::ivec3(x, y, z))));
        if (value && std::isfinite(*value)) {
          const double fromOwn = *value - *own;  // keeps the sums small
          sum += fromOwn;
          squares += fromOwn * fromOwn;
          ++count;
        }
      }
    }
  }
  const double mean = sum / count;
  const double spread = 2.5 * std::sqrt(std::max(squares / count - mean * mean, 0.0));
  return core::IntensityRange{*own + std::min(mean - spread, 0.0), *own + std::max(mean + spread, 0.0)};
}

}  // namespace interaction
