#include "shape/islands.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "shape/runs.h"

namespace shape {
namespace {

struct Counted {
  std::vector<Run> runs;
  std::vector<std::uint32_t> pieces;  // of each run
  std::vector<std::int64_t> voxels;   // of each piece
};

Counted counted(const core::Mask& mask) {
  Counted result{.runs = runsOf(mask)};
  result.pieces = piecesOf(result.runs, Neighbours::All26);
  for (std::size_t i = 0; i < result.runs.size(); ++i) {
    result.voxels.resize(std::max<std::size_t>(result.voxels.size(), result.pieces[i] + 1));
    result.voxels[result.pieces[i]] += result.runs[i].length;
  }
  return result;
}

}  // namespace

std::vector<core::Mask> islands(const core::Mask& mask) {
  const Counted all = counted(mask);
  std::vector<std::size_t> order(all.voxels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return all.voxels[a] > all.voxels[b]; });
  std::vector<std::size_t> place(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    place[order[i]] = i;
  }
  std::vector<core::Mask> result(order.size());
  for (std::size_t i = 0; i < all.runs.size(); ++i) {
    result[place[all.pieces[i]]].setRun(all.runs[i].first, all.runs[i].length);
  }
  return result;
}

core::Mask withoutSmallIslands(const core::Mask& mask, std::int64_t voxels) {
  const Counted all = counted(mask);
  core::Mask result;
  for (std::size_t i = 0; i < all.runs.size(); ++i) {
    if (all.voxels[all.pieces[i]] >= voxels) {
      result.setRun(all.runs[i].first, all.runs[i].length);
    }
  }
  return result;
}

std::int64_t voxelsOfVolume(double volumeMl, const core::Grid& grid) {
  if (!(std::isfinite(volumeMl) && volumeMl >= 0)) {
    throw core::Error("smallest island", "a volume must be a number of millilitres", "Give 0 or more");
  }
  const double voxels = volumeMl / grid.voxelVolumeMl() * (1 - 1e-6);
  return std::int64_t(std::ceil(std::min(voxels, double(core::Grid::kMaxVoxels))));
}

}  // namespace shape
