#include "shape/intensities.h"

#include <algorithm>
#include <cmath>
#include <variant>

namespace shape {

std::optional<Intensities> intensitiesOf(const core::Mask& mask, const core::Volume& volume) {
  // Stored values; two passes, so that a large mean cannot swallow a small deviation.
  Intensities found;
  double sum = 0;
  double squares = 0;
  std::visit(
      [&](const auto& voxels) {
        const auto forEachValue = [&](const auto& take) {
          mask.forEachRun([&](glm::ivec3 first, int length) {
            const std::size_t index = volume.grid.indexOf(first);
            for (std::size_t x = 0; x < std::size_t(length); ++x) {
              const double value = double(voxels[index + x]);
              if (std::isfinite(value)) {
                take(value);
              }
            }
          });
        };
        forEachValue([&](double value) {
          found.min = found.voxels == 0 ? value : std::min(found.min, value);
          found.max = found.voxels == 0 ? value : std::max(found.max, value);
          sum += value;
          ++found.voxels;
        });
        if (found.voxels > 0) {
          found.mean = sum / double(found.voxels);
          forEachValue([&](double value) { squares += (value - found.mean) * (value - found.mean); });
        }
      },
      volume.voxels);
  if (found.voxels == 0) {
    return std::nullopt;
  }
  const core::Rescale& rescale = volume.rescale;
  const double ends[] = {rescale.valueOf(found.min), rescale.valueOf(found.max)};
  found.min = std::min(ends[0], ends[1]);  // a negative slope turns them round
  found.max = std::max(ends[0], ends[1]);
  found.mean = rescale.valueOf(found.mean);
  found.standardDeviation = std::abs(rescale.slope) * std::sqrt(squares / double(found.voxels));
  return found;
}

}  // namespace shape
