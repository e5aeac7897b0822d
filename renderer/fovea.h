// Which parts of an eye's picture are drawn more coarsely: toward the edge of sight a ray stands for more pixels, as
// eyes see little there and lenses blur. It follows the head, not the eye, so the middle is wide enough for eyes that
// turn. Pure; any thread.
#pragma once

#include <vector>

#include "core/foveation.h"
#include "core/view.h"
#include "renderer/marked_tiles.h"

namespace renderer {

// A part of a picture, and how many pixels each way one of its rays stands for; march.comp has the same.
struct Zone {
  Tile tile;
  int side = 1;
};

// Degrees from straight ahead, up to which a ray stands for one pixel, and for 2x2; beyond these for 4x4.
struct FoveaAngles {
  double fineDeg = 0;
  double middleDeg = 0;
};
constexpr FoveaAngles kLowFovea{30, 90};
constexpr FoveaAngles kHighFovea{20, 35};

// Together all of an eye's picture, none of it twice. One zone where nothing is to be coarser.
std::vector<Zone> zonesOf(core::Foveation foveation, const core::Frustum& sight, glm::ivec2 sizePx);

}  // namespace renderer
