// A finding as the deck shows it: whose work it is, and whose it is not to accept.
#include "stage/review_card.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <glm/geometric.hpp>

#include "core/palette.h"
#include "stage/finding_context.h"

namespace stage {
namespace {

using testing::Contains;
using testing::Pair;

class AFinding : public testing::Test {
 protected:
  ReviewNews news_;

  AFinding() {
    const core::CaseId kidney = core::Sha256().update("Kidney").finish();
    news_.record.cases.push_back({.id = kidney, .name = "Kidney", .grid = core::Grid({64, 64, 64}, glm::dmat4(1))});
    workflow::LesionFacts facts{.voxels = 5000, .volumeMl = 5};
    facts.lesion = {.name = "L1", .className = "cyst", .caseId = kidney, .track = "shared", .author = "Lea"};
    news_.record.lesions.push_back(facts);
  }

  workflow::LesionFacts& facts() { return news_.record.lesions.front(); }
  ui::ReviewCard card(const std::string& reviewer) const { return cardOf(news_, {.lesion = 0}, reviewer); }
};

TEST_F(AFinding, SaysWhoseWorkACandidateIs) {
  facts().lesion.provenance = core::Provenance::Candidate;
  facts().lesion.model = "net";
  facts().lesion.modelVersion = "3";
  EXPECT_EQ(card("Grace").origin, "Kidney \u00B7 net 3");
  EXPECT_EQ(card("Lea").blocked, "") << "who only brought it in may accept it";
  facts().changedBy = "Grace";
  facts().drawnBy = {"Grace"};
  EXPECT_EQ(card("Ada").origin, "Kidney \u00B7 net 3, corrected by Grace");
  EXPECT_THAT(card("Ada").facts, Contains(Pair("Proposed by", "net 3")));
  EXPECT_THAT(card("Ada").facts, Contains(Pair("Corrected by", "Grace")));
  EXPECT_EQ(card("Ada").blocked, "");
  EXPECT_EQ(card("Grace").blocked, "You corrected this: somebody else accepts it.");
}

TEST_F(AFinding, SaysWhatChangedSinceItWasDecidedOn) {
  workflow::QueueItem item{.lesion = 0, .state = workflow::LesionState::Stale};
  item.opinions = {{.person = "Rita", .verdict = core::Verdict::Accept, .voxelsChanged = true}};
  EXPECT_EQ(cardOf(news_, item, "Ada").why, "A second look: it was changed after Rita accepted it");
  item.opinions[0].verdict = core::Verdict::Changes;
  EXPECT_EQ(cardOf(news_, item, "Ada").why,
            "A second look: it was changed after Rita asked for changes, who has not looked again");
  core::Guideline second;
  second.changes = {{"Vessels do not belong", {"cyst"}}};
  news_.record.guidelines = {{.hash = core::Sha256().update("1").finish()},
                             {.hash = core::Sha256().update("2").finish(), .guideline = second}};
  item.opinions[0] = {.person = "Rita", .guideline = news_.record.guidelines[0].hash, .ruleChanged = true};
  EXPECT_EQ(cardOf(news_, item, "Ada").why,
            "A second look: the guideline for its class was changed: Vessels do not belong");
}

TEST_F(AFinding, TellsWhatWaitsForOthers) {
  news_.record.lesions.push_back(facts());
  news_.queue = {{.lesion = 0, .state = workflow::LesionState::Escalated, .waitsFor = "an adjudicator"},
                 {.lesion = 1, .state = workflow::LesionState::Escalated, .waitsFor = "an adjudicator"},
                 {.lesion = 1, .state = workflow::LesionState::ChangesAsked, .waitsFor = "changes by Ben"},
                 {.lesion = 1, .state = workflow::LesionState::Accepted}};
  EXPECT_EQ(waitingForOthers(news_, {}, "Rita"), "2 wait for an adjudicator, 1 for changes by Ben.");
  const workflow::QueueItem* own = news_.queue.data();
  EXPECT_EQ(waitingForOthers(news_, {&own, 1}, "Ana"), "1 waits for an adjudicator, 1 for changes by Ben.");
}

TEST_F(AFinding, SaysForWhomItWaits) {
  workflow::QueueItem item{.lesion = 0, .state = workflow::LesionState::Undecided, .waitsFor = "an adjudicator"};
  EXPECT_EQ(cardOf(news_, item, "Ada").why, "") << "as everything does";
  item.requirement.adjudicator = true;
  EXPECT_EQ(cardOf(news_, item, "Ada").why, "Waits for: an adjudicator");
}

TEST_F(AFinding, ReadersAreToldApartFromEachOtherAndFromIt) {
  for (std::size_t finding = 0; finding < 12; ++finding) {
    const glm::vec3 own = core::lesionColor(finding);
    for (std::size_t reader = 0; reader < 4; ++reader) {
      EXPECT_GT(glm::distance(readerColor(reader, own), own), 0.25f) << finding << " " << reader;
      for (std::size_t other = 0; other < reader; ++other) {
        EXPECT_GT(glm::distance(readerColor(reader, own), readerColor(other, own)), 0.25f);
      }
      if (finding < 7) {  // colours of which nobody would say that they changed
        EXPECT_EQ(readerColor(reader, own), readerColor(reader, core::lesionColor(0)));
      }
    }
  }
}

TEST_F(AFinding, IsNotForWhoDrewItToAccept) {
  EXPECT_EQ(card("Lea").blocked, "You drew this: somebody else accepts it.");
  EXPECT_EQ(card("Ada").blocked, "");
  news_.record.consensus.insert({facts().lesion.caseId, facts().lesion.track});
  EXPECT_EQ(card("Lea").blocked, "") << "a consensus is nobody's";
}

}  // namespace
}  // namespace stage
