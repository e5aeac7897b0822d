// The separate pieces of a mask: voxels that touch by a face, an edge or a corner (26 neighbours) belong to one island,
// as the field counts lesions. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <vector>

#include "core/grid.h"
#include "core/mask.h"

namespace shape {

// The islands, largest first; of equal size, the one with the first voxel (by k, then j, then i) first.
std::vector<core::Mask> islands(const core::Mask& mask);

// The mask without its islands of fewer than `voxels` voxels.
core::Mask withoutSmallIslands(const core::Mask& mask, std::int64_t voxels);

// How many voxels an island needs to have at least volumeMl; a millionth less still counts, so that a volume shown to a
// person with its usual digits keeps the island that it was read from. Throws core::Error where volumeMl is negative or
// not finite.
std::int64_t voxelsOfVolume(double volumeMl, const core::Grid& grid);

}  // namespace shape
