// Automation bias on cubes whose fate is counted by hand, and on readers simulated with a known inclination.
#include "workflow/automation_bias.h"

#include <gtest/gtest.h>

#include <deque>
#include <random>

namespace workflow {
namespace {

core::Mask cubeAt(int place, int side = 6) {
  core::Mask mask;
  const glm::ivec3 first(place % 8 * 16, place / 8 % 8 * 16, place / 64 * 16);
  for (int z = 0; z < side; ++z) {
    for (int y = 0; y < side; ++y) {
      mask.setRun(first + glm::ivec3(0, y, z), side);
    }
  }
  return mask;
}

class Marks {
 public:
  analysis::ReadLesion at(int place, int side = 6) {
    masks_.push_back(cubeAt(place, side));
    return {&masks_.back(), "tumour"};
  }

 private:
  std::deque<core::Mask> masks_;
};

TEST(AutomationBias, CountsWhatEachReadingHolds) {
  Marks marks;
  AidedCase both;
  // 0: false, taken over. 1: false, marked before as well. 2: false, not taken over.
  both.candidates = {marks.at(0), marks.at(1), marks.at(2)};
  both.unaided = {marks.at(1)};
  both.aided = {marks.at(0), marks.at(1)};
  // 3, 4: true and without a candidate; 3 is given up, 4 was never found. 5: true, with one that helps.
  both.truth = {marks.at(3), marks.at(4), marks.at(5)};
  both.unaided.push_back(marks.at(3));
  both.candidates.push_back(marks.at(5));
  both.aided.push_back(marks.at(5));
  const AutomationBias bias = automationBiasOf("Ada", {&both, 1});
  const auto expect = [](const Part& part, int count, int of, const char* what) {
    EXPECT_EQ(part.count, count) << what;
    EXPECT_EQ(part.of, of) << what;
  };
  expect(bias.keptFalse, 2, 3, "false candidates kept");
  expect(bias.commission, 1, 2, "of which the reader had been right");
  expect(bias.leftOut, 2, 2, "left out with the candidates");
  expect(bias.omission, 1, 1, "given up");
  expect(bias.helped, 1, 1, "found with help");
  expect(bias.towardsWrongBorder, 0, 0, "no border is wrong");
  EXPECT_FALSE(bias.meanPull);
  ASSERT_TRUE(bias.commission.interval());
  EXPECT_NEAR(bias.commission.interval()->low, 0.0945, 1e-4);  // Wilson, of 1 in 2
  EXPECT_NEAR(bias.commission.interval()->high, 0.9055, 1e-4);
}

TEST(AutomationBias, ABorderThatMovesTowardsAWrongOneIsPulled) {
  Marks marks;
  const AidedCase pulled{.unaided = {marks.at(0, 6)},
                         .aided = {marks.at(0, 8)},
                         .candidates = {marks.at(0, 9)},
                         .truth = {marks.at(0, 6)}};
  const AidedCase kept{.unaided = {marks.at(0, 6)},
                       .aided = {marks.at(0, 6)},
                       .candidates = {marks.at(0, 9)},
                       .truth = {marks.at(0, 6)}};
  const std::vector<AidedCase> cases{pulled, kept};
  const AutomationBias bias = automationBiasOf("Ada", cases);
  EXPECT_EQ(bias.towardsWrongBorder.count, 1);
  EXPECT_EQ(bias.towardsWrongBorder.of, 2);
  const double before = 2.0 * 216 / (216 + 729), after = 2.0 * 512 / (512 + 729);
  ASSERT_TRUE(bias.meanPull);
  EXPECT_NEAR(*bias.meanPull, (after - before) / 2, 1e-12);
  ASSERT_TRUE(bias.pullInterval);
  EXPECT_LE(bias.pullInterval->low, *bias.meanPull);
  EXPECT_GE(bias.pullInterval->high, *bias.meanPull);
}

TEST(AutomationBias, FindsTheInclinationOfASimulatedReader) {
  std::mt19937 engine(11);
  for (const double follows : {0.0, 0.3, 1.0}) {
    Marks marks;
    std::bernoulli_distribution follow(follows), wrong(0.5);
    std::vector<AidedCase> cases(12);
    for (AidedCase& each : cases) {
      for (int place = 0; place < 20; ++place) {
        if (wrong(engine)) {  // a false candidate, that the reader saw nothing at before
          each.candidates.push_back(marks.at(place));
          if (follow(engine)) {
            each.aided.push_back(marks.at(place));
          }
        } else {  // a lesion without a candidate, that the reader had found
          each.truth.push_back(marks.at(place));
          each.unaided.push_back(marks.at(place));
          if (!follow(engine)) {
            each.aided.push_back(marks.at(place));
          }
        }
      }
    }
    const AutomationBias bias = automationBiasOf("Ada", cases);
    EXPECT_EQ(bias.commission.of + bias.omission.of, 240);
    for (const Part* part : {&bias.commission, &bias.omission}) {
      EXPECT_LE(part->interval()->low, follows + 1e-9);
      EXPECT_GE(part->interval()->high, follows - 1e-9);
    }
    const std::vector<std::vector<AidedCase>> readers{cases, cases};
    EXPECT_EQ(automationBiasOfAll(readers).commission.of, 2 * bias.commission.of);
  }
}

}  // namespace
}  // namespace workflow
