// Where people contradicted each other unaware: one set a voxel that another cleared, or one painted on a lesion that
// another took out, and neither knew of the other, by causal heads. The later of them shows (core/fold.h), but no clock
// decides: what is contested stays so until somebody who knows of both says what it is (ContestSettled, or any stroke
// over it). Pure; any thread.
#pragma once

#include <span>

#include "core/edit.h"
#include "core/fold.h"

namespace core {

// What one edit that is not undone says of the voxels of one brick.
struct Assertion {
  const EditHeader* edit = nullptr;  // borrowed, as all here
  const Brick* set = nullptr;        // null: sets none
  const Brick* cleared = nullptr;    // null: clears none
};

// The voxels of a brick that are contested: of all assertions that nobody who knew of them has spoken over, one sets
// and another clears.
Brick contestedIn(std::span<const Assertion> assertions);

// Whether a lesion that stands was taken out by somebody unaware of strokes on it whose authors were as unaware of
// that.
bool isRemovalContested(const LesionTies& ties);

}  // namespace core
