// Where an example of the guideline is to be seen.
#include "stage/example_desk.h"

#include <gmock/gmock.h>

namespace stage {
namespace {

class PlaceOfExample : public testing::Test {
 protected:
  workflow::Record record_;
  const core::CaseId case_ = core::Sha256().update("A").finish();

  PlaceOfExample() {
    record_.cases.push_back({.id = case_, .name = "A"});
    for (const char* track : {"May - Ada", "shared", "other"}) {
      workflow::LesionFacts facts;
      facts.lesion = {.id = core::Sha256().update(track).finish(), .name = "L1", .caseId = case_, .track = track};
      record_.lesions.push_back(facts);
    }
  }
  std::string trackOf(const core::EdgeCase& edge, const std::string& track = "other") const {
    const auto there = placeOfExample(record_, edge, track);
    return there ? there->place.track : "nowhere";
  }
  core::EditId add(core::EditBody body) {
    core::Edit edit{.body = std::move(body)};
    edit.header.kind = core::kindOf(edit.body);
    edit.header.sequence = record_.edits.size() + 1;
    edit.id = core::editId(edit.header);
    record_.edits.push_back(edit);
    return edit.id;
  }
};

TEST_F(PlaceOfExample, IsItsOwnTrackElseTheOneAtHand) {
  EXPECT_EQ(trackOf({.caseName = "A", .track = "shared", .lesion = "L1"}), "shared");
  EXPECT_EQ(trackOf({.caseName = "A", .lesion = "L1"}), "other");
  EXPECT_EQ(trackOf({.caseName = "A", .lesion = "L1"}, "elsewhere"), "May - Ada") << "the first that has it";
  EXPECT_EQ(trackOf({.caseName = "A"}, "elsewhere"), "elsewhere") << "only the case is shown";
  EXPECT_EQ(trackOf({.caseName = "B", .lesion = "L1"}), "nowhere");
  EXPECT_EQ(trackOf({.caseName = "A", .lesion = "L2"}), "nowhere");
  EXPECT_EQ(trackOf({}), "nowhere");
}

TEST_F(PlaceOfExample, IsNoTrackThatIsBeingReadBlind) {
  const core::EditId session =
      add(core::CalibrationOpened{.name = "May", .cases = {case_}, .readers = {"Ada", "Emmy"}});
  EXPECT_EQ(trackOf({.caseName = "A", .track = "May - Ada", .lesion = "L1"}), "nowhere");
  EXPECT_EQ(trackOf({.caseName = "A", .lesion = "L1"}, "elsewhere"), "shared");
  add(core::CalibrationRevealed{session});
  EXPECT_EQ(trackOf({.caseName = "A", .track = "May - Ada", .lesion = "L1"}), "May - Ada");
}

}  // namespace
}  // namespace stage
