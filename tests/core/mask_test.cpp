#include "core/mask.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <tuple>

namespace core {
namespace {

using Voxel = std::tuple<int, int, int>;

// The plainest set of voxels there is, to hold Mask against.
std::set<Voxel> listed(const Mask& mask) {
  std::set<Voxel> voxels;
  mask.forEachRun([&](glm::ivec3 first, int length) {
    for (int x = 0; x < length; ++x) {
      voxels.emplace(first.x + x, first.y, first.z);
    }
  });
  return voxels;
}

struct Pair {
  Mask mask;
  std::set<Voxel> voxels;
};

Pair random(std::mt19937& engine) {
  std::uniform_int_distribution<int> where(0, 99), length(1, 80), many(0, 40);
  Pair pair;
  for (int i = many(engine); i > 0; --i) {
    const glm::ivec3 first(where(engine), where(engine) / 2, where(engine) / 3);
    const int run = length(engine);
    pair.mask.setRun(first, run);
    for (int x = 0; x < run; ++x) {
      pair.voxels.emplace(first.x + x, first.y, first.z);
    }
  }
  return pair;
}

TEST(Mask, BehavesAsASetOfVoxels) {
  std::mt19937 engine(7);
  for (int round = 0; round < 200; ++round) {
    const Pair a = random(engine), b = random(engine);
    EXPECT_EQ(listed(a.mask), a.voxels);
    EXPECT_EQ(a.mask.count(), std::int64_t(a.voxels.size()));
    std::set<Voxel> both = a.voxels, common, less;
    both.insert(b.voxels.begin(), b.voxels.end());
    for (const Voxel& voxel : a.voxels) {
      (b.voxels.contains(voxel) ? common : less).insert(voxel);
    }
    Mask mask = a.mask;
    EXPECT_EQ(listed(mask |= b.mask), both);
    mask = a.mask;
    EXPECT_EQ(listed(mask &= b.mask), common);
    mask = a.mask;
    EXPECT_EQ(listed(mask -= b.mask), less);
    mask -= a.mask;
    EXPECT_TRUE(mask.isEmpty());
    EXPECT_EQ(mask, Mask());
  }
}

TEST(Mask, BoundsHoldEveryVoxelAndNoMore) {
  Mask mask;
  EXPECT_FALSE(mask.bounds());
  mask.set({31, 5, 40});
  mask.set({64, 3, 7});
  EXPECT_EQ(mask.bounds(), (VoxelBox{{31, 3, 7}, {64, 5, 40}}));
}

TEST(Mask, AClearedLastVoxelLeavesNoBrick) {
  Mask mask;
  mask.set({33, 0, 0});
  mask.clear({33, 0, 0});
  EXPECT_EQ(mask, Mask());
}

TEST(BrickKey, OrdersByKThenJThenI) {
  EXPECT_LT(BrickKey::of({1023, 0, 0}), BrickKey::of({0, 1, 0}));
  EXPECT_LT(BrickKey::of({1023, 1023, 0}), BrickKey::of({0, 0, 1}));
  EXPECT_EQ(BrickKey::of({3, 4, 5}).brick(), glm::ivec3(3, 4, 5));
}

}  // namespace
}  // namespace core
