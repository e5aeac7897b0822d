#include "shape/interpolate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "samples.h"
#include "shape/transpose.h"

namespace shape {
namespace {

// mm, by trying every voxel of the slice and one beyond its border (outside).
double signedDistance(const core::Mask& mask, const core::Grid& grid, glm::ivec3 voxel, int axis) {
  const bool inside = mask.test(voxel);
  double nearest = std::numeric_limits<double>::infinity();
  glm::ivec3 other;
  const int a = (axis + 1) % 3, b = (axis + 2) % 3;
  other[axis] = voxel[axis];
  for (other[a] = -1; other[a] <= grid.size()[a]; ++other[a]) {
    for (other[b] = -1; other[b] <= grid.size()[b]; ++other[b]) {
      if (mask.test(other) != inside) {
        nearest = std::min(nearest, std::hypot((other[a] - voxel[a]) * grid.spacingMm()[a],
                                               (other[b] - voxel[b]) * grid.spacingMm()[b]));
      }
    }
  }
  return inside ? nearest : -nearest;
}

TEST(FillBetweenSlices, InterpolatesSignedDistances) {
  std::mt19937 engine(31);
  int compared = 0;
  for (int round = 0; round < 9; ++round) {
    const int axis = round % 3;
    std::uniform_int_distribution<int> spacing(5, 20);
    const core::Grid grid = gridOf({18, 20, 16}, glm::dvec3(spacing(engine), spacing(engine), spacing(engine)) * 0.1);
    const int below = 2, above = 9, last = 12;  // two gaps of different width
    const core::Mask anything = [&] {
      core::Mask mask;
      while (mask.count() < 400) {
        mask |= randomMask(engine, grid);
      }
      return mask;
    }();
    const core::Mask painted = maskWhere(grid, [&](glm::ivec3 voxel) {
      return anything.test(voxel) && (voxel[axis] == below || voxel[axis] == above || voxel[axis] == last);
    });
    const core::Mask filled = fillBetweenSlices(painted, grid, axis);
    const bool hasBelow =
        maskWhere(grid, [&](glm::ivec3 v) { return v[axis] == below && painted.test(v); }).count() > 0;
    const bool hasAbove =
        maskWhere(grid, [&](glm::ivec3 v) { return v[axis] == above && painted.test(v); }).count() > 0;
    const bool hasLast = maskWhere(grid, [&](glm::ivec3 v) { return v[axis] == last && painted.test(v); }).count() > 0;
    if (!hasBelow || !hasAbove || !hasLast) {
      continue;
    }
    ++compared;
    EXPECT_EQ(filled, maskWhere(grid,
                                [&](glm::ivec3 voxel) {
                                  const int k = voxel[axis];
                                  if (k < below || k > last) {
                                    return false;
                                  }
                                  if (k == below || k == above || k == last) {
                                    return painted.test(voxel);
                                  }
                                  const int from = k < above ? below : above, to = k < above ? above : last;
                                  glm::ivec3 low = voxel, high = voxel;
                                  low[axis] = from;
                                  high[axis] = to;
                                  const double weight = double(k - from) / (to - from);
                                  return signedDistance(painted, grid, low, axis) * (1 - weight) +
                                             signedDistance(painted, grid, high, axis) * weight >=
                                         -1e-9;
                                }))
        << "round " << round;
    EXPECT_EQ(fillBetweenSlices(filled, grid, axis), filled) << "round " << round;
  }
  EXPECT_GE(compared, 5);
}

TEST(FillBetweenSlices, MakesACylinderOfTwoEqualDiscsAndAConeOfUnequalOnes) {
  const core::Grid grid = gridOf({60, 60, 40}, {0.5, 0.5, 2});
  const auto disc = [&](int k, double radiusMm) {
    return maskWhere(grid, [&](glm::ivec3 voxel) {
      return voxel.z == k && std::hypot((voxel.x - 30) * 0.5, (voxel.y - 30) * 0.5) <= radiusMm;
    });
  };
  core::Mask cylinder = disc(5, 8);
  cylinder |= disc(25, 8);
  const core::Mask filled = fillBetweenSlices(cylinder, grid, 2);
  EXPECT_EQ(filled.count(), 21 * disc(5, 8).count());

  core::Mask cone = disc(5, 10);
  cone |= disc(25, 4);
  const core::Mask between = fillBetweenSlices(cone, grid, 2);
  for (int k = 6; k < 25; ++k) {
    const double radiusMm = 10 - 6 * (k - 5) / 20.0;
    const core::Mask slice = maskWhere(grid, [&](glm::ivec3 v) { return v.z == k && between.test(v); });
    EXPECT_NEAR(std::sqrt(double(slice.count()) * 0.25 / 3.14159265), radiusMm, 0.5) << "slice " << k;
  }
}

TEST(FillBetweenSlices, LeavesWhatHasNoGapAlone) {
  std::mt19937 engine(32);
  const core::Grid grid = randomGrid(engine);
  core::Mask one;
  one.setRun({3, 4, 5}, 6);
  EXPECT_EQ(fillBetweenSlices(one, grid, 2), one);
  EXPECT_TRUE(fillBetweenSlices({}, grid, 1).isEmpty());
}

TEST(AxisWithGaps, IsTheOneAlongWhichSlicesAreMissing) {
  core::Mask mask;
  for (const int k : {4, 10, 16}) {
    for (int y = 5; y < 20; ++y) {
      mask.setRun({5, y, k}, 15);
    }
  }
  EXPECT_EQ(axisWithGaps(mask), 2);
  EXPECT_EQ(axisWithGaps(swapAxes(mask, 0, 2)), 0);
  EXPECT_EQ(axisWithGaps(swapAxes(mask, 1, 2)), 1);
  core::Mask solid;
  solid.setRun({5, 5, 5}, 10);
  EXPECT_FALSE(axisWithGaps(solid));
  EXPECT_FALSE(axisWithGaps({}));
}

}  // namespace
}  // namespace shape
