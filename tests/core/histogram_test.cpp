#include "core/histogram.h"

#include <gmock/gmock.h>

#include <cmath>
#include <numeric>

namespace {

TEST(Histogram, CountsWhatIsThere) {
  core::Volume volume{
      core::Grid({4, 2, 1}, glm::dmat4(1)), {2, -10}, std::vector<std::int16_t>{0, 1, 2, 3, 5, 5, 9, 10}};
  // Values -10, -8, -6, -4, 0, 0, 8, 10.
  EXPECT_THAT(core::histogram(volume, {-10, 10}, 4), testing::ElementsAre(3, 1, 2, 2));
  EXPECT_THAT(core::histogram(volume, {-8, 0}, 2), testing::ElementsAre(2, 3)) << "both ends are within";
}

TEST(Histogram, LeavesOutWhatIsNoNumber) {
  const core::Volume volume{core::Grid({4, 1, 1}, glm::dmat4(1)), {}, std::vector<float>{NAN, INFINITY, 1, 2}};
  EXPECT_THAT(core::histogram(volume, {1, 2}, 2), testing::ElementsAre(1, 1));
}

TEST(Histogram, TakesAShareOfALargeVolumeEvenly) {
  const core::Grid grid({256, 256, 256}, glm::dmat4(1));
  std::vector<std::int16_t> voxels(grid.voxelCount());
  for (std::size_t i = 0; i < voxels.size(); ++i) {
    voxels[i] = std::int16_t(i % 256 / 64);  // a quarter of each row has each value
  }
  const core::Volume volume{grid, {}, std::move(voxels)};
  const std::vector<std::size_t> counts = core::histogram(volume, {0, 4}, 4);
  const std::size_t all = std::accumulate(counts.begin(), counts.end(), std::size_t{0});
  EXPECT_LE(all, std::size_t{1} << 22);
  for (const std::size_t count : counts) {
    EXPECT_NEAR(double(count) / double(all), 0.25, 0.001);
  }
}

}  // namespace
