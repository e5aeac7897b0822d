#include "shape/smooth.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

#include "shape/reach.h"
#include "shape/window.h"

namespace shape {
namespace {

constexpr double kCutOff = 4;  // standard deviations

// A symmetric kernel along one axis of the image.
struct Kernel {
  std::vector<double> weights;  // weights[reach() + n] is that of a voxel n steps away
  std::vector<double> inside;   // by voxel of the image: the sum of the weights that fall inside it

  int reach() const { return int(weights.size() / 2); }
  double at(int step) const { return weights[std::size_t(reach() + step)]; }
};

Kernel gaussian(double sigmaMm, double spacingMm, int length) {
  const double sigma = sigmaMm / spacingMm;
  const int reach = int(std::lround(kCutOff * sigma));
  Kernel kernel;
  for (int step = -reach; step <= reach; ++step) {
    kernel.weights.push_back(std::exp(-0.5 * step * step / (sigma * sigma)));
  }
  for (int voxel = 0; voxel < length; ++voxel) {
    double sum = 0;
    for (int step = -std::min(reach, voxel); step <= std::min(reach, length - 1 - voxel); ++step) {
      sum += kernel.at(step);
    }
    kernel.inside.push_back(sum);
  }
  return kernel;
}

// out += line * weight, of equal lengths: the inner loop of it all, contiguous so that it is vectorised.
void add(std::span<double> out, std::span<const double> line, double weight) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] += line[i] * weight;
  }
}

// The share of the mask around every voxel of `tile`, in its order. `piece`: the mask on the tile and the kernels'
// reach around it, inside the image. Lines and slices without a voxel of the mask cost nothing.
std::vector<double> shares(const Window& piece, const core::VoxelBox& tile, const std::array<Kernel, 3>& kernels) {
  const glm::ivec3 from = piece.size();
  const std::size_t width = std::size_t(tile.max.x - tile.min.x + 1);
  const std::size_t slice = width * std::size_t(tile.max.y - tile.min.y + 1);
  std::vector<double> result(std::size_t(voxelCount(tile)));
  std::vector<double> row(width);
  std::vector<double> plane(slice);
  const auto& [kernelI, kernelJ, kernelK] = kernels;
  for (int z = piece.box.min.z; z <= piece.box.max.z; ++z) {
    bool planeHasAny = false;
    std::fill(plane.begin(), plane.end(), 0.0);
    for (int y = piece.box.min.y; y <= piece.box.max.y; ++y) {
      const std::uint8_t* voxels = piece.voxels.data() + piece.indexOf({piece.box.min.x, y, z});
      if (std::find(voxels, voxels + from.x, 1) == voxels + from.x) {
        continue;
      }
      planeHasAny = true;
      for (int x = tile.min.x; x <= tile.max.x; ++x) {
        double sum = 0;
        const int last = std::min(piece.box.max.x, x + kernelI.reach());
        for (int other = std::max(piece.box.min.x, x - kernelI.reach()); other <= last; ++other) {
          sum += voxels[other - piece.box.min.x] != 0 ? kernelI.at(other - x) : 0;
        }
        row[std::size_t(x - tile.min.x)] = sum / kernelI.inside[std::size_t(x)];
      }
      const int last = std::min(tile.max.y, y + kernelJ.reach());
      for (int to = std::max(tile.min.y, y - kernelJ.reach()); to <= last; ++to) {
        add(std::span(plane).subspan(std::size_t(to - tile.min.y) * width, width), row,
            kernelJ.at(to - y) / kernelJ.inside[std::size_t(to)]);
      }
    }
    const int last = std::min(tile.max.z, z + kernelK.reach());
    for (int to = std::max(tile.min.z, z - kernelK.reach()); planeHasAny && to <= last; ++to) {
      add(std::span(result).subspan(std::size_t(to - tile.min.z) * slice, slice), plane,
          kernelK.at(to - z) / kernelK.inside[std::size_t(to)]);
    }
  }
  return result;
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
    const std::vector<double> share = shares(piece, tile.box, kernels);
    std::transform(share.begin(), share.end(), tile.voxels.begin(),
                   [](double value) { return std::uint8_t(value > 0.5); });
  };
  return computeByTiles(mask, grid, reach, compute, "Smoothing", progress);
}

}  // namespace shape
