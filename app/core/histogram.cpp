#include "core/histogram.h"

#include <algorithm>

#include "core/error.h"

namespace core {

std::vector<std::size_t> histogram(const Volume& volume, const IntensityRange& range, std::size_t bins) {
  check(bins >= 2 && range.max > range.min, "a histogram has room");
  constexpr std::size_t kMost = std::size_t{1} << 22;
  std::vector<std::size_t> counts(bins);
  const std::size_t voxels = volume.grid.voxelCount();
  const std::size_t stride = std::max<std::size_t>(1, voxels / kMost) | 1u;
  const double scale = double(bins) / (range.max - range.min);
  for (std::size_t i = 0; i < voxels; i += stride) {
    const double value = volume.value(i);
    if (value >= range.min && value <= range.max) {  // NaN is not
      ++counts[std::min(bins - 1, std::size_t((value - range.min) * scale))];
    }
  }
  return counts;
}

}  // namespace core
