#include "shape/smooth.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "shape/reach.h"
#include "shape/window.h"

namespace shape {
namespace {

constexpr double kCutOff = 4;  // standard deviations
constexpr double kTie = 1e-9;

// One half of a symmetric kernel along one axis: weights[n] is that of a voxel n steps away.
struct Kernel {
  std::vector<double> weights;
  int length = 0;  // of the image along the axis

  int reach() const { return int(weights.size()) - 1; }

  // The sum of the weights that fall inside the image around a voxel.
  double inside(int at) const {
    double sum = 0;
    for (int step = -std::min(reach(), at); step <= std::min(reach(), length - 1 - at); ++step) {
      sum += weights[std::size_t(std::abs(step))];
    }
    return sum;
  }
};

Kernel gaussian(double sigmaMm, double spacingMm, int length) {
  const double sigma = sigmaMm / spacingMm;
  Kernel kernel{.length = length};
  for (int step = 0; step <= int(std::lround(kCutOff * sigma)); ++step) {
    kernel.weights.push_back(std::exp(-0.5 * step * step / (sigma * sigma)));
  }
  return kernel;
}

// Blurs along one axis of a box: `count` lines of samples `stride` apart, the first of the image's voxel `start`.
// Writes the values at first .. last.
template <typename Sample, typename Put>
void blurLine(const Kernel& kernel, const Sample* line, std::size_t stride, int start, int count, int first, int last,
              Put put) {
  for (int at = first; at <= last; ++at) {
    double sum = 0;
    const int low = std::max(start, at - kernel.reach());
    const int high = std::min(start + count - 1, at + kernel.reach());
    for (int other = low; other <= high; ++other) {
      sum += kernel.weights[std::size_t(std::abs(other - at))] * double(line[std::size_t(other - start) * stride]);
    }
    put(at, sum / kernel.inside(at));
  }
}

}  // namespace

core::Mask smooth(const core::Mask& mask, const core::Grid& grid, double sigmaMm, const core::ProgressSink& progress) {
  reachOf(kCutOff * sigmaMm, grid);  // refuses what is no length, or too long
  std::array<Kernel, 3> kernels;
  glm::ivec3 reach;
  for (int a = 0; a < 3; ++a) {
    kernels[std::size_t(a)] = gaussian(sigmaMm, grid.spacingMm()[a], grid.size()[a]);
    reach[a] = kernels[std::size_t(a)].reach();
  }
  const auto compute = [&](Window& tile) {
    const Window piece = windowOf(mask, common(grown(tile.box, reach), boxOf(grid)));
    const auto ones = std::count(piece.voxels.begin(), piece.voxels.end(), 1);
    if (ones == 0 || ones == std::ptrdiff_t(piece.voxels.size())) {
      std::fill(tile.voxels.begin(), tile.voxels.end(), std::uint8_t(ones != 0));
      return;
    }
    const glm::ivec3 from = piece.size();
    const glm::ivec3 to = tile.size();
    const std::size_t width = std::size_t(to.x);
    const std::size_t slice = width * std::size_t(to.y);
    std::vector<double> rows(width * std::size_t(from.y));
    std::vector<double> inPlane(slice * std::size_t(from.z));
    for (int z = 0; z < from.z; ++z) {
      for (int y = 0; y < from.y; ++y) {
        const std::uint8_t* line = piece.voxels.data() + piece.indexOf(piece.box.min + glm::ivec3(0, y, z));
        blurLine(kernels[0], line, 1, piece.box.min.x, from.x, tile.box.min.x, tile.box.max.x,
                 [&](int x, double value) { rows[std::size_t(y) * width + std::size_t(x - tile.box.min.x)] = value; });
      }
      for (std::size_t x = 0; x < width; ++x) {
        blurLine(kernels[1], rows.data() + x, width, piece.box.min.y, from.y, tile.box.min.y, tile.box.max.y,
                 [&](int y, double value) {
                   inPlane[std::size_t(z) * slice + std::size_t(y - tile.box.min.y) * width + x] = value;
                 });
      }
    }
    for (std::size_t column = 0; column < slice; ++column) {
      blurLine(kernels[2], inPlane.data() + column, slice, piece.box.min.z, from.z, tile.box.min.z, tile.box.max.z,
               [&](int z, double value) {
                 const std::size_t index = std::size_t(z - tile.box.min.z) * slice + column;
                 const glm::ivec3 voxel = tile.box.min + glm::ivec3(int(column % width), int(column / width), 0) +
                                          glm::ivec3(0, 0, z - tile.box.min.z);
                 const bool tie = std::abs(value - 0.5) <= kTie;
                 tile.voxels[index] = tie ? piece[voxel] : std::uint8_t(value > 0.5);
               });
    }
  };
  return computeByTiles(mask, grid, reach, compute, "Smoothing", progress);
}

}  // namespace shape
