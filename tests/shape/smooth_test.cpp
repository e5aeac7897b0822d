#include "shape/smooth.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "core/error.h"
#include "samples.h"
#include "shape/morphology.h"

namespace shape {
namespace {

// The definition, voxel by voxel: the weighted share of the mask among the voxels of the image around.
core::Mask smoothedByDefinition(const core::Mask& mask, const core::Grid& grid, double sigmaMm) {
  const std::vector<glm::ivec3> voxels = voxelsOf(mask);
  const auto weight = [&](int steps, int axis) {
    const double sigma = sigmaMm / grid.spacingMm()[axis];
    return std::abs(steps) <= std::lround(4 * sigma) ? std::exp(-steps * steps / (2 * sigma * sigma)) : 0.0;
  };
  return maskWhere(grid, [&](glm::ivec3 voxel) {
    double all = 1;
    for (int a = 0; a < 3; ++a) {
      double sum = 0;
      for (int other = 0; other < grid.size()[a]; ++other) {
        sum += weight(other - voxel[a], a);
      }
      all *= sum;
    }
    double inMask = 0;
    for (const glm::ivec3& other : voxels) {
      const glm::ivec3 offset = other - voxel;
      const double alongI = weight(offset.x, 0);
      inMask += alongI == 0 ? 0 : alongI * weight(offset.y, 1) * weight(offset.z, 2);
    }
    return inMask / all > 0.5;
  });
}

TEST(Smooth, IsTheBlurredMaskAboveOneHalf) {
  std::mt19937 engine(21);
  for (int round = 0; round < 12; ++round) {
    const core::Grid grid = randomGrid(engine);
    const core::Mask mask = randomMask(engine, grid);
    const double sigmaMm = std::uniform_real_distribution<double>(0.4, 3)(engine);
    EXPECT_EQ(smooth(mask, grid, sigmaMm), smoothedByDefinition(mask, grid, sigmaMm)) << "round " << round;
  }
}

TEST(Smooth, LeavesHalfSpacesAndTheWholeImageAlone) {
  const core::Grid grid = gridOf({50, 40, 30}, {0.5, 0.8, 3});
  const core::Mask all = maskWhere(grid, [](glm::ivec3) { return true; });
  const core::Mask half = maskWhere(grid, [](glm::ivec3 voxel) { return voxel.x < 21; });
  EXPECT_EQ(smooth(all, grid, 2), all);
  EXPECT_EQ(smooth(half, grid, 2), half);
  EXPECT_TRUE(smooth({}, grid, 2).isEmpty());
}

TEST(Smooth, TakesSpecksAndKeepsTheBallTheyStickTo) {
  const core::Grid grid = gridOf({64, 64, 40}, {0.7, 0.7, 1.4});
  core::Mask ball;
  ball.set({32, 32, 20});
  ball = grow(ball, grid, 12);
  core::Mask speckled = ball;
  speckled.set({5, 5, 5});
  const core::Mask smoothed = smooth(speckled, grid, 1);
  EXPECT_FALSE(smoothed.test({5, 5, 5}));
  EXPECT_NEAR(double(smoothed.count()), double(ball.count()), 0.03 * double(ball.count()));
}

TEST(Smooth, RefusesLengthsThatAreNoneAndStopsWhenToldTo) {
  const core::Grid grid = gridOf({300, 300, 300}, {1, 1, 1});
  core::Mask dot;
  dot.set({5, 5, 5});
  EXPECT_THROW(smooth(dot, grid, 0), core::Error);
  EXPECT_THROW(smooth(dot, grid, -2), core::Error);
  EXPECT_THROW(smooth(dot, grid, 40), core::Error);
  EXPECT_THROW(smooth(dot, grid, 3, [](const core::Progress&) { throw std::runtime_error("cancelled"); }),
               std::runtime_error);
}

}  // namespace
}  // namespace shape
