#include "analysis/surroundings.h"

#include <algorithm>

namespace analysis {
namespace {

constexpr core::Brick kEmptyBrick{};

const core::Brick& brickOrEmpty(const core::Mask::Bricks& bricks, glm::ivec3 at) {
  const auto exists = [](int index) { return index >= 0 && index < core::BrickKey::kMaxPerAxis; };
  if (!exists(at.x) || !exists(at.y) || !exists(at.z)) {
    return kEmptyBrick;
  }
  const auto found = bricks.find(core::BrickKey::of(at));
  return found == bricks.end() ? kEmptyBrick : found->second;
}

}  // namespace

Surroundings::Surroundings(const core::Mask::Bricks& bricks, glm::ivec3 brick, int reach) {
  constexpr int kSide = core::Brick::kSide;
  const auto firstIn = [&](int neighbour) { return std::max(neighbour * kSide, -reach); };
  const auto endIn = [&](int neighbour) { return std::min((neighbour + 1) * kSide, kSide + reach); };
  std::uint64_t any = 0;
  for (int k = -1; k <= 1; ++k) {
    for (int j = -1; j <= 1; ++j) {
      const core::Brick& before = brickOrEmpty(bricks, brick + glm::ivec3(-1, j, k));
      const core::Brick& here = brickOrEmpty(bricks, brick + glm::ivec3(0, j, k));
      const core::Brick& behind = brickOrEmpty(bricks, brick + glm::ivec3(1, j, k));
      for (int z = firstIn(k); z < endIn(k); ++z) {
        for (int y = firstIn(j); y < endIn(j); ++y) {
          const auto at = std::size_t(core::Brick::row(y - j * kSide, z - k * kSide));
          const std::uint64_t row = before.rows[at] >> (kSide - kReach) | std::uint64_t(here.rows[at]) << kReach |
                                    std::uint64_t(behind.rows[at]) << (kReach + kSide);
          rows_[std::size_t((z + kReach) * kAcross + y + kReach)] = row;
          any |= row;
        }
      }
    }
  }
  isEmpty_ = any == 0;
}

}  // namespace analysis
