#include "core/volume.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/gtc/matrix_transform.hpp>
#include <limits>
#include <random>

#include "core/error.h"
#include "core/grid.h"

namespace core {
namespace {

TEST(StoredRange, EqualsComparingEveryRescaledValue) {
  std::mt19937 engine(2);
  std::uniform_real_distribution<double> any(-1, 1);
  for (const VoxelType type : {VoxelType::Int16, VoxelType::UInt16}) {
    for (int round = 0; round < 30; ++round) {
      const Rescale rescale{(round % 3 == 0 ? 1 : 0.37 * any(engine)) + 1e-9, 1000 * any(engine)};
      const int first = type == VoxelType::Int16 ? -32768 : 0;
      double low = rescale.valueOf(first + 40000 * std::abs(any(engine)));
      double high = low + 5000 * any(engine);
      if (low > high) {
        std::swap(low, high);
      }
      const StoredRange range = storedRange({low, high}, rescale, type);
      for (int stored = first; stored < first + 65536; ++stored) {
        const double value = rescale.valueOf(stored);
        ASSERT_EQ(stored >= range.min && stored <= range.max, value >= low && value <= high) << stored;
      }
    }
  }
}

TEST(StoredRange, IsExactToTheLastBitOfAFloat) {
  const Rescale rescale{0.1, -3};
  for (const float edge : {0.0f, 1.0f, -17.25f, 3e-30f, 2.5e7f}) {
    const double value = rescale.valueOf(edge);
    const StoredRange range = storedRange({value, value}, rescale, VoxelType::Float32);
    EXPECT_LE(range.min, edge);
    EXPECT_GE(range.max, edge);
    const auto below = std::nextafter(float(range.min), -std::numeric_limits<float>::infinity());
    const auto above = std::nextafter(float(range.max), std::numeric_limits<float>::infinity());
    EXPECT_LT(rescale.valueOf(below), value);
    EXPECT_GT(rescale.valueOf(above), value);
  }
}

TEST(StoredRange, IsEmptyWhereNoStoredValueLies) {
  const StoredRange range = storedRange({0.25, 0.75}, {}, VoxelType::Int16);
  EXPECT_GT(range.min, range.max);
}

TEST(IntensityRangeOf, LeavesOutWhatIsNotFinite) {
  Volume volume{.grid = Grid({4, 1, 1}, glm::dmat4(1)), .rescale = {-2, 1}};
  volume.voxels = std::vector<float>{std::nanf(""), 3, -1, std::numeric_limits<float>::infinity()};
  EXPECT_EQ(intensityRange(volume), (IntensityRange{-5, 3}));
  volume.voxels = std::vector<float>(4, std::nanf(""));
  EXPECT_EQ(intensityRange(volume), (IntensityRange{0, 0}));
}

TEST(Grid, PlacesVoxelsAndFindsThemAgain) {
  glm::dmat4 matrix = glm::translate(glm::dmat4(1), glm::dvec3(10, -20, 30));
  matrix = glm::scale(glm::rotate(matrix, 0.3, glm::dvec3(1, 2, 3)), glm::dvec3(0.5, 0.7, -3));
  const Grid grid({10, 20, 30}, matrix);
  EXPECT_NEAR(grid.spacingMm().z, 3, 1e-12);
  const glm::dvec3 there = grid.worldOf({1, 2, 3});
  const glm::dvec3 back = grid.voxelOf(there);
  EXPECT_NEAR(glm::distance(back, glm::dvec3(1, 2, 3)), 0, 1e-9);
  EXPECT_EQ(grid.indexOf({1, 2, 3}), 1u + 10 * (2 + 20 * 3));
}

TEST(Grid, RefusesWhatIsNoRegularVolume) {
  glm::dmat4 sheared(1);
  sheared[2] = glm::dvec4(0, 0.3, 1, 0);
  EXPECT_THROW(Grid({2, 2, 2}, sheared), Error);
  EXPECT_FALSE(hasOrthogonalAxes(sheared));
  EXPECT_THROW(Grid({0, 2, 2}, glm::dmat4(1)), Error);
  EXPECT_THROW(Grid({8192, 8192, 8192}, glm::dmat4(1)), Error);
  EXPECT_THROW(Grid({2, 2, 2}, glm::dmat4(0)), Error);
  glm::dmat4 infinite(1);
  infinite[3][0] = std::numeric_limits<double>::infinity();
  EXPECT_THROW(Grid({2, 2, 2}, infinite), Error);
}

}  // namespace
}  // namespace core
