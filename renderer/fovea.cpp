#include "renderer/fovea.h"

#include <cmath>
#include <glm/common.hpp>
#include <glm/trigonometric.hpp>

namespace renderer {
namespace {

constexpr int kZoneGrid = 32;  // pixels: where zones may end, so that coarse rays and their groups stay whole

// All that is less than an angle to the side, above or below.
Tile within(double degrees, const core::Frustum& sight, glm::ivec2 sizePx) {
  if (degrees >= 90) {
    return {{0, 0}, sizePx};
  }
  const glm::dvec2 pxPerTangent = glm::dvec2(sizePx) / glm::dvec2(sight.right - sight.left, sight.up - sight.down);
  const glm::dvec2 straightAhead = glm::dvec2(-sight.left, sight.up) * pxPerTangent;
  const glm::dvec2 reach = std::tan(glm::radians(degrees)) * pxPerTangent;
  const glm::dvec2 from = glm::floor((straightAhead - reach) / double(kZoneGrid)) * double(kZoneGrid);
  const glm::dvec2 to = glm::ceil((straightAhead + reach) / double(kZoneGrid)) * double(kZoneGrid);
  const glm::ivec2 low(glm::clamp(from, glm::dvec2(0), glm::dvec2(sizePx)));
  const glm::ivec2 high(glm::clamp(to, glm::dvec2(low), glm::dvec2(sizePx)));
  return {low, high - low};
}

// What an area has outside a part of it: above, to the left, to the right, below.
void addAround(Tile area, Tile part, int side, std::vector<Zone>& zones) {
  const glm::ivec2 end = area.origin + area.size;
  const glm::ivec2 partEnd = part.origin + part.size;
  for (const Tile& tile : {Tile{area.origin, {area.size.x, part.origin.y - area.origin.y}},
                           Tile{{area.origin.x, part.origin.y}, {part.origin.x - area.origin.x, part.size.y}},
                           Tile{{partEnd.x, part.origin.y}, {end.x - partEnd.x, part.size.y}},
                           Tile{{area.origin.x, partEnd.y}, {area.size.x, end.y - partEnd.y}}}) {
    if (tile.size.x > 0 && tile.size.y > 0) {
      zones.push_back({tile, side});
    }
  }
}

}  // namespace

std::vector<Zone> zonesOf(core::Foveation foveation, const core::Frustum& sight, glm::ivec2 sizePx) {
  const Tile whole{{0, 0}, sizePx};
  if (foveation == core::Foveation::Off) {
    return {{whole, 1}};
  }
  const FoveaAngles& angles = foveation == core::Foveation::Low ? kLowFovea : kHighFovea;
  const Tile fine = within(angles.fineDeg, sight, sizePx);
  const Tile middle = within(angles.middleDeg, sight, sizePx);
  std::vector<Zone> zones;
  if (fine.size.x > 0 && fine.size.y > 0) {
    zones.push_back({fine, 1});
  }
  addAround(middle, fine, 2, zones);
  addAround(whole, middle, 4, zones);
  return zones;
}

}  // namespace renderer
