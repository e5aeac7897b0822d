#include "analysis/surface_elements.h"

#include <bit>
#include <map>
#include <tuple>

#include "analysis/marching_area.h"

namespace analysis {
namespace {

constexpr int kSide = core::Brick::kSide;

// The 27 bricks around one, for reading rows that begin one voxel before it and end one after.
class Surroundings {
 public:
  Surroundings(const core::Mask& mask, glm::ivec3 brick) {
    for (int z = -1; z <= 1; ++z) {
      for (int y = -1; y <= 1; ++y) {
        for (int x = -1; x <= 1; ++x) {
          const glm::ivec3 at = brick + glm::ivec3(x, y, z);
          const bool exists = at.x >= 0 && at.y >= 0 && at.z >= 0 && at.x < core::BrickKey::kMaxPerAxis &&
                              at.y < core::BrickKey::kMaxPerAxis && at.z < core::BrickKey::kMaxPerAxis;
          bricks_[std::size_t((z + 1) * 9 + (y + 1) * 3 + x + 1)] =
              exists ? mask.find(core::BrickKey::of(at)) : nullptr;
        }
      }
    }
  }

  // Bit n: the voxel at x = n - 1. y and z from -1 to 32.
  std::uint64_t row(int y, int z) const {
    const int of = ((z + kSide) / kSide) * 9 + ((y + kSide) / kSide) * 3;
    const int at = core::Brick::row(y & (kSide - 1), z & (kSide - 1));
    const auto word = [&](int x) -> std::uint64_t {
      const core::Brick* brick = bricks_[std::size_t(of + x)];
      return brick == nullptr ? 0 : brick->rows[std::size_t(at)];
    };
    return word(0) >> (kSide - 1) | word(1) << 1 | (word(2) & 1u) << (kSide + 1);
  }

 private:
  std::array<const core::Brick*, 27> bricks_{};
};

}  // namespace

std::vector<SurfaceElement> cellElements(const core::Mask& mask, glm::dvec3 spacingMm) {
  const std::array<double, 256> areas = marchingAreasMm2(spacingMm);
  // Cells are found by their last voxel. That of a cell with a set corner lies in that corner's brick or one after it,
  // so also in bricks that the mask does not have, even one beyond the last that a grid may have.
  std::map<std::tuple<int, int, int>, bool> places;
  for (const auto& [key, brick] : mask.bricks()) {
    for (int n = 0; n < 8; ++n) {
      const glm::ivec3 at = key.brick() + glm::ivec3(n & 1, n >> 1 & 1, n >> 2 & 1);
      places[{at.z, at.y, at.x}] |= n == 0;
    }
  }
  std::vector<SurfaceElement> elements;
  for (const auto& [place, own] : places) {
    const glm::ivec3 brick(std::get<2>(place), std::get<1>(place), std::get<0>(place));
    const Surroundings around(mask, brick);
    // A brick without voxels of its own has cells only where it touches its neighbours.
    for (int z = 0; z < kSide; ++z) {
      for (int y = 0; y < kSide; ++y) {
        if (!own && z > 0 && y > 0 && around.row(y, z) == 0 && around.row(y - 1, z) == 0 && around.row(y, z - 1) == 0 &&
            around.row(y - 1, z - 1) == 0) {
          continue;
        }
        const std::array<std::uint64_t, 4> rows{around.row(y - 1, z - 1), around.row(y, z - 1), around.row(y - 1, z),
                                                around.row(y, z)};
        const std::uint64_t any = rows[0] | rows[1] | rows[2] | rows[3];
        const std::uint64_t all = rows[0] & rows[1] & rows[2] & rows[3];
        std::uint64_t mixed = (any | any >> 1) & ~(all & all >> 1) & 0xffffffffu;  // bit x: voxels x - 1 and x
        for (; mixed != 0; mixed &= mixed - 1) {
          const int x = std::countr_zero(mixed);
          unsigned corners = 0;
          for (unsigned n = 0; n < 4; ++n) {
            corners |= unsigned(rows[n] >> x & 3u) << 2 * n;
          }
          elements.push_back({brick * kSide + glm::ivec3(x, y, z), areas[corners]});
        }
      }
    }
  }
  return elements;
}

std::vector<SurfaceElement> boundaryVoxels(const core::Mask& mask) {
  std::vector<SurfaceElement> elements;
  for (const auto& [key, brick] : mask.bricks()) {
    const Surroundings around(mask, key.brick());
    for (int z = 0; z < kSide; ++z) {
      for (int y = 0; y < kSide; ++y) {
        const std::uint64_t row = around.row(y, z);
        const std::uint64_t enclosed = row & row << 1 & row >> 1 & around.row(y - 1, z) & around.row(y + 1, z) &
                                       around.row(y, z - 1) & around.row(y, z + 1);
        std::uint64_t bare = row & ~enclosed & (0xffffffffull << 1);
        for (; bare != 0; bare &= bare - 1) {
          elements.push_back({key.brick() * kSide + glm::ivec3(std::countr_zero(bare) - 1, y, z), 1.0});
        }
      }
    }
  }
  return elements;
}

}  // namespace analysis
