// Where in a pane lesions can be seen. The shaders that look for them take several times as long as those that don't,
// on a processor also where none is near, so each part of a pane is drawn by the one that it needs.
#pragma once

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

// area: pixels of the pane. bricks: all in which anything is marked.
SplitArea splitVolume(const gpu_types::MarchInfo& info, const core::Grid& grid, std::span<const core::BrickKey> bricks,
                      Tile area);
SplitArea splitSlice(const gpu_types::SliceInfo& info, std::span<const core::BrickKey> bricks, Tile area);

}  // namespace renderer
