// Smoothing of a mask, in millimetres on any spacing. Pure function; any thread.
#pragma once

#include "core/grid.h"
#include "core/mask.h"
#include "core/progress.h"

namespace shape {

// The voxels where the mask, blurred by a Gaussian of standard deviation sigmaMm along every axis, is above one half.
// The kernel is cut off at four standard deviations and, at the image's border, counts only what is inside. Flat faces
// stay, corners are rounded, and what is much thinner than sigmaMm vanishes. Throws core::Error where sigmaMm is not
// positive or reaches further than kMaxReach voxels (morphology.h), and what `progress` throws to cancel.
core::Mask smooth(const core::Mask& mask, const core::Grid& grid, double sigmaMm,
                  const core::ProgressSink& progress = {});

}  // namespace shape
