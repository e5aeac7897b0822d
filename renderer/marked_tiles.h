// Where in a pane anything can be seen, and where lesions. Shaders that look for lesions take several times as long as
// those that don't, and a ray that meets nothing costs a processor as much as its first samples would, so each part of
// a pane is drawn by the one that it needs.
#pragma once

#include <glm/common.hpp>
#include <glm/vector_relational.hpp>
#include <span>
#include <vector>

#include "core/mask.h"
#include "shaders/gpu_types.h"

namespace renderer {

// A part of a picture, pixels.
struct Tile {
  glm::ivec2 origin{0};
  glm::ivec2 size{0};
};

// Together all of an area, none of it twice.
struct SplitArea {
  std::vector<Tile> marked;  // lesions may be seen here
  std::vector<Tile> plain;   // and here not
};

// Between two voxel coordinates; empty at first.
struct SeenBox {
  glm::dvec3 low{1e30};
  glm::dvec3 high{-1e30};

  bool isEmpty() const { return glm::any(glm::greaterThan(low, high)); }
  void include(glm::dvec3 from, glm::dvec3 to) {
    low = glm::min(low, from);
    high = glm::max(high, to);
  }
};

// The part of an area that what lies in a box can be seen in; of no size where it is seen nowhere.
Tile seenPart(const gpu_types::MarchInfo& info, const core::Grid& grid, const SeenBox& box, Tile area);
// The rest of an area around a part of it.
std::vector<Tile> tilesAround(Tile area, Tile part);

// area: pixels of the pane. bricks: all in which anything is marked.
SplitArea splitVolume(const gpu_types::MarchInfo& info, const core::Grid& grid, std::span<const core::BrickKey> bricks,
                      Tile area);
SplitArea splitSlice(const gpu_types::SliceInfo& info, std::span<const core::BrickKey> bricks, Tile area);

}  // namespace renderer
