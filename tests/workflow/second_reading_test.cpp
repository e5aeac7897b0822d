// Sessions whose cases are read twice: what comes first, and what waits for it.
#include "workflow/second_reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "workflow/assignment.h"
#include "workflow/samples.h"

namespace workflow {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

// Ada and Emmy read A and B twice.
struct TwiceStory : Story {
  std::vector<core::CaseId> cases{addCase("A"), addCase("B")};
  core::CalibrationOpened opened;
  core::EditId session;

  explicit TwiceStory(bool boxes) {
    std::sort(cases.begin(), cases.end());
    opened = {.name = "May",
              .cases = cases,
              .readers = {"Ada", "Emmy"},
              .reference = boxes ? "" : "panel",
              .candidates = boxes ? "" : "model",
              .boxes = boxes};
    const std::vector<core::EditDraft> drafts = openingOf(record, opened, "Lea");
    session = add(drafts.front().body);
    for (const core::EditDraft& each : std::span(drafts).subspan(1)) {
      add(each.body, "Lea", 0, each.caseId, each.track);
    }
  }
  void handIn(const std::string& reader, const core::CaseId& caseId, const std::string& track) {
    add(core::ReadingSubmitted{}, reader, 0, caseId, track);
  }
};

TEST(AnAidedReading, WaitsForTheUnaidedOneOfItsCase) {
  TwiceStory story(false);
  for (const std::string track : {"May - Ada, aided", "model"}) {
    EXPECT_THAT(Withholding(story.record).reason(story.cases[0], track, "Ada").value_or(""), HasSubstr("May - Ada"))
        << track;
    EXPECT_FALSE(Withholding(story.record).reason(story.cases[0], track, "Lea")) << "who reads nothing may look";
  }
  EXPECT_FALSE(Withholding(story.record).reason(story.cases[0], "May - Ada", "Ada"));
  story.handIn("Ada", story.cases[0], "May - Ada");
  EXPECT_FALSE(Withholding(story.record).reason(story.cases[0], "May - Ada, aided", "Ada"));
  EXPECT_TRUE(Withholding(story.record).reason(story.cases[1], "May - Ada, aided", "Ada")) << "of the other case";
  EXPECT_TRUE(Withholding(story.record).reason(story.cases[0], "model", "Emmy")) << "of the other reader";
  story.add(core::CalibrationRevealed{story.session});
  EXPECT_FALSE(Withholding(story.record).reason(story.cases[1], "model", "Emmy"));
}

TEST(AnAidedReading, IsAskedForAndCountedWithTheUnaidedOne) {
  TwiceStory story(false);
  const Session session = sessionsOf(story.record).front();
  EXPECT_EQ(session.readings(), 4u);
  EXPECT_THAT(readingsOf(story.record), SizeIs(8));
  story.handIn("Ada", story.cases[0], "May - Ada");
  story.handIn("Ada", story.cases[0], "May - Ada, aided");
  EXPECT_EQ(progressOf(story.record, session)[0].handedIn, 2);
  EXPECT_TRUE(isCalibrationTrack(story.record, story.cases[0], "May - Ada, aided"));
}

TEST(MasksAndBoxes, EachComeFirstForHalfOfTheCasesAndReaders) {
  TwiceStory story(true);
  for (const std::string reader : {"Ada", "Emmy"}) {
    EXPECT_NE(boxesComeFirst(story.opened, reader, story.cases[0]),
              boxesComeFirst(story.opened, reader, story.cases[1]));
  }
  for (const core::CaseId& id : story.cases) {
    EXPECT_NE(boxesComeFirst(story.opened, "Ada", id), boxesComeFirst(story.opened, "Emmy", id));
    const bool boxes = boxesComeFirst(story.opened, "Ada", id);
    const std::string first = boxes ? "May - Ada, boxes" : "May - Ada",
                      second = boxes ? "May - Ada" : "May - Ada, boxes";
    EXPECT_FALSE(Withholding(story.record).reason(id, first, "Ada"));
    EXPECT_TRUE(Withholding(story.record).reason(id, second, "Ada"));
    story.handIn("Ada", id, first);
    EXPECT_FALSE(Withholding(story.record).reason(id, second, "Ada"));
  }
}

TEST(ReadingTwice, SaysInWhichWay) {
  TwiceStory boxes(true), aided(false);
  const core::CaseId& a = boxes.cases[0];
  EXPECT_EQ(wayOf(boxes.record, a, "May - Ada", "Ada"), ReadingWay::ByMasks);
  EXPECT_EQ(wayOf(boxes.record, a, "May - Ada, boxes", "Ada"), ReadingWay::ByBoxes);
  EXPECT_EQ(wayOf(boxes.record, a, "May - Ada", "Emmy"), ReadingWay::Once) << "it is not hers";
  EXPECT_EQ(wayOf(aided.record, a, "May - Emmy", "Emmy"), ReadingWay::Unaided);
  EXPECT_EQ(wayOf(aided.record, a, "May - Emmy, aided", "Emmy"), ReadingWay::Aided);
  EXPECT_EQ(wayOf(aided.record, a, "shared", "Emmy"), ReadingWay::Once);
  aided.add(core::CalibrationRevealed{aided.session});
  EXPECT_EQ(wayOf(aided.record, a, "May - Emmy", "Emmy"), ReadingWay::Once) << "it is over";
}

TEST(ReadingTwice, IsRefusedWhereNothingCouldBeToldFromIt) {
  Story story;
  core::CalibrationOpened opened{.name = "May", .cases = {story.addCase("A")}, .readers = {"Ada", "Emmy"}};
  opened.candidates = "model";
  EXPECT_THROW(openingOf(story.record, opened, "Lea"), core::Error) << "nothing says what is wrong";
  opened.reference = "model";
  EXPECT_THROW(openingOf(story.record, opened, "Lea"), core::Error) << "held against themselves";
  opened.reference = "panel";
  EXPECT_NO_THROW(openingOf(story.record, opened, "Lea"));
  opened.boxes = true;
  EXPECT_THROW(openingOf(story.record, opened, "Lea"), core::Error) << "both at once";
}

}  // namespace
}  // namespace workflow
