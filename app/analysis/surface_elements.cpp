#include "analysis/surface_elements.h"

#include <array>
#include <bit>
#include <set>
#include <tuple>

#include "analysis/marching_area.h"
#include "analysis/surroundings.h"

namespace analysis {

std::vector<SurfaceElement> cellElements(const core::Mask& mask, glm::dvec3 spacingMm) {
  const std::array<double, 256> areas = marchingAreasMm2(spacingMm);
  // Cells are found by their last voxel. That of a cell with a set corner lies in that corner's brick or one after it,
  // so also in bricks that the mask does not have, even one beyond the last that a grid may have.
  std::set<std::tuple<int, int, int>> places;
  for (const auto& [key, brick] : mask.bricks()) {
    for (int n = 0; n < 8; ++n) {
      const glm::ivec3 at = key.brick() + glm::ivec3(n & 1, n >> 1 & 1, n >> 2 & 1);
      places.insert({at.z, at.y, at.x});
    }
  }
  std::vector<SurfaceElement> elements;
  for (const auto& [k, j, i] : places) {
    const glm::ivec3 brick(i, j, k);
    const Surroundings around(mask.bricks(), brick, 1);
    for (int z = 0; z < core::Brick::kSide; ++z) {
      for (int y = 0; y < core::Brick::kSide; ++y) {
        const std::array<std::uint64_t, 4> rows{around.row(y - 1, z - 1), around.row(y, z - 1), around.row(y - 1, z),
                                                around.row(y, z)};
        const std::uint64_t any = rows[0] | rows[1] | rows[2] | rows[3];
        const std::uint64_t all = rows[0] & rows[1] & rows[2] & rows[3];
        // Bit x: the voxels at x - 1 and x.
        std::uint64_t mixed = ((any | any << 1) & ~(all & all << 1)) >> Surroundings::kReach & 0xffffffffu;
        for (; mixed != 0; mixed &= mixed - 1) {
          const int x = std::countr_zero(mixed);
          unsigned corners = 0;
          for (unsigned n = 0; n < 4; ++n) {
            corners |= unsigned(rows[n] >> (Surroundings::kReach - 1 + x) & 3u) << 2 * n;
          }
          elements.push_back({brick * core::Brick::kSide + glm::ivec3(x, y, z), areas[corners]});
        }
      }
    }
  }
  return elements;
}

std::vector<SurfaceElement> boundaryVoxels(const core::Mask& mask) {
  std::vector<SurfaceElement> elements;
  for (const auto& [key, brick] : mask.bricks()) {
    const Surroundings around(mask.bricks(), key.brick(), 1);
    for (int z = 0; z < core::Brick::kSide; ++z) {
      for (int y = 0; y < core::Brick::kSide; ++y) {
        const std::uint64_t row = around.row(y, z);
        const std::uint64_t enclosed = row << 1 & row >> 1 & around.row(y - 1, z) & around.row(y + 1, z) &
                                       around.row(y, z - 1) & around.row(y, z + 1);
        std::uint64_t bare = (row & ~enclosed) >> Surroundings::kReach & 0xffffffffu;
        for (; bare != 0; bare &= bare - 1) {
          elements.push_back({key.brick() * core::Brick::kSide + glm::ivec3(std::countr_zero(bare), y, z), 1.0});
        }
      }
    }
  }
  return elements;
}

}  // namespace analysis
