#include "shape/region_grow.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>
#include <limits>
#include <map>
#include <stdexcept>

#include "core/error.h"
#include "flood.h"
#include "samples.h"
#include "shape/threshold.h"
#include "volumes.h"

namespace shape {
namespace {

core::VoxelBox randomBox(std::mt19937& engine, const core::Grid& grid) {
  core::VoxelBox box;
  for (int a = 0; a < 3; ++a) {
    const int last = grid.size()[a] - 1;
    const int one = std::uniform_int_distribution<int>(-3, last / 2)(engine);
    box.min[a] = one;
    box.max[a] = std::uniform_int_distribution<int>(last / 2, last + 3)(engine);
  }
  return box;
}

bool isIn(const core::VoxelBox& box, glm::ivec3 voxel) {
  for (int a = 0; a < 3; ++a) {
    if (voxel[a] < box.min[a] || voxel[a] > box.max[a]) {
      return false;
    }
  }
  return true;
}

TEST(InRange, IsWhatTheVoxelsValuesSay) {
  std::mt19937 engine(41);
  for (int round = 0; round < 12; ++round) {
    const core::Grid grid = randomGrid(engine);
    const core::Volume volume = noise(engine, grid, round % 3, round % 2 == 0 ? 0.5 : -2);
    const core::IntensityRange range{-30, 40};
    const auto inside = [&](glm::ivec3 voxel) {
      const double value = volume.value(grid.indexOf(voxel));
      return value >= range.min && value <= range.max;
    };
    const core::Mask region = randomMask(engine, grid);
    const core::VoxelBox box = randomBox(engine, grid);
    EXPECT_EQ(inRange(volume, region, range),
              maskWhere(grid, [&](glm::ivec3 voxel) { return region.test(voxel) && inside(voxel); }));
    EXPECT_EQ(inRange(volume, box, range),
              maskWhere(grid, [&](glm::ivec3 voxel) { return isIn(box, voxel) && inside(voxel); }));
  }
}

TEST(GrowInRange, IsWhatAFloodReaches) {
  std::mt19937 engine(42);
  for (int round = 0; round < 30; ++round) {
    const core::Grid grid = randomGrid(engine);
    const core::Volume volume = noise(engine, grid, round % 3, 1);
    const core::VoxelBox box = randomBox(engine, grid);
    // Around the densities at which regions begin to percolate through 6 and 26 neighbours.
    const core::IntensityRange range{-100, round % 2 == 0 ? -35.0 : -78.0};
    const Neighbours neighbours[] = {Neighbours::InSlice4, Neighbours::Faces6, Neighbours::Edges18, Neighbours::All26};
    const int mostAxes[] = {1, 1, 2, 3};
    std::vector<glm::ivec3> seeds;
    for (int i = 0; i < 6; ++i) {
      seeds.push_back(grid.size() / 2 + glm::ivec3(i, -i, i / 2));
    }
    const core::Mask passable = inRange(volume, box, range);
    for (int kind = 0; kind < 4; ++kind) {
      core::Mask expected;
      for (const glm::ivec3& seed : seeds) {
        if (passable.test(seed)) {
          expected |= flooded(
              seed, [&](glm::ivec3 voxel) { return passable.test(voxel); },
              [&](glm::ivec3 step) { return axesOf(step) <= mostAxes[kind] && (kind > 0 || step.z == 0); });
        }
      }
      EXPECT_EQ(growInRange(volume, seeds, box, range, neighbours[kind]), expected)
          << "round " << round << ", kind " << kind;
    }
  }
}

TEST(GrowInRange, FindsABallAndStaysInTheBox) {
  const core::Grid grid = gridOf({96, 96, 48}, {0.7, 0.7, 1.5});
  const core::Volume volume = ballVolume(grid, {48, 48, 24}, 15, 100, -50);
  const glm::ivec3 seed[] = {{48, 48, 24}};
  const core::VoxelBox all{{0, 0, 0}, {95, 95, 47}};
  const core::VoxelBox half{{0, 0, 0}, {48, 95, 47}};
  const core::Mask ball = inRange(volume, all, {60, 140});
  EXPECT_EQ(growInRange(volume, seed, all, {60, 140}), ball);
  EXPECT_EQ(growInRange(volume, seed, half, {60, 140}), inRange(volume, half, {60, 140}));
  const glm::ivec3 outside[] = {{2, 2, 2}, {-4, 0, 0}};
  EXPECT_TRUE(growInRange(volume, outside, all, {60, 140}).isEmpty());
  EXPECT_TRUE(growInRange(volume, seed, {{200, 0, 0}, {220, 9, 9}}, {60, 140}).isEmpty());
}

TEST(GrowInRange, StopsWhenToldTo) {
  std::mt19937 engine(43);
  const core::Grid grid = gridOf({128, 128, 128}, {1, 1, 1});
  const core::Volume volume = noise(engine, grid, 0, 1);
  const glm::ivec3 seed[] = {{64, 64, 64}, {60, 60, 60}, {61, 60, 60}, {62, 60, 60}, {63, 60, 60}, {64, 60, 60}};
  EXPECT_THROW(growInRange(volume, seed, {{0, 0, 0}, {127, 127, 127}}, {-80, 80}, Neighbours::Faces6,
                           [](const core::Progress&) { throw std::runtime_error("cancelled"); }),
               std::runtime_error);
}

// The definition: relax every voxel until no cost falls any more.
core::Mask grownByRelaxing(const core::Volume& volume, const core::Mask& seeds, const core::Mask& rivals,
                           const core::VoxelBox& box, double costPerMm) {
  const core::Grid& grid = volume.grid;
  std::vector<float> cost(grid.voxelCount(), std::numeric_limits<float>::infinity());
  std::vector<int> owner(grid.voxelCount(), 0);
  forEachVoxel(grid, [&](glm::ivec3 voxel) {
    if (isIn(box, voxel) && (seeds.test(voxel) || rivals.test(voxel))) {
      cost[grid.indexOf(voxel)] = 0;
      owner[grid.indexOf(voxel)] = seeds.test(voxel);
    }
  });
  for (bool falls = true; falls;) {
    falls = false;
    forEachVoxel(grid, [&](glm::ivec3 voxel) {
      if (!isIn(box, voxel)) {
        return;
      }
      const std::size_t here = grid.indexOf(voxel);
      for (int n = 0; n < 27; ++n) {
        const glm::ivec3 step(n % 3 - 1, n / 3 % 3 - 1, n / 9 - 1);
        const glm::ivec3 from = voxel + step;
        if (step == glm::ivec3(0) || !grid.contains(from) || !isIn(box, from)) {
          continue;
        }
        const std::size_t there = grid.indexOf(from);
        const double way = std::abs(volume.value(here) - volume.value(there)) +
                           costPerMm * glm::length(glm::dvec3(step) * grid.spacingMm());
        const float through = cost[there] + float(way);
        if (through < cost[here] || (through == cost[here] && owner[there] < owner[here])) {
          cost[here] = through;
          owner[here] = owner[there];
          falls = true;
        }
      }
    });
  }
  return maskWhere(grid, [&](glm::ivec3 voxel) { return isIn(box, voxel) && owner[grid.indexOf(voxel)] == 1; });
}

TEST(GrowFromSeeds, GivesEveryVoxelToWhoReachesItCheaper) {
  std::mt19937 engine(44);
  for (int round = 0; round < 10; ++round) {
    const core::Grid grid = gridOf({15, 12, 10}, {0.8, 0.8, 2});
    core::Volume volume = noise(engine, grid, round % 3, 1);
    const core::VoxelBox box{{1, 0, 2}, {14, 9, 9}};
    core::Mask seeds, rivals;
    seeds.setRun({5, 5, 5}, 3);
    rivals.setRun({11, 3, 4}, 2);
    rivals.set({5, 5, 5});  // a seed as well: it stays one
    const double costPerMm = round % 2 == 0 ? 0 : 7;
    const core::Mask grown = growFromSeeds(volume, seeds, rivals, box, {costPerMm, false});
    EXPECT_EQ(grown, grownByRelaxing(volume, seeds, rivals, box, costPerMm)) << "round " << round;
    EXPECT_TRUE(holds(grown, seeds));
  }
}

TEST(GrowFromSeeds, FindsABallFromADotAgainstTheSidesOfTheBox) {
  const core::Grid grid = gridOf({64, 64, 32}, {0.7, 0.7, 1.5});
  const core::Volume volume = ballVolume(grid, {32, 32, 16}, 12, 100, -50);
  core::Mask dot;
  dot.set({32, 32, 16});
  const core::VoxelBox all{{0, 0, 0}, {63, 63, 31}};
  EXPECT_EQ(growFromSeeds(volume, dot, {}, {{4, 4, 4}, {60, 60, 28}}), inRange(volume, all, {60, 140}));
}

TEST(GrowFromSeeds, RefusesTooMuchAndNothingToGrowAgainst) {
  const core::Grid grid = gridOf({420, 410, 400}, {1, 1, 1});
  core::Volume volume{.grid = grid, .voxels = std::vector<std::int16_t>(grid.voxelCount())};
  core::Mask dot;
  dot.set({32, 32, 16});
  EXPECT_THROW(growFromSeeds(volume, dot, {}, {{0, 0, 0}, {419, 409, 399}}), core::Error);
  EXPECT_THROW(growFromSeeds(volume, dot, {}, {{0, 0, 0}, {40, 40, 40}}, {1, false}), core::Error);
  EXPECT_THROW(growFromSeeds(volume, dot, {}, {{0, 0, 0}, {60, 60, 60}}, {},
                             [](const core::Progress&) { throw std::runtime_error("cancelled"); }),
               std::runtime_error);
}

}  // namespace
}  // namespace shape
