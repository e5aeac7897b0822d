// What whoever drew a lesion is told of its review.
#include "stage/lesion_standing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stage {
namespace {

using testing::ElementsAre;
using testing::IsNull;
using testing::NotNull;
using State = workflow::LesionState;

class AStanding : public testing::Test {
 protected:
  ReviewNews news_;
  workflow::QueueItem item_;

  AStanding() {
    const core::CaseId kidney = core::Sha256().update("Kidney").finish();
    news_.record.cases.push_back({.id = kidney, .name = "Kidney", .grid = core::Grid({64, 64, 64}, glm::dmat4(1))});
    for (const char* name : {"L1", "L2"}) {
      workflow::LesionFacts facts{.voxels = 5000, .volumeMl = 5};
      facts.lesion = {.id = core::Sha256().update(name).finish(), .name = name, .caseId = kidney, .track = "shared"};
      news_.record.lesions.push_back(facts);
    }
  }

  void said(const std::string& person, core::Verdict verdict, const std::string& comment = "") {
    item_.opinions.push_back({.person = person, .verdict = verdict, .comment = comment});
  }
  ui::LesionStanding standing() const { return standingOf(news_, item_); }
};

TEST_F(AStanding, SaysWhoAskedForWhatAndWhoIsToDoIt) {
  said("Rita", core::Verdict::Changes, "its lower part is missing");
  item_.state = State::ChangesAsked;
  item_.waitsFor = "changes by Ben";
  EXPECT_EQ(standing().words, "Sent back by Rita: waits for changes by Ben.");
  EXPECT_EQ(standing().mark, ui::ReviewMark::SentBack);
  ASSERT_EQ(standing().said.size(), 1u);
  EXPECT_EQ(standing().said[0].who, "Rita");
  EXPECT_EQ(standing().said[0].text, "its lower part is missing");
}

TEST_F(AStanding, NamesOnlyThoseWhoseWordCounts) {
  said("Ada", core::Verdict::Accept);
  said("Rita", core::Verdict::Accept);
  said("Ada", core::Verdict::Accept);
  said("Grace", core::Verdict::Accept);
  item_.opinions.back().voxelsChanged = true;
  item_.state = State::Accepted;
  EXPECT_EQ(standing().words, "Accepted by Ada and Rita.");
}

TEST_F(AStanding, IsSilentWhereNobodyIsAsked) {
  item_.state = State::NotRequired;
  EXPECT_EQ(standing().words, "");
  item_.state = State::Undecided;
  item_.waitsFor = "a reviewer";
  EXPECT_EQ(standing().words, "Waits for a reviewer.");
  EXPECT_EQ(standing().mark, ui::ReviewMark::None);
}

TEST_F(AStanding, IsFoundByItsLesion) {
  item_.lesion = 1;
  news_.queue = {item_};
  const core::LesionId second = news_.record.lesions[1].lesion.id;
  EXPECT_THAT(reviewedOf(news_, std::vector{news_.record.lesions[0].lesion.id, second, core::LesionId{}}),
              ElementsAre(IsNull(), NotNull(), IsNull()));
}

}  // namespace
}  // namespace stage
