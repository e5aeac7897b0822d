#include "workflow/calibration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workflow/samples.h"

namespace workflow {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

core::Mask cube(glm::ivec3 first, int side) {
  core::Mask mask;
  mask.setBox({first, first + side - 1});
  return mask;
}

const core::Grid kGrid({64, 64, 64}, glm::dmat4(1));

Session session(const std::string& reference = "") {
  return {.opened = {.name = "May", .cases = {hashOf("C")}, .readers = {"Ada", "Emmy"}, .reference = reference}};
}

TEST(ACalibrationSession, IsReadInTracksOfItsOwn) {
  Story story;
  const core::CaseId inside = story.addCase("C"), outside = story.addCase("D");
  const core::EditId id = story.add(session("panel").opened);
  EXPECT_TRUE(isCalibrationTrack(story.record, inside, calibrationTrack("May", "Ada")));
  EXPECT_FALSE(isCalibrationTrack(story.record, outside, calibrationTrack("May", "Ada")));
  EXPECT_FALSE(isCalibrationTrack(story.record, inside, "panel"));
  ASSERT_THAT(sessionsOf(story.record), SizeIs(1));
  EXPECT_THAT(sessionsOf(story.record)[0].tracks(), ElementsAre("May - Ada", "May - Emmy", "panel"));
  EXPECT_FALSE(sessionsOf(story.record)[0].isRevealed());
  story.add(core::CalibrationRevealed{id});
  ASSERT_TRUE(sessionsOf(story.record)[0].isRevealed());
  EXPECT_EQ(sessionsOf(story.record)[0].reveal->wallClockMs, story.record.nowMs);
}

TEST(ACalibrationSession, OfReadersWhoDrewTheSameAgreesWholly) {
  const core::Mask mask = cube({10, 10, 10}, 8);
  const std::vector<SessionReading> readings(3, {kGrid, {{{&mask, "tumour"}}, {{&mask, "tumour"}}}});
  const SessionResult result = resultOf(session().compared(), readings);
  ASSERT_TRUE(result.alphaOfVoxels);
  EXPECT_DOUBLE_EQ(result.alphaOfVoxels->value, 1);
  ASSERT_TRUE(result.alphaOfVoxels->interval);
  EXPECT_DOUBLE_EQ(result.alphaOfVoxels->interval->low, 1);
  EXPECT_EQ(result.readers[0].missed, 0);
  EXPECT_DOUBLE_EQ(result.readers[0].meanDice.value(), 1);
  ASSERT_TRUE(result.readers[0].diceInterval);
  EXPECT_DOUBLE_EQ(result.readers[0].diceInterval->low, 1);
}

TEST(ACalibrationSession, HoldsReadersAgainstTheReferenceWhereThereIsOne) {
  const core::Mask truth = cube({10, 10, 10}, 8), larger = cube({9, 9, 9}, 10), second = cube({40, 40, 40}, 6);
  // Ada draws one too large and misses the other; Emmy does as the panel.
  const SessionReading reading{
      kGrid,
      {{{&larger, "tumour"}}, {{&truth, "tumour"}, {&second, "tumour"}}, {{&truth, "tumour"}, {&second, "tumour"}}}};
  const SessionResult result = resultOf(session("panel").compared(), std::span(&reading, 1));
  ASSERT_THAT(result.readers, SizeIs(2));
  EXPECT_EQ(result.readers[0].missed, 1);
  EXPECT_EQ(result.readers[0].added, 0);
  EXPECT_DOUBLE_EQ(result.readers[0].meanDice.value(), 2.0 * 512 / (512 + 1000));
  EXPECT_FALSE(result.readers[0].diceInterval) << "of one case there is none";
  EXPECT_GT(result.readers[0].meanSignedMm.value(), 0.3);
  EXPECT_EQ(result.readers[1].missed, 0);
  EXPECT_DOUBLE_EQ(result.readers[1].meanDice.value(), 1);
  ASSERT_TRUE(result.alphaOfVoxels);
  EXPECT_LT(result.alphaOfVoxels->value, 0.9);
  EXPECT_FALSE(result.alphaOfVoxels->interval) << "of one case there is none";
}

SessionAgreement alpha(double value, double low) {
  return {.session = "of " + std::to_string(value), .alpha = analysis::Estimate{value, analysis::Interval{low, 1}}};
}

TEST(TheGate, OpensOnTwoSessionsThatHold) {
  using Trend = std::vector<SessionAgreement>;
  EXPECT_FALSE(gateOf(Trend{alpha(0.9, 0.8)}).open);
  EXPECT_TRUE(gateOf(Trend{alpha(0.9, 0.8), alpha(0.85, 0.7)}).open);
  EXPECT_FALSE(gateOf(Trend{alpha(0.9, 0.8), alpha(0.85, 0.6)}).open);
  EXPECT_FALSE(gateOf(Trend{alpha(0.9, 0.6), alpha(0.85, 0.7)}).open);
  EXPECT_THAT(gateOf(Trend{alpha(0.95, 0.9), alpha(0.85, 0.7)}).reason, HasSubstr("clearly worse"));
  EXPECT_THAT(gateOf(Trend{alpha(0.76, 0.7), alpha(0.77, 0.7)}).reason, HasSubstr("not as far as 0.80"));
  EXPECT_FALSE(gateOf(Trend{alpha(0.9, 0.8), {.session = "June"}}).open);
  EXPECT_TRUE(gateOf(Trend{alpha(0.3, 0.1), alpha(0.9, 0.8), alpha(0.85, 0.7)}).open) << "the last two count";
}

TEST(TheGate, SaysWhichSessionCannotBeComparedAndWhichHasTooFewCases) {
  const SessionAgreement good = alpha(0.9, 0.8);
  const std::vector<SessionAgreement> withheld{good, {.session = "June", .alpha = {}, .compared = false}};
  EXPECT_EQ(gateOf(withheld).reason, "session June cannot be compared");
  const std::vector<SessionAgreement> small{good, {.session = "July", .alpha = analysis::Estimate{0.9, {}}}};
  EXPECT_EQ(gateOf(small).reason, "session July has too few cases for an interval");
}

}  // namespace
}  // namespace workflow
