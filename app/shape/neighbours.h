// Which voxels count as neighbours of each other: the one word that islands, holes and growing mean it by.
#pragma once

#include <cstdint>

namespace shape {

enum class Neighbours : std::uint8_t {
  InSlice4,  // those of the same slice (equal k) that share an edge of it
  Faces6,    // those that share a face
  Edges18,   // a face or an edge
  All26,     // a face, an edge or a corner
};

}  // namespace shape
