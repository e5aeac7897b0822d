// Labels drawn on one grid, as voxels of another that has the same voxel centres. Nothing is resampled. Pure; any
// thread.
#pragma once

#include <string>

#include "core/mask.h"
#include "imaging/labels.h"

namespace exchange {

// The same segments in voxels of `target`. The label grid may be a part of it, larger, flipped, with its axes in
// another order, or have planes between those of the target as long as only shared ones are marked; a voxel centre may
// be off by a hundredth of a voxel. Throws core::Error (subject as given) where centres differ otherwise, or a marked
// voxel lies outside the target.
std::vector<imaging::LabelSegment> mapOnto(const core::Grid& target, const imaging::LabelFile& labels,
                                           const std::string& subject);

}  // namespace exchange
