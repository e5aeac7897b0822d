#include "shape/intensities.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "samples.h"
#include "shape/box.h"
#include "shape/change.h"
#include "volumes.h"

namespace shape {
namespace {

TEST(Intensities, AreThoseOfTheVoxelsAfterRescale) {
  std::mt19937 engine(61);
  for (int round = 0; round < 12; ++round) {
    const core::Grid grid = randomGrid(engine);
    const core::Volume volume = noise(engine, grid, round % 3, round % 2 == 0 ? 0.25 : -3);
    const core::Mask mask = randomMask(engine, grid);
    std::vector<double> values;
    for (const glm::ivec3& voxel : voxelsOf(mask)) {
      const double value = volume.value(grid.indexOf(voxel));
      if (std::isfinite(value)) {
        values.push_back(value);
      }
    }
    double mean = 0, variance = 0;
    for (const double value : values) {
      mean += value / double(values.size());
    }
    for (const double value : values) {
      variance += (value - mean) * (value - mean) / double(values.size());
    }
    const std::optional<Intensities> found = intensitiesOf(mask, volume);
    ASSERT_EQ(found.has_value(), !values.empty());
    if (found) {
      EXPECT_EQ(found->voxels, std::int64_t(values.size()));
      EXPECT_NEAR(found->mean, mean, 1e-9);
      EXPECT_NEAR(found->standardDeviation, std::sqrt(variance), 1e-9);
      EXPECT_DOUBLE_EQ(found->min, *std::min_element(values.begin(), values.end()));
      EXPECT_DOUBLE_EQ(found->max, *std::max_element(values.begin(), values.end()));
    }
  }
}

TEST(Intensities, OfNothingAreNone) {
  const core::Grid grid = gridOf({4, 4, 4}, {1, 1, 1});
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const core::Volume volume{.grid = grid, .voxels = std::vector<float>(64, nan)};
  core::Mask dot;
  EXPECT_FALSE(intensitiesOf(dot, volume));
  dot.set({1, 1, 1});
  EXPECT_FALSE(intensitiesOf(dot, volume));
}

TEST(BoxBetween, HoldsBothCornersAndStaysInTheImage) {
  const core::Grid grid = gridOf({50, 40, 30}, {1, 1, 1});
  const core::Mask box = boxBetween({35, 3, 20}, {30, 8, 20}, grid);
  EXPECT_EQ(box.bounds(), (core::VoxelBox{{30, 3, 20}, {35, 8, 20}}));
  EXPECT_EQ(box.count(), 36);
  EXPECT_EQ(boxBetween({-5, -5, -5}, {60, 60, 60}, grid).count(), 50 * 40 * 30);
  EXPECT_TRUE(boxBetween({-5, 1, 1}, {-1, 2, 2}, grid).isEmpty());
}

TEST(Difference, LeadsFromOneMaskToTheOther) {
  std::mt19937 engine(62);
  for (int round = 0; round < 20; ++round) {
    const core::Grid grid = randomGrid(engine);
    const core::Mask before = randomMask(engine, grid), after = randomMask(engine, grid);
    const core::MaskChange change = difference(before, after);
    core::Mask mask = before;
    mask |= change.set;
    mask -= change.cleared;
    EXPECT_EQ(mask, after);
    EXPECT_TRUE(holds(after, change.set));
    core::Mask untouched = before;
    untouched &= change.set;
    EXPECT_TRUE(untouched.isEmpty());
    EXPECT_TRUE(holds(before, change.cleared));
  }
}

}  // namespace
}  // namespace shape
