// What the operations of the table do, one function each. Called by propose() alone, with values that are complete and
// checked. Pure functions; any thread.
#pragma once

#include "session/operations.h"

namespace session::work {

using Work = Proposal(const OperationInput& input, const core::ProgressSink& progress);

// Which voxels each asserts: shape/change.h.
Work fillSlices, growInRange, growFromSeeds, threshold, keepRange;
Work smooth, open, close, fillHoles, removeIslands, keepLargest, splitIslands;
Work grow, shrink, hollow;
Work unite, subtract, intersect, cut;
Work copy, merge, remove, box;

}  // namespace session::work
