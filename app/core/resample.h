// Making a regular, orthogonal volume from voxels that are placed otherwise (gantry tilt, sheared affines). Pure
// functions; any thread.
#pragma once

#include <functional>

#include "core/progress.h"
#include "core/volume.h"

namespace core {

// The orthogonal grid that covers a sheared one: same i direction, j made orthogonal to it within the plane of the
// slices, k along the slices' normal; spacing as in the source along i, j and along the normal; sides grown to hold all
// of it. worldFromVoxel may be any affine with independent axes; throws Error where they are not.
Grid orthogonalCover(glm::ivec3 size, const glm::dmat4& worldFromVoxel);

// Samples `source`, whose voxel (i,j,k) lies at worldFromVoxel * (i,j,k,1), at every voxel centre of `target`:
// trilinear; where a neighbour is missing or not finite, weights are shared among the others; outside, `outside`
// (a value after rescale). Keeps the voxel type: integer voxels are rounded to the nearest stored value.
Volume resample(const Volume& source, const glm::dmat4& worldFromVoxel, glm::ivec3 size, const Grid& target,
                double outside, const ProgressSink& progress = {});

}  // namespace core
