#include "shape/sizes.h"

#include <gtest/gtest.h>

#include <glm/geometric.hpp>

#include "samples.h"
#include "shape/box.h"
#include "volumes.h"

namespace shape {
namespace {

TEST(Sizes, OfABallAreTheBalls) {
  const core::Grid grid = gridOf({80, 80, 40}, {0.7, 0.7, 1.5});
  const core::Volume volume = ballVolume(grid, {40, 40, 20}, 15.1, 120, -30);
  const core::Mask ball = maskWhere(grid, [&](glm::ivec3 voxel) {
    return glm::length(glm::dvec3(voxel - glm::ivec3(40, 40, 20)) * grid.spacingMm()) <= 15.1;
  });
  const Sizes sizes = sizesOf(ball, volume);
  EXPECT_EQ(sizes.voxels, ball.count());
  EXPECT_NEAR(sizes.volumeMl, 4.0 / 3 * 3.14159265 * 15.1 * 15.1 * 15.1 * 1e-3, 0.1);
  EXPECT_NEAR(sizes.largestDiameterMm, 30.2, 1.5);
  EXPECT_NEAR(sizes.inSliceDiameterMm, 30.2, 0.7);
  EXPECT_EQ(sizes.bounds, ball.bounds());
  EXPECT_NEAR(sizes.extentMm.x, 43 * 0.7, 1e-9);
  EXPECT_NEAR(sizes.extentMm.z, 21 * 1.5, 1e-9);
  ASSERT_TRUE(sizes.intensities);
  EXPECT_EQ(sizes.intensities->mean, 120);
  EXPECT_EQ(sizes.intensities->standardDeviation, 0);
}

TEST(Sizes, OfNothingAreNone) {
  const core::Volume volume = ballVolume(gridOf({8, 8, 8}, {1, 1, 1}), {4, 4, 4}, 2, 1, 0);
  const Sizes sizes = sizesOf({}, volume);
  EXPECT_EQ(sizes.voxels, 0);
  EXPECT_EQ(sizes.volumeMl, 0);
  EXPECT_FALSE(sizes.bounds);
  EXPECT_FALSE(sizes.intensities);
}

}  // namespace
}  // namespace shape
