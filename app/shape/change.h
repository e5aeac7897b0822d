// What an operation changes in one lesion: the bits to set and those to clear. Pure functions; any thread.
//
// An edit may assert more than it changes (another's undo must not take away what I asserted). Operations that name
// voxels themselves - a grown region, a box, another lesion's voxels, a range - assert all of these. Those that follow
// from the mask as it was - margins, smoothing, islands, holes - assert only what differs: who smooths a lesion takes
// no stand on the voxels that stay, and another's undo or erasure there must not be contested.
#pragma once

#include "core/edit.h"
#include "core/mask.h"

namespace shape {

// From one mask to another; the lesion is left for its committer to name.
core::MaskChange difference(const core::Mask& before, const core::Mask& after);

}  // namespace shape
