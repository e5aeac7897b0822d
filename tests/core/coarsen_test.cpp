#include "core/coarsen.h"

#include <gmock/gmock.h>

#include <cmath>
#include <glm/geometric.hpp>

namespace {

TEST(Coarsen, TakesTheMeanOfWhatIsThere) {
  const core::Volume volume{core::Grid({3, 2, 1}, glm::dmat4(1)), {2, 1}, std::vector<std::int16_t>{1, 2, 9, 3, 5, -4}};
  const core::Volume coarse = core::coarsened(volume, 2);
  EXPECT_EQ(coarse.grid.size(), glm::ivec3(2, 1, 1));
  EXPECT_THAT(std::get<std::vector<std::int16_t>>(coarse.voxels), testing::ElementsAre(3, 3));  // 11/4, 5/2
  EXPECT_EQ(coarse.rescale, volume.rescale);
  const core::Volume floats{volume.grid, {}, std::vector<float>{NAN, 2, NAN, 4, NAN, NAN}};
  const core::Volume means = core::coarsened(floats, 2);
  EXPECT_EQ(std::get<std::vector<float>>(means.voxels)[0], 3);
  EXPECT_TRUE(std::isnan(std::get<std::vector<float>>(means.voxels)[1]));
}

TEST(Coarsen, VoxelsLieWhereTheirsLay) {
  const core::Grid grid({8, 8, 8}, glm::dmat4({0, 2, 0, 0}, {-1, 0, 0, 0}, {0, 0, 3, 0}, {10, 20, 30, 1}));
  const core::Volume volume{grid, {}, std::vector<std::int16_t>(512)};
  const core::Volume coarse = core::coarsened(volume, 4);
  glm::dvec3 middle(0);
  for (int i = 0; i < 64; ++i) {
    middle += grid.worldOf(glm::dvec3(i % 4 + 4, i / 4 % 4, i / 16)) / 64.0;
  }
  EXPECT_NEAR(glm::distance(coarse.grid.worldOf({1, 0, 0}), middle), 0, 1e-9);
}

}  // namespace
