#include "shape/morphology.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/error.h"
#include "shape/distance.h"
#include "shape/reach.h"
#include "shape/window.h"

namespace shape {
namespace {

// The voxels of `near`'s surroundings that lie within distanceMm of the source: the mask itself, or all that is not in
// it.
enum class Source { Mask, Rest };

core::Mask within(const core::Mask& mask, Source source, const core::Grid& grid, double distanceMm, const char* what,
                  const core::ProgressSink& progress) {
  const glm::ivec3 reach = reachOf(distanceMm, grid);
  const double limit = distanceMm * distanceMm * (1 + kBoundaryTolerance);
  const auto compute = [&](Window& tile) {
    Window piece = windowOf(mask, common(grown(tile.box, reach), boxOf(grid)));
    if (source == Source::Rest) {
      for (std::uint8_t& voxel : piece.voxels) {
        voxel ^= 1u;
      }
    }
    const auto ones = std::count(piece.voxels.begin(), piece.voxels.end(), 1);
    if (ones == 0 || ones == std::ptrdiff_t(piece.voxels.size())) {
      std::fill(tile.voxels.begin(), tile.voxels.end(), std::uint8_t(ones != 0));
      return;
    }
    const std::vector<double> squared = squaredDistances(piece, tile.box, grid.spacingMm());
    std::transform(squared.begin(), squared.end(), tile.voxels.begin(),
                   [&](double value) { return std::uint8_t(value <= limit); });
  };
  // Shrinking asks only about voxels of the mask.
  return computeByTiles(mask, grid, source == Source::Mask ? reach : glm::ivec3(0), compute, what, progress);
}

}  // namespace

core::Mask grow(const core::Mask& mask, const core::Grid& grid, double marginMm, const core::ProgressSink& progress) {
  return within(mask, Source::Mask, grid, marginMm, "Growing", progress);
}

core::Mask shrink(const core::Mask& mask, const core::Grid& grid, double marginMm, const core::ProgressSink& progress) {
  core::Mask left = mask;
  left -= within(mask, Source::Rest, grid, marginMm, "Shrinking", progress);
  return left;
}

core::Mask open(const core::Mask& mask, const core::Grid& grid, double radiusMm, const core::ProgressSink& progress) {
  return grow(shrink(mask, grid, radiusMm, progress), grid, radiusMm, progress);
}

core::Mask close(const core::Mask& mask, const core::Grid& grid, double radiusMm, const core::ProgressSink& progress) {
  return shrink(grow(mask, grid, radiusMm, progress), grid, radiusMm, progress);
}

core::Mask hollow(const core::Mask& mask, const core::Grid& grid, double thicknessMm, ShellSide side,
                  const core::ProgressSink& progress) {
  const glm::dvec3 spacingMm = grid.spacingMm();
  const double leastMm = std::max({spacingMm.x, spacingMm.y, spacingMm.z}) * (side == ShellSide::Both ? 2 : 1);
  if (thicknessMm < leastMm * (1 - kBoundaryTolerance)) {
    throw core::Error(millimetres(thicknessMm), "a shell this thin would have holes between the voxels of this image",
                      "Give " + millimetres(leastMm) + " or more");
  }
  const double half = thicknessMm / 2;
  core::Mask shell = side == ShellSide::Inside    ? mask
                     : side == ShellSide::Outside ? grow(mask, grid, thicknessMm, progress)
                                                  : grow(mask, grid, half, progress);
  shell -= side == ShellSide::Inside    ? shrink(mask, grid, thicknessMm, progress)
           : side == ShellSide::Outside ? mask
                                        : shrink(mask, grid, half, progress);
  return shell;
}

}  // namespace shape
