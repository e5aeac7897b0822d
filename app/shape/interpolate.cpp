#include "shape/interpolate.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "core/error.h"
#include "core/parallel.h"
#include "shape/distance.h"
#include "shape/transpose.h"
#include "shape/window.h"

namespace shape {
namespace {

constexpr double kTieMm = 1e-9;

std::vector<int> paintedSlices(const core::Mask& mask, int axis) {
  std::set<int> slices;
  mask.forEachRun([&](glm::ivec3 first, int length) {
    for (int x = 0; x < (axis == 0 ? length : 1); ++x) {
      slices.insert(first[axis] + x);
    }
  });
  return {slices.begin(), slices.end()};
}

// The voxels of one slice k, all moved to k = 0 of the window.
Window sliceOf(const core::Mask& mask, int k, const core::VoxelBox& box) {
  return windowOf(mask, {{box.min.x, box.min.y, k}, {box.max.x, box.max.y, k}});
}

// mm: positive inside, negative outside, by the nearest voxel on the other side.
std::vector<double> signedDistances(Window slice, glm::dvec3 spacingMm) {
  const std::vector<double> outside = squaredDistances(slice, slice.box, spacingMm);
  for (std::uint8_t& voxel : slice.voxels) {
    voxel ^= 1u;
  }
  std::vector<double> result = squaredDistances(slice, slice.box, spacingMm);
  for (std::size_t i = 0; i < result.size(); ++i) {
    result[i] = slice.voxels[i] == 0 ? std::sqrt(result[i]) : -std::sqrt(outside[i]);
  }
  return result;
}

struct Gap {
  int below = 0;
  int above = 0;
};

// What stands between two painted slices.
core::Mask between(const core::Mask& mask, const core::Grid& grid, const Gap& gap, const core::VoxelBox& bounds,
                   glm::dvec3 spacingMm) {
  // A rim of one voxel, so that every voxel inside finds the outside next to it, also at the image's border.
  const core::VoxelBox box = grown(bounds, {1, 1, 0});
  const std::vector<double> below = signedDistances(sliceOf(mask, gap.below, box), spacingMm);
  const std::vector<double> above = signedDistances(sliceOf(mask, gap.above, box), spacingMm);
  core::Mask result;
  for (int k = gap.below + 1; k < gap.above; ++k) {
    const double weight = double(k - gap.below) / (gap.above - gap.below);
    Window slice({{box.min.x, box.min.y, k}, {box.max.x, box.max.y, k}});
    for (std::size_t i = 0; i < slice.voxels.size(); ++i) {
      slice.voxels[i] = below[i] * (1 - weight) + above[i] * weight >= -kTieMm;
    }
    result |= maskOf(slice, grid);
  }
  return result;
}

}  // namespace

core::Mask fillBetweenSlices(const core::Mask& mask, const core::Grid& grid, int axis,
                             const core::ProgressSink& progress) {
  core::check(axis >= 0 && axis < 3, "an axis is 0, 1 or 2");
  // Everything below takes slices along k; only sizes and spacings matter, never where the patient is.
  const core::Mask turned = swapAxes(mask, axis, 2);
  glm::ivec3 size = grid.size();
  glm::dvec3 spacingMm = grid.spacingMm();
  std::swap(size[axis], size[2]);
  std::swap(spacingMm[axis], spacingMm[2]);
  const core::Grid turnedGrid(size, glm::dmat4(1));

  const std::vector<int> slices = paintedSlices(turned, 2);
  std::vector<Gap> gaps;
  for (std::size_t i = 1; i < slices.size(); ++i) {
    if (slices[i] > slices[i - 1] + 1) {
      gaps.push_back({slices[i - 1], slices[i]});
    }
  }
  std::vector<core::Mask> filled(gaps.size());
  const std::optional<core::VoxelBox> bounds = turned.bounds();
  core::parallelFor(
      gaps.size(), [&](std::size_t i) { filled[i] = between(turned, turnedGrid, gaps[i], *bounds, spacingMm); },
      [&](std::size_t done) {
        core::report(progress, "Filling between slices", std::int64_t(done), std::int64_t(gaps.size()));
      });
  core::Mask result = turned;
  for (const core::Mask& part : filled) {
    result |= part;
  }
  return swapAxes(result, axis, 2);
}

std::optional<int> axisWithGaps(const core::Mask& mask) {
  std::optional<int> best;
  int most = 0;
  for (int axis = 0; axis < 3; ++axis) {
    const std::vector<int> slices = paintedSlices(mask, axis);
    const int missing = slices.empty() ? 0 : slices.back() - slices.front() + 1 - int(slices.size());
    if (missing > most) {
      most = missing;
      best = axis;
    }
  }
  return best;
}

}  // namespace shape
