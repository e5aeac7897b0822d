// The canonical bytes of masks and edit bodies. Used by edit.h; tests and fuzzers reach it here.
#pragma once

#include "core/bytes.h"
#include "core/mask.h"

namespace core {

// Mask: varint bricks, each: varint key (the first as it is, others as the difference from the one before) and its
// runs: varint lengths of alternating runs of zeros and ones over the 32768 bits, zeros first (only that run may have
// length 0), together exactly 32768. Bricks in key order, none empty. Equal masks have equal bytes.
void writeMask(ByteWriter& writer, const Mask& mask);

// bricksLeft: how many bricks may still be made; a few bytes can ask for 4 KiB each, so whoever reads bounds them.
Mask readMask(ByteReader& reader, std::uint64_t& bricksLeft);

// The most bricks that one edit may change: 2 GiB of them.
inline constexpr std::uint64_t kMaxBricksPerEdit = std::uint64_t{1} << 19;

}  // namespace core
