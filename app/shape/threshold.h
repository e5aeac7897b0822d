// The voxels whose value lies in a range. Values are those after rescale, ends included, and agree voxel for voxel with
// the brush's (core::storedRange); a voxel without a value (NaN) is in no range. Pure functions; any thread.
#pragma once

#include "core/mask.h"
#include "core/volume.h"

namespace shape {

// Those of a region inside the image.
core::Mask inRange(const core::Volume& volume, const core::Mask& region, const core::IntensityRange& range);

// Those of a box; the part of it beyond the image is left out.
core::Mask inRange(const core::Volume& volume, const core::VoxelBox& box, const core::IntensityRange& range);

}  // namespace shape
