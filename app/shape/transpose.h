// A mask with two of its axes exchanged, so that what is written for slices along k serves i and j too. Internal to
// shape's operations.
#pragma once

#include "core/mask.h"

namespace shape {

// a, b: 0, 1 or 2; the same mask where they are equal.
core::Mask swapAxes(const core::Mask& mask, int a, int b);

}  // namespace shape
