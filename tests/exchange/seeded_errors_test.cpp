// Known errors among candidates: as many as asked for, of every kind, and where nothing else is.
#include "exchange/seeded_errors.h"

#include <gtest/gtest.h>

#include <map>

namespace exchange {
namespace {

using Error = SeededCandidate::Error;

core::Mask ballOfVoxels(glm::ivec3 centre, int radius) {
  core::Mask mask;
  for (int z = -radius; z <= radius; ++z) {
    for (int y = -radius; y <= radius; ++y) {
      for (int x = -radius; x <= radius; ++x) {
        if (x * x + y * y + z * z <= radius * radius) {
          mask.set(centre + glm::ivec3(x, y, z));
        }
      }
    }
  }
  return mask;
}

bool overlaps(core::Mask a, const core::Mask& b) {
  a &= b;
  return !a.isEmpty();
}

class SeededErrors : public testing::Test {
 protected:
  const core::Grid grid_{{128, 128, 128}, glm::dmat4(1)};
  std::vector<core::Mask> candidates_;
  std::vector<std::string> keys_;

  SeededErrors() {
    for (int i = 0; i < 40; ++i) {
      candidates_.push_back(ballOfVoxels({12 + 24 * (i % 5), 12 + 24 * (i / 5 % 4), 20 + 60 * (i / 20)}, 6));
      keys_.push_back("key " + std::to_string(i));
    }
  }
};

TEST_F(SeededErrors, AreAsManyAsAskedForAndOfEveryKind) {
  EXPECT_EQ(seedErrors(candidates_, keys_, {}, grid_, {.part = 0}).size(), candidates_.size());
  const core::Mask taken = ballOfVoxels({64, 64, 110}, 12);
  std::map<Error, int> kinds;
  std::vector<bool> shown(candidates_.size());
  for (const SeededCandidate& each : seedErrors(candidates_, keys_, taken, grid_, {.part = 0.6, .seed = "May"})) {
    ++kinds[each.error];
    const core::Mask& from = candidates_[each.from];
    if (each.error == Error::False) {
      EXPECT_FALSE(overlaps(each.mask, taken));
      for (const core::Mask& candidate : candidates_) {
        EXPECT_FALSE(overlaps(each.mask, candidate));
      }
      EXPECT_EQ(each.mask.count(), from.count());
      const core::VoxelBox box = *each.mask.bounds();
      EXPECT_TRUE(box.min.x >= 0 && box.min.y >= 0 && box.min.z >= 0);
      EXPECT_TRUE(box.max.x < 128 && box.max.y < 128 && box.max.z < 128);
      continue;
    }
    shown[each.from] = true;
    EXPECT_EQ(each.mask == from, each.error == Error::None);
    EXPECT_EQ(each.mask.count() > from.count(), each.error == Error::TooLarge);
    EXPECT_EQ(each.mask.count() < from.count(), each.error == Error::TooSmall);
  }
  const auto leftOut = std::count(shown.begin(), shown.end(), false);
  for (const int kind : {int(leftOut), kinds[Error::TooLarge], kinds[Error::TooSmall], kinds[Error::False]}) {
    EXPECT_GT(kind, 0);
  }
  const int wrong = int(leftOut) + kinds[Error::TooLarge] + kinds[Error::TooSmall] + kinds[Error::False];
  EXPECT_NEAR(wrong, 24, 10) << "a part of 0.6 of 40, drawn";
}

TEST_F(SeededErrors, HangOnSeedAndKeyAlone) {
  const SeedSettings settings{.part = 0.5, .seed = "May"};
  const auto all = seedErrors(candidates_, keys_, {}, grid_, settings);
  const auto again = seedErrors(candidates_, keys_, {}, grid_, settings);
  ASSERT_EQ(all.size(), again.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].mask, again[i].mask);
    EXPECT_EQ(all[i].error, again[i].error);
  }
  std::vector<Error> june, may;
  for (const auto& each : seedErrors(candidates_, keys_, {}, grid_, {.part = 0.5, .seed = "June"})) {
    june.push_back(each.error);
  }
  for (const auto& each : all) {
    may.push_back(each.error);
  }
  EXPECT_NE(june, may);
}

}  // namespace
}  // namespace exchange
