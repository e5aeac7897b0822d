#include "shape/islands.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/error.h"
#include "flood.h"
#include "samples.h"
#include "shape/runs.h"

namespace shape {
namespace {

// Voxels at random, thin enough that corners alone often join them.
core::Mask dust(std::mt19937& engine, const core::Grid& grid, double density) {
  std::bernoulli_distribution set(density);
  return maskWhere(grid, [&](glm::ivec3) { return set(engine); });
}

std::vector<core::Mask> piecesByFlooding(const core::Mask& mask, int mostAxes) {
  std::vector<core::Mask> pieces;
  core::Mask left = mask;
  for (const glm::ivec3& seed : voxelsOf(mask)) {
    if (left.test(seed)) {
      pieces.push_back(flooded(
          seed, [&](glm::ivec3 voxel) { return mask.test(voxel); },
          [&](glm::ivec3 step) { return axesOf(step) <= mostAxes; }));
      left -= pieces.back();
    }
  }
  return pieces;
}

bool byKey(const core::Mask& a, const core::Mask& b) {
  const glm::ivec3 first = runsOf(a).front().first, second = runsOf(b).front().first;
  return std::tie(first.z, first.y, first.x) < std::tie(second.z, second.y, second.x);
}

TEST(Runs, AreMaximalAcrossBricksAndInOrder) {
  core::Mask mask;
  mask.setRun({20, 3, 40}, 90);
  mask.setRun({120, 3, 40}, 2);
  mask.setRun({64, 2, 40}, 1);
  const auto runs = runsOf(mask);
  ASSERT_EQ(runs.size(), 3u);
  EXPECT_EQ(runs[0].first, glm::ivec3(64, 2, 40));
  EXPECT_EQ(runs[1].first, glm::ivec3(20, 3, 40));
  EXPECT_EQ(runs[1].length, 90);
  EXPECT_EQ(runs[2].first, glm::ivec3(120, 3, 40));
  EXPECT_EQ(maskOf(runs), mask);
}

TEST(Pieces, AreThoseThatAFloodFindsWithEachNeighbourhood) {
  std::mt19937 engine(3);
  const std::pair<Neighbours, int> kinds[] = {
      {Neighbours::Faces6, 1}, {Neighbours::Edges18, 2}, {Neighbours::All26, 3}};
  for (int round = 0; round < 12; ++round) {
    const core::Grid grid = randomGrid(engine);
    const core::Mask mask = dust(engine, grid, 0.02 + 0.03 * round);
    const auto runs = runsOf(mask);
    for (const auto& [neighbours, mostAxes] : kinds) {
      std::vector<core::Mask> expected = piecesByFlooding(mask, mostAxes);
      std::sort(expected.begin(), expected.end(), byKey);
      const std::vector<std::uint32_t> pieces = piecesOf(runs, neighbours);
      std::vector<core::Mask> found(expected.size());
      for (std::size_t i = 0; i < runs.size(); ++i) {
        ASSERT_LT(pieces[i], found.size());
        found[pieces[i]].setRun(runs[i].first, runs[i].length);
      }
      EXPECT_EQ(found, expected) << "round " << round << ", " << mostAxes << " axes";
    }
  }
}

TEST(Islands, TogetherAreTheMaskAndComeLargestFirst) {
  std::mt19937 engine(4);
  for (int round = 0; round < 20; ++round) {
    const core::Grid grid = randomGrid(engine);
    const core::Mask mask = dust(engine, grid, 0.04);
    const std::vector<core::Mask> found = islands(mask);
    std::vector<core::Mask> expected = piecesByFlooding(mask, 3);
    std::sort(expected.begin(), expected.end(), byKey);
    std::stable_sort(expected.begin(), expected.end(),
                     [](const core::Mask& a, const core::Mask& b) { return a.count() > b.count(); });
    EXPECT_EQ(found, expected);
    // Leaving out the small ones leaves the large ones.
    core::Mask large;
    for (const core::Mask& island : expected) {
      if (island.count() >= 5) {
        large |= island;
      }
    }
    EXPECT_EQ(withoutSmallIslands(mask, 5), large);
    EXPECT_EQ(withoutSmallIslands(large, 5), large);
    EXPECT_EQ(withoutSmallIslands(mask, 1), mask);
  }
}

TEST(Islands, OfNothingAreNone) {
  EXPECT_TRUE(islands({}).empty());
  EXPECT_TRUE(withoutSmallIslands({}, 10).isEmpty());
}

TEST(Islands, AreFoundInAWholeVolumeOfScatteredDots) {
  core::Mask mask;
  for (int z = 1; z < 512; z += 64) {
    for (int y = 1; y < 512; y += 64) {
      for (int x = 1; x < 512; x += 64) {
        mask.setRun({x, y, z}, 1 + (x + y + z) % 5);
      }
    }
  }
  EXPECT_EQ(islands(mask).size(), 512u);
}

TEST(VoxelsOfVolume, RoundsUpButForgivesDigits) {
  const core::Grid grid = gridOf({10, 10, 10}, {0.5, 0.5, 2});  // 0.0005 ml a voxel
  EXPECT_EQ(voxelsOfVolume(0.005, grid), 10);
  EXPECT_EQ(voxelsOfVolume(0.0051, grid), 11);
  EXPECT_EQ(voxelsOfVolume(0, grid), 0);
  EXPECT_THROW(voxelsOfVolume(-1, grid), core::Error);
}

}  // namespace
}  // namespace shape
