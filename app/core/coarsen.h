// A volume with fewer voxels, for showing what does not fit where it is to be shown. Uses all processors.
#pragma once

#include "core/volume.h"

namespace core {

// Each voxel is the mean of factor^3 voxels (of those that there are, at the far faces; NaN counts for nothing),
// rounded to the stored type; the grid's voxels are larger by the factor and lie where theirs lay. factor of at
// least 1.
Volume coarsened(const Volume& volume, int factor);

}  // namespace core
