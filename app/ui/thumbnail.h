// A small picture that was made without the graphics device, drawn as squares: what stands beside a row of a list.
#pragma once

#include <cstdint>
#include <vector>

#include "ui/rect.h"

namespace ui {

struct Thumbnail {
  int across = 0;                     // squares of a side; 0: there is none
  std::vector<std::uint32_t> colors;  // of each, rows from the top: red in the lowest byte, opacity in the highest
};

// Within the panel that is being drawn; nothing where it is scrolled out of sight.
void drawThumbnail(const Thumbnail& thumbnail, const Rect& box);

}  // namespace ui
