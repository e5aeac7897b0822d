// Filling between painted slices. Pure functions; any thread.
#pragma once

#include <optional>

#include "core/grid.h"
#include "core/mask.h"
#include "core/progress.h"

namespace shape {

// The mask with every gap between two painted slices along voxel axis 0, 1 or 2 filled by a shape between theirs: the
// signed distance (mm, within the slice, of a voxel's centre from the nearest one on the other side) of both slices is
// interpolated linearly, and a voxel belongs where that is not negative. A slice is painted where the mask has any
// voxel in it; painted slices stay as they are. The picture plays no part. Parts that don't overlap in the view along
// the axis are bridged only as far as their distances allow. Source: Raya and Udupa, Shape-Based Interpolation of
// Multidimensional Objects, IEEE TMI 9 (1990).
core::Mask fillBetweenSlices(const core::Mask& mask, const core::Grid& grid, int axis,
                             const core::ProgressSink& progress = {});

// The axis along which most slices are missing between painted ones; nothing where none is missing along any.
std::optional<int> axisWithGaps(const core::Mask& mask);

}  // namespace shape
