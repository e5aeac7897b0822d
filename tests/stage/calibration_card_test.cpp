// Calibration sessions and readings as the page shows them; cases, readers and numbers are made by hand.
#include "stage/calibration_card.h"

#include <gmock/gmock.h>

#include "workflow/samples.h"

namespace stage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;
using workflow::Story;
using State = ui::CalibrationCard::Session::State;

// Ada and Emmy read the cases A and B in May, which is revealed, and in June, which is not.
class CalibrationCard : public testing::Test {
 protected:
  Story story_;
  std::vector<core::CaseId> cases_{story_.addCase("A"), story_.addCase("B")};
  SessionOutcomes outcomes_;

  CalibrationCard() {
    std::sort(cases_.begin(), cases_.end());
    const core::EditId may = open("May");
    story_.add(core::CalibrationRevealed{may});
    open("June");
    const std::vector<workflow::Session> sessions = workflow::sessionsOf(story_.record);
    workflow::ReaderResult ada{.reader = "Ada", .lesions = 4, .missed = 1, .meanDice = 0.7, .meanSignedMm = 0.84};
    ada.diceInterval = analysis::Interval{0.6, 0.8};
    ada.typicalError = analysis::TypicalError::TooLarge;
    ada.cases = {{.dice = 0.95}, {.dice = 0.45, .missed = 1}};
    workflow::ReaderResult emmy{.reader = "Emmy", .lesions = 4, .meanDice = 0.96, .meanSignedMm = -0.01};
    emmy.cases = {{.dice = 0.95}, {.dice = 0.97}};
    outcomes_ = {
        {.session = sessions[0],
         .result = {.alphaOfVoxels = analysis::Estimate{0.72, analysis::Interval{0.7, 0.74}}, .readers = {ada, emmy}},
         .cases = cases_}};
  }

  core::EditId open(const std::string& name) {
    core::CalibrationOpened opened{.name = name, .cases = cases_, .readers = {"Ada", "Emmy"}};
    const std::vector<core::EditDraft> drafts = workflow::openingOf(story_.record, opened, "Lea");
    const core::EditId id = story_.add(drafts.front().body);
    for (const core::EditDraft& each : std::span(drafts).subspan(1)) {
      story_.add(each.body, "Lea", 0, each.caseId, each.track);
    }
    return id;
  }
  void handIn(const std::string& session, const std::string& reader, const core::CaseId& caseId, int hoursAgo) {
    story_.add(core::ReadingSubmitted{}, reader, hoursAgo, caseId, workflow::calibrationTrack(session, reader));
  }
};

TEST_F(CalibrationCard, SaysHowFarEachReaderIsAndNothingElseBeforeTheReveal) {
  handIn("June", "Emmy", cases_[0], 1);
  const ui::CalibrationCard card = calibrationCardOf(story_.record, outcomes_, "Ada");
  ASSERT_THAT(card.sessions, SizeIs(2));
  const auto& june = card.sessions[0];
  EXPECT_EQ(june.name, "June") << "the latest first";
  EXPECT_EQ(june.state, State::Reading);
  EXPECT_EQ(june.cases, 2u);
  ASSERT_THAT(june.readers, SizeIs(2));
  EXPECT_EQ(june.readers[0].handedIn, 0u);
  EXPECT_EQ(june.readers[1].handedIn, 1u);
  EXPECT_THAT(june.readers[1].agreement.dice, IsEmpty());
  EXPECT_THAT(card.trend, SizeIs(1)) << "of May alone";
}

TEST_F(CalibrationCard, SaysWhatCameOfASession) {
  const ui::CalibrationCard card = calibrationCardOf(story_.record, outcomes_, "Ada");
  const auto& may = card.sessions[1];
  EXPECT_EQ(may.state, State::Shown);
  EXPECT_TRUE(may.readers[0].agreement.you);
  EXPECT_EQ(may.readers[0].agreement.interval, "0.60\u20130.80");
  EXPECT_EQ(may.readers[0].surface, "+0.8 mm");
  EXPECT_EQ(may.readers[0].typical, "too large by 0.8 mm");
  EXPECT_EQ(may.readers[1].surface, "0.0 mm") << "what rounds to nothing has no sign";
  EXPECT_THAT(may.agreement, HasSubstr("0.72"));
  ASSERT_TRUE(card.trend[0].low);
  EXPECT_DOUBLE_EQ(*card.trend[0].low, 0.7);
  EXPECT_FALSE(card.gateOpen);
  EXPECT_THAT(card.gate, HasSubstr("two sessions"));
}

TEST_F(CalibrationCard, SaysThatResultsAreOnTheirWayAndWhyThereAreNone) {
  EXPECT_EQ(calibrationCardOf(story_.record, {}, "Ada").sessions[1].state, State::Working);
  outcomes_[0].fault = "fewer than two readings";
  const ui::CalibrationCard card = calibrationCardOf(story_.record, outcomes_, "Ada");
  EXPECT_EQ(card.sessions[1].state, State::Failed);
  EXPECT_EQ(card.sessions[1].fault, "fewer than two readings");
}

TEST_F(CalibrationCard, SendsReadersBackToTheCasesOnWhichTheyDiffered) {
  const ui::CalibrationCard ada = calibrationCardOf(story_.record, outcomes_, "Ada");
  ASSERT_THAT(ada.again, SizeIs(1)) << "on the other one she agrees";
  EXPECT_EQ(ada.again[0].caseName, story_.record.findCase(cases_[1])->name);
  EXPECT_EQ(ada.again[0].words, "Dice 0.45, 1 missed");
  EXPECT_THAT(ada.own, SizeIs(1));
  EXPECT_EQ(ada.ownError, "too large by 0.8 mm");
  EXPECT_THAT(calibrationCardOf(story_.record, outcomes_, "Emmy").again, IsEmpty());
  EXPECT_THAT(calibrationCardOf(story_.record, outcomes_, "Lea").own, IsEmpty());
}

TEST_F(CalibrationCard, ADistanceAgainstTheVolumeIsNotSaid) {
  workflow::ReaderResult reader{.meanSignedMm = -0.3};
  reader.typicalError = analysis::TypicalError::TooLarge;
  EXPECT_EQ(typicalWords(reader), "too large");
}

TEST_F(CalibrationCard, ListsWhatIsToBeReadBeforeWhatIsHandedIn) {
  handIn("May", "Ada", cases_[0], 3);
  handIn("May", "Ada", cases_[1], 2);
  handIn("June", "Ada", cases_[0], 1);
  std::vector<std::string> tracks;
  for (const workflow::Reading& each : readingsFor(story_.record, "Ada")) {
    tracks.push_back(each.track + (each.submittedMs ? " done" : ""));
  }
  EXPECT_THAT(tracks, ElementsAre("June - Ada", "June - Ada done", "May - Ada done", "May - Ada done"));
  EXPECT_EQ(readingsFor(story_.record, "Ada")[2].caseId, cases_[1]) << "the latest first";
  EXPECT_THAT(readingsFor(story_.record, "Lea"), IsEmpty());
}

TEST_F(CalibrationCard, AReferenceIsNoReadersOwnTrack) {
  story_.addLesion("L1", cases_[0]).lesion.track = "panel";
  story_.addLesion("L2", cases_[0]).lesion.track = "June - Ada";
  workflow::LesionFacts& proposed = story_.addLesion("K1", cases_[0]);
  proposed.lesion.track = "model";
  proposed.lesion.provenance = core::Provenance::Candidate;
  EXPECT_THAT(calibrationCardOf(story_.record, outcomes_, "Lea").references, ElementsAre("panel"));
  EXPECT_THAT(calibrationCardOf(story_.record, outcomes_, "Lea").candidates, ElementsAre("model"));
}

TEST(ReadingsWaiting, AreSpokenOfWhereSomethingElseIsOpen) {
  const core::CaseId kidney{{1}}, liver{{2}};
  std::vector<workflow::Reading> readings{{.caseId = kidney, .track = "ada", .assigned = {.reader = "Ada"}}};
  EXPECT_EQ(readingsWaiting(readings, {kidney, "ada"}), "");
  EXPECT_EQ(readingsWaiting(readings, {kidney, "shared"}),
            "You are to read 1 case. This is the track \u201Cshared\u201D: what you paint here, others see.");
  readings.push_back({.caseId = liver, .track = "ada", .assigned = {.reader = "Ada", .blind = true}});
  EXPECT_THAT(readingsWaiting(readings, {kidney, "shared"}), StartsWith("You are to read 2 cases without seeing what"));
  EXPECT_EQ(readingsWaiting(readings, {liver, "ada"}), "") << "one of them is being read";
  readings[0].submittedMs = readings[1].submittedMs = 1;
  EXPECT_EQ(readingsWaiting(readings, {kidney, "shared"}), "");
}

}  // namespace
}  // namespace stage
