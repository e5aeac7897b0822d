#include "analysis/overlap.h"

#include <gtest/gtest.h>

#include "samples.h"

namespace analysis {
namespace {

TEST(Overlap, CountsWhatTwoBoxesShare) {
  // 40 x 10 x 10 and the same moved by 30 along i: across a brick's border, in part in bricks that only one has.
  const Overlap overlap = overlapOf(boxMask({20, 3, 3}, {59, 12, 12}), boxMask({50, 3, 3}, {89, 12, 12}));
  EXPECT_EQ(overlap, (Overlap{.a = 4000, .b = 4000, .both = 1000}));
  EXPECT_DOUBLE_EQ(*overlap.dice(), 0.25);
  EXPECT_DOUBLE_EQ(*overlap.iou(), 1.0 / 7);
  EXPECT_DOUBLE_EQ(*overlap.volumeSimilarity(), 1);
  EXPECT_DOUBLE_EQ(*overlap.excess(), 0);
}

TEST(Overlap, OfDifferentSizesTellsWhichIsLarger) {
  const Overlap overlap = overlapOf(boxMask({0, 0, 0}, {9, 9, 11}), boxMask({0, 0, 0}, {9, 9, 7}));
  EXPECT_DOUBLE_EQ(*overlap.dice(), 0.8);
  EXPECT_DOUBLE_EQ(*overlap.volumeSimilarity(), 0.8);
  EXPECT_DOUBLE_EQ(*overlap.excess(), 0.5);
}

TEST(Overlap, OfNothingWithNothingIsNotAgreement) {
  const Overlap nothing = overlapOf({}, {});
  EXPECT_FALSE(nothing.dice());
  EXPECT_FALSE(nothing.iou());
  EXPECT_FALSE(nothing.volumeSimilarity());
  EXPECT_FALSE(nothing.excess());
  const Overlap missed = overlapOf({}, boxMask({0, 0, 0}, {1, 1, 1}));
  EXPECT_EQ(missed.dice(), 0);
  EXPECT_EQ(missed.iou(), 0);
  EXPECT_EQ(missed.volumeSimilarity(), 0);
  EXPECT_EQ(missed.excess(), -1);
}

TEST(Overlap, IsSymmetricBoundedAndTheSameAnywhere) {
  std::mt19937 engine(11);
  for (int round = 0; round < 50; ++round) {
    const core::Mask a = randomMask(engine), b = randomMask(engine);
    const Overlap ab = overlapOf(a, b), ba = overlapOf(b, a);
    EXPECT_EQ(ab.both, ba.both);
    EXPECT_EQ(ab.a, ba.b);
    EXPECT_EQ(ab.a, a.count());
    EXPECT_LE(*ab.iou(), *ab.dice());
    EXPECT_LE(*ab.dice(), *ab.volumeSimilarity() + 1e-12);
    EXPECT_NEAR(*ab.iou(), *ab.dice() / (2 - *ab.dice()), 1e-12);
    const glm::ivec3 by(int(engine() % 40), int(engine() % 40), int(engine() % 40));
    EXPECT_EQ(overlapOf(moved(a, by), moved(b, by)), ab);
    EXPECT_EQ(overlapOf(a, a).dice(), 1);
  }
}

}  // namespace
}  // namespace analysis
