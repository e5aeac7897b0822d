// Margins of a mask in true millimetres, on any spacing, and what is made of them. A voxel counts as within a distance
// when its centre is, boundary included. What lies beyond the image is unknown: a mask is never eaten away from there.
// Pure functions; any thread. All throw core::Error where a length is not a positive number or reaches further than
// kMaxReach voxels, and whatever `progress` throws to cancel.
#pragma once

#include "core/grid.h"
#include "core/mask.h"
#include "core/progress.h"

namespace shape {

constexpr int kMaxReach = 128;  // voxels along an axis: bounds the memory of one piece of work

// Every voxel within marginMm of a voxel of the mask: dilation by a ball.
core::Mask grow(const core::Mask& mask, const core::Grid& grid, double marginMm,
                const core::ProgressSink& progress = {});

// The voxels of the mask with no voxel outside the mask within marginMm: erosion by a ball, the dual of grow().
core::Mask shrink(const core::Mask& mask, const core::Grid& grid, double marginMm,
                  const core::ProgressSink& progress = {});

// Shrunk, then grown: loses what is thinner than twice the radius. Part of the mask.
core::Mask open(const core::Mask& mask, const core::Grid& grid, double radiusMm,
                const core::ProgressSink& progress = {});

// Grown, then shrunk: gains gaps narrower than twice the radius. Holds the mask.
core::Mask close(const core::Mask& mask, const core::Grid& grid, double radiusMm,
                 const core::ProgressSink& progress = {});

// What the mask's surface becomes in a shell.
enum class ShellSide { Inside, Outside, Both };  // the mask is the shell's outer face, its inner face, or its middle

// The mask as a shell of the given thickness. Throws core::Error where it would have holes, being thinner than the
// largest side of a voxel (for Both: than two of them).
core::Mask hollow(const core::Mask& mask, const core::Grid& grid, double thicknessMm, ShellSide side,
                  const core::ProgressSink& progress = {});

}  // namespace shape
