// What the picture shows inside a lesion. Pure function; any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "core/mask.h"
#include "core/volume.h"

namespace shape {

// Values after rescale (HU of a CT).
struct Intensities {
  std::int64_t voxels = 0;  // those with a value; NaN and infinities are left out
  double mean = 0;
  double standardDeviation = 0;  // of the population: divided by `voxels`
  double min = 0;
  double max = 0;
};

// Nothing where no voxel of the mask (which lies inside the volume) has a value.
std::optional<Intensities> intensitiesOf(const core::Mask& mask, const core::Volume& volume);

}  // namespace shape
