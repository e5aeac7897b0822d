#include "shape/morphology.h"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "core/error.h"
#include "samples.h"

namespace shape {
namespace {

// The definition: a voxel is in when some voxel of the mask lies within the distance.
core::Mask grownByDefinition(const core::Mask& mask, const core::Grid& grid, double marginMm) {
  const std::vector<glm::ivec3> voxels = voxelsOf(mask);
  return maskWhere(grid, [&](glm::ivec3 voxel) {
    if (mask.test(voxel)) {
      return true;
    }
    for (const glm::ivec3& other : voxels) {
      const glm::dvec3 offsetMm = glm::dvec3(voxel - other) * grid.spacingMm();
      if (offsetMm.x * offsetMm.x + offsetMm.y * offsetMm.y + offsetMm.z * offsetMm.z <= marginMm * marginMm + 1e-7) {
        return true;
      }
    }
    return false;
  });
}

core::Mask shrunkByDefinition(const core::Mask& mask, const core::Grid& grid, double marginMm) {
  return complement(grownByDefinition(complement(mask, grid), grid, marginMm), grid);
}

class Margins : public testing::Test {
 protected:
  template <typename Check>
  void forRandomMasks(int rounds, Check check) {
    std::mt19937 engine(11);
    for (int round = 0; round < rounds; ++round) {
      const core::Grid grid = randomGrid(engine);
      const core::Mask mask = randomMask(engine, grid);
      // Whole tenths of a millimetre, as the spacings are: some voxels lie exactly on the boundary.
      const double marginMm = std::uniform_int_distribution<int>(3, 60)(engine) * 0.1;
      SCOPED_TRACE("round " + std::to_string(round));
      check(mask, grid, marginMm);
    }
  }
};

TEST_F(Margins, GrowIsEveryVoxelWithinTheMargin) {
  forRandomMasks(40, [](const core::Mask& mask, const core::Grid& grid, double marginMm) {
    EXPECT_EQ(grow(mask, grid, marginMm), grownByDefinition(mask, grid, marginMm));
  });
}

TEST_F(Margins, ShrinkIsTheDualOfGrow) {
  forRandomMasks(15, [](const core::Mask& mask, const core::Grid& grid, double marginMm) {
    EXPECT_EQ(shrink(mask, grid, marginMm), shrunkByDefinition(mask, grid, marginMm));
  });
}

TEST_F(Margins, OpeningLosesClosingGainsAndBothSettle) {
  forRandomMasks(25, [](const core::Mask& mask, const core::Grid& grid, double radiusMm) {
    const core::Mask opened = open(mask, grid, radiusMm);
    const core::Mask closed = close(mask, grid, radiusMm);
    EXPECT_TRUE(holds(mask, opened));
    EXPECT_TRUE(holds(closed, mask));
    EXPECT_EQ(open(opened, grid, radiusMm), opened);
    EXPECT_EQ(close(closed, grid, radiusMm), closed);
  });
}

TEST_F(Margins, AShellIsWhatLiesBetweenTwoMargins) {
  forRandomMasks(10, [](const core::Mask& mask, const core::Grid& grid, double) {
    const double thicknessMm = 6.2;
    core::Mask inside = mask, outside = grownByDefinition(mask, grid, thicknessMm);
    inside -= shrunkByDefinition(mask, grid, thicknessMm);
    outside -= mask;
    core::Mask both = grownByDefinition(mask, grid, thicknessMm / 2);
    both -= shrunkByDefinition(mask, grid, thicknessMm / 2);
    EXPECT_EQ(hollow(mask, grid, thicknessMm, ShellSide::Inside), inside);
    EXPECT_EQ(hollow(mask, grid, thicknessMm, ShellSide::Outside), outside);
    EXPECT_EQ(hollow(mask, grid, thicknessMm, ShellSide::Both), both);
  });
}

TEST(Grow, MakesABallOfADotThatHasItsTrueSizeOnThickSlices) {
  const core::Grid grid = gridOf({64, 64, 64}, {0.7, 0.7, 2.5});
  core::Mask dot;
  dot.set({32, 32, 32});
  const core::Mask ball = grow(dot, grid, 10);
  const core::VoxelBox box = ball.bounds().value();
  EXPECT_EQ(box, (core::VoxelBox{{18, 18, 28}, {46, 46, 36}}));  // 14 x 0.7 = 9.8 mm, 4 x 2.5 = 10 mm
  EXPECT_NEAR(double(ball.count()) * grid.voxelVolumeMl(), 4.0 / 3 * 3.14159265 * 1000 * 1e-3, 0.06);
}

TEST(Grow, ReachesAcrossManyTilesAndFarIslands) {
  const core::Grid grid = gridOf({300, 40, 40}, {1, 1, 1});
  core::Mask mask;
  mask.set({150, 20, 20});
  mask.set({2, 1, 1});
  EXPECT_EQ(grow(mask, grid, 70), grownByDefinition(mask, grid, 70));
}

TEST(Shrink, TreatsTheImagesBorderAsUnknown) {
  const core::Grid grid = gridOf({10, 10, 10}, {1, 1, 1});
  core::Mask all;
  for (int z = 0; z < 10; ++z) {
    for (int y = 0; y < 10; ++y) {
      all.setRun({0, y, z}, 10);
    }
  }
  EXPECT_EQ(shrink(all, grid, 3), all);
  core::Mask half = all;
  for (int z = 0; z < 10; ++z) {
    for (int y = 0; y < 10; ++y) {
      half.clear({9, y, z});
    }
  }
  EXPECT_EQ(shrink(half, grid, 3).bounds(), (core::VoxelBox{{0, 0, 0}, {5, 9, 9}}));
}

TEST(Grow, OfNothingIsNothing) {
  const core::Grid grid = gridOf({10, 10, 10}, {1, 1, 1});
  EXPECT_TRUE(grow({}, grid, 3).isEmpty());
  EXPECT_TRUE(shrink({}, grid, 3).isEmpty());
}

TEST(Grow, RefusesLengthsThatAreNone) {
  const core::Grid grid = gridOf({300, 300, 300}, {1, 1, 1});
  core::Mask dot;
  dot.set({5, 5, 5});
  EXPECT_THROW(grow(dot, grid, 0), core::Error);
  EXPECT_THROW(grow(dot, grid, -1), core::Error);
  EXPECT_THROW(grow(dot, grid, std::numeric_limits<double>::quiet_NaN()), core::Error);
  EXPECT_THROW(grow(dot, grid, kMaxReach + 1), core::Error);
  EXPECT_THROW(hollow(dot, grid, 0.9, ShellSide::Inside), core::Error);
  EXPECT_THROW(hollow(dot, grid, 1.9, ShellSide::Both), core::Error);
}

TEST(Grow, StopsWhenToldTo) {
  const core::Grid grid = gridOf({300, 300, 300}, {1, 1, 1});
  core::Mask dot;
  dot.set({150, 150, 150});
  EXPECT_THROW(grow(dot, grid, 40, [](const core::Progress&) { throw std::runtime_error("cancelled"); }),
               std::runtime_error);
}

}  // namespace
}  // namespace shape
