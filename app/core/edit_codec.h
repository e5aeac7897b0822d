// The canonical bytes of masks and edit bodies. Used by edit.h; tests and fuzzers reach it here.
#pragma once

#include "core/bytes.h"
#include "core/mask.h"

namespace core {

// Mask: varint bricks, each: varint key (the first as it is, others as the difference from the one before) and its
// runs: varint lengths of alternating runs of zeros and ones over the 32768 bits, zeros first (only that run may have
// length 0), together exactly 32768. Bricks in key order, none empty. Equal masks have equal bytes.
void writeMask(ByteWriter& writer, const Mask& mask);
Mask readMask(ByteReader& reader);

}  // namespace core
