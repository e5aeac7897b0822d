#include "shape/transpose.h"

#include <bit>
#include <utility>

#include "core/error.h"

namespace shape {

core::Mask swapAxes(const core::Mask& mask, int a, int b) {
  core::check(a >= 0 && a < 3 && b >= 0 && b < 3, "an axis is 0, 1 or 2");
  if (a == b) {
    return mask;
  }
  constexpr int kSide = core::Brick::kSide;
  core::Mask result;
  for (const auto& [key, brick] : mask.bricks()) {
    core::Brick swapped;
    for (int z = 0; z < kSide; ++z) {
      for (int y = 0; y < kSide; ++y) {
        std::uint32_t bits = brick.rows[std::size_t(core::Brick::row(y, z))];
        for (; bits != 0; bits &= bits - 1) {
          glm::ivec3 local(std::countr_zero(bits), y, z);
          std::swap(local[a], local[b]);
          swapped.set(local);
        }
      }
    }
    glm::ivec3 where = key.brick();
    std::swap(where[a], where[b]);
    result.assign(core::BrickKey::of(where), swapped);
  }
  return result;
}

}  // namespace shape
