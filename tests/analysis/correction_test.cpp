#include "analysis/correction.h"

#include <gtest/gtest.h>

#include <cmath>

#include "analysis/sampling.h"
#include "samples.h"

namespace analysis {
namespace {

TEST(Correction, IsAsLargeAsWhatChanged) {
  const glm::dvec3 spacing(1, 1, 1);
  const core::Mask candidate = ballMask({40, 40, 40}, 12);
  EXPECT_EQ(correctionOf(candidate, candidate, spacing).size, CorrectionSize::Untouched);
  EXPECT_EQ(correctionOf(candidate, {}, spacing).size, CorrectionSize::Rejected);
  EXPECT_EQ(correctionOf(candidate, {}, spacing).changedPart, 1);

  core::Mask little = candidate;
  little.clear({40, 40, 52});
  const Correction small = correctionOf(candidate, little, spacing);
  EXPECT_EQ(small.size, CorrectionSize::Small);
  EXPECT_DOUBLE_EQ(small.changedPart, 1.0 / double(candidate.count()));

  // 3 mm all round: half as much again in volume, and 3 mm of surface.
  const Correction large = correctionOf(candidate, ballMask({40, 40, 40}, 15), spacing);
  EXPECT_EQ(large.size, CorrectionSize::Large);
  EXPECT_GT(large.changedPart, 0.5);
  EXPECT_NEAR(*large.hausdorff95Mm, 3, 0.5);

  // A far piece of few voxels: a small volume, a large distance only where it has a twentieth of the surface.
  core::Mask piece = candidate;
  piece |= boxMask({80, 40, 40}, {84, 44, 44});
  EXPECT_LT(correctionOf(candidate, piece, spacing).changedPart, 0.1);
  EXPECT_EQ(correctionOf(candidate, piece, spacing).size, CorrectionSize::Large);
}

core::Hash itemOf(int number) {
  core::Hash item;
  item.bytes[0] = std::uint8_t(number);
  item.bytes[1] = std::uint8_t(number >> 8);
  return item;
}

TEST(Sampling, ChancesFollowTheRiskAndNeverVanish) {
  std::vector<Risk> risks(100, {.weight = 1});
  risks[0].weight = 50;
  risks[1].weight = 0.001;
  risks[2].certain = true;
  const std::vector<double> chances = chancesOf(risks, 20);
  EXPECT_EQ(chances[0], 1);
  EXPECT_EQ(chances[1], kLeastChance);
  EXPECT_EQ(chances[2], 1);
  EXPECT_NEAR(chances[3], 20 / 147.001, 1e-12);
}

TEST(Sampling, DrawsAsOftenAsTheChanceSaysAndTheSameAgain) {
  int drawn = 0, same = 0;
  for (int n = 0; n < 20000; ++n) {
    drawn += isDrawn("release 1", itemOf(n), 0.2) ? 1 : 0;
    same += isDrawn("release 1", itemOf(n), 0.2) == isDrawn("release 2", itemOf(n), 0.2) ? 1 : 0;
    EXPECT_TRUE(isDrawn("release 1", itemOf(n), 1));
    EXPECT_TRUE(!isDrawn("release 1", itemOf(n), 0.2) || isDrawn("release 1", itemOf(n), 0.5));
  }
  EXPECT_NEAR(drawn, 4000, 4 * std::sqrt(20000 * 0.2 * 0.8));
  EXPECT_NEAR(same, 20000 * 0.68, 4 * std::sqrt(20000 * 0.68 * 0.32));  // two seeds draw independently
}

// Risky findings are accepted less often: counted alone they would make the whole look worse than it is.
TEST(Sampling, DoesNotBendTheShareOfAccepted) {
  std::vector<Risk> risks;
  for (int n = 0; n < 20000; ++n) {
    risks.push_back({.weight = n % 10 == 0 ? 9.0 : 1.0});
  }
  const std::vector<double> chances = chancesOf(risks, 3000);
  std::vector<Reviewed> drawn;
  double plain = 0;
  for (int n = 0; n < 20000; ++n) {
    if (isDrawn("seed", itemOf(n), chances[std::size_t(n)])) {
      const bool accepted = n % 10 != 0 || n % 20 == 0;  // half of the risky, all of the others: 0.95
      drawn.push_back({accepted, chances[std::size_t(n)]});
      plain += accepted ? 1 : 0;
    }
  }
  EXPECT_NEAR(acceptedShare(drawn), 0.95, 0.01);
  EXPECT_LT(plain / double(drawn.size()), 0.8);
  EXPECT_EQ(acceptedShare({}), 0);
}

}  // namespace
}  // namespace analysis
