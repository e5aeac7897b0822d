// What lies before whom: everyone decides what others drew, once, and adjudicators what is disputed.
#include "workflow/deck.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workflow/samples.h"

namespace workflow {
namespace {

using core::Verdict;
using testing::ElementsAre;
using testing::IsEmpty;

class ADeck : public testing::Test {
 protected:
  Story story;
  core::CaseId kidney = story.addCase("Kidney");

  const std::string& nameOf(std::size_t lesion) const { return story.record.lesions[lesion].lesion.name; }
  std::vector<std::string> deck(const Reviewer& reviewer) const {
    const std::vector<QueueItem> queue = reviewQueue(story.record);
    std::vector<std::string> names;
    for (const QueueItem* each : deckOf(story.record, queue, reviewer)) {
      names.push_back(nameOf(each->lesion));
    }
    return names;
  }
  std::vector<SentBack> sentBack(const std::string& author) const {
    return sentBackTo(story.record, reviewQueue(story.record), author);
  }
  void remark(const std::string& lesion, const std::string& person, const std::string& text,
              const std::string& view = "") {
    story.add(core::Commented{.lesion = hashOf(lesion), .text = text, .voxel = glm::ivec3(1, 2, 3), .view = view},
              person);
  }
};

TEST_F(ADeck, HoldsWhatOthersDrewTheRiskiestFirst) {
  story.addLesion("Calm", kidney, "Ada");
  story.addLesion("Own", kidney, "Grace");
  story.addLesion("Tiny", kidney, "Ada", "tumour", 0.01);
  EXPECT_THAT(deck({"Grace"}), ElementsAre("Tiny", "Calm"));
  EXPECT_THAT(deck({"Ada"}), ElementsAre("Own"));
}

TEST_F(ADeck, AnythingButOnesOwnMayBeDecidedOnAgain) {
  story.addLesion("L1", kidney, "Ada");
  story.decide("L1", "Grace", Verdict::Accept);
  const auto may = [&](const std::string& person) {
    return mayDecideOn(story.record, reviewQueue(story.record).at(0), {person});
  };
  EXPECT_THAT(deck({"Grace"}), IsEmpty());
  EXPECT_TRUE(may("Grace"));
  EXPECT_TRUE(may("Lea")) << "who may think otherwise";
  EXPECT_FALSE(may("Ada"));
  story.add(core::Assigned{.reader = "Lea", .blind = true}, "Chief", 0, kidney, "Lea");
  EXPECT_FALSE(may("Lea")) << "who is still to read the case blind";
}

TEST_F(ADeck, LeavesACandidateToOthersOnceOneCorrectedIt) {
  LesionFacts& facts = story.addLesion("C", kidney, "Lea");
  facts.lesion.provenance = core::Provenance::Candidate;
  EXPECT_THAT(deck({"Lea"}), ElementsAre("C"));
  facts.changedBy = "Grace";
  EXPECT_THAT(deck({"Grace"}), IsEmpty());
  EXPECT_THAT(deck({"Lea"}), ElementsAre("C"));
  story.decide("C", "Lea", Verdict::Changes);
  EXPECT_EQ(sentBack("Grace").size(), 1u);
  EXPECT_THAT(sentBack("Lea"), IsEmpty());
}

TEST_F(ADeck, ShowsNothingOfACaseThatIsStillToBeReadBlind) {
  const core::CaseId liver = story.addCase("Liver");
  story.addLesion("Theirs", kidney, "Ada");
  story.addLesion("Elsewhere", liver, "Ada");
  story.add(core::Assigned{.reader = "Grace", .blind = true}, "Lea", 0, kidney, "Grace");
  EXPECT_THAT(deck({"Grace"}), ElementsAre("Elsewhere"));
  EXPECT_THAT(deck({"Lea"}), testing::UnorderedElementsAre("Theirs", "Elsewhere"));
  story.add(core::ReadingSubmitted{}, "Grace", 0, kidney, "Grace");
  EXPECT_THAT(deck({"Grace"}), testing::UnorderedElementsAre("Theirs", "Elsewhere"));
}

TEST_F(ADeck, ShowsNothingOfACaseUntilAllWhoReadItBlindAreDone) {
  story.addLesion("Theirs", kidney, "Ada");
  story.add(core::Assigned{.reader = "Grace", .blind = true}, "Lea", 0, kidney, "Grace");
  story.add(core::Assigned{.reader = "Emmy", .blind = true}, "Lea", 0, kidney, "Emmy");
  story.add(core::ReadingSubmitted{}, "Grace", 0, kidney, "Grace");
  EXPECT_THAT(deck({"Grace"}), IsEmpty()) << "who is done could still bring theirs into line";
  EXPECT_THAT(deck({"Lea"}), ElementsAre("Theirs")) << "who does not read it waits for nobody";
  story.add(core::ReadingSubmitted{}, "Emmy", 0, kidney, "Emmy");
  EXPECT_THAT(deck({"Grace"}), ElementsAre("Theirs"));
}

TEST_F(ADeck, LeavesAReadingToItsReaderUntilItIsHandedIn) {
  story.addLesion("Theirs", kidney, "Ada").lesion.track = "Ada";
  story.add(core::Assigned{.reader = "Ada", .blind = false}, "Lea", 0, kidney, "Ada");
  EXPECT_THAT(deck({"Lea"}), IsEmpty());
  EXPECT_EQ(reviewQueue(story.record)[0].waitsFor, "Ada to hand the reading in");
  story.add(core::ReadingSubmitted{}, "Ada", 0, kidney, "Ada");
  EXPECT_THAT(deck({"Lea"}), ElementsAre("Theirs"));
}

TEST_F(ADeck, LosesWhatThePersonDecidedUntilItChanges) {
  story.add(core::PolicySet{.rule = core::ReviewRule::Consensus, .criticalClasses = {"tumour"}});
  LesionFacts& lesion = story.addLesion("L1", kidney, "Ada");
  story.decide("L1", "Grace", Verdict::Accept);
  EXPECT_THAT(deck({"Grace"}), IsEmpty()) << "it waits for a second reviewer";
  EXPECT_THAT(deck({"Lea"}), ElementsAre("L1"));
  lesion.version = hashOf("painted over");
  EXPECT_THAT(deck({"Grace"}), ElementsAre("L1"));
}

TEST_F(ADeck, LeavesChangesToTheirAuthor) {
  story.addLesion("L1", kidney, "Ada");
  story.decide("L1", "Grace", Verdict::Changes);
  EXPECT_THAT(deck({"Lea"}), IsEmpty());
  EXPECT_THAT(deck({"Ada"}), IsEmpty());
}

TEST_F(ADeck, ADisputeGoesToWhoIsNamedOrMaySettleIt) {
  story.addLesion("L1", kidney, "Ada");
  story.decide("L1", "Grace", Verdict::Escalate);
  EXPECT_THAT(deck({"Lea"}), IsEmpty());
  EXPECT_THAT(deck({"Lea", true}), ElementsAre("L1")) << "the policy names nobody";
  story.add(core::PolicySet{.resolvers = {"Noor"}});
  EXPECT_THAT(deck({"Lea", true}), IsEmpty());
  EXPECT_THAT(deck({"Noor"}), ElementsAre("L1"));
}

TEST_F(ADeck, AnAdjudicatorDecidesAsOneOnlyWhereOneIsAskedFor) {
  story.addLesion("Calm", kidney, "Ada");
  story.addLesion("Asked", kidney, "Ada");
  story.decide("Asked", "Grace", Verdict::Escalate);
  const Reviewer lea{"Lea", true};
  for (const QueueItem& item : reviewQueue(story.record)) {
    EXPECT_EQ(lea.roleFor(item), nameOf(item.lesion) == "Asked" ? "adjudicator" : "reviewer");
    EXPECT_EQ(Reviewer{"Grace"}.roleFor(item), "reviewer");
  }
  story.decide("Asked", "Lea", Verdict::Accept, 0, "adjudicator");
  EXPECT_THAT(deck(lea), ElementsAre("Calm")) << "that settles it";
}

TEST_F(ADeck, ARejectionGoesBackWithTheViewThatWasPinned) {
  story.addLesion("L1", kidney, "Ada");
  story.addLesion("L2", kidney, "Noor");
  remark("L1", "Lea", "somebody else's", R"({"layout":"3d"})");
  remark("L1", "Grace", "too large here", R"({"layout":"axial"})");
  remark("L1", "Grace", "without a view");
  story.decide("L1", "Grace", Verdict::Reject);
  const std::vector<SentBack> back = sentBack("Ada");
  ASSERT_EQ(back.size(), 1u);
  EXPECT_EQ(nameOf(back[0].lesion), "L1");
  EXPECT_EQ(back[0].opinion.person, "Grace");
  ASSERT_TRUE(back[0].pinned);
  EXPECT_EQ(back[0].pinned->text, "too large here");
  EXPECT_EQ(back[0].pinned->voxel, glm::ivec3(1, 2, 3));
  EXPECT_THAT(sentBack("Noor"), IsEmpty());
  EXPECT_EQ(remarksOn(story.record, hashOf("L1")).size(), 3u);
}

TEST_F(ADeck, WhatAModelProposedComesBackToWhoReadsTheCaseUntilSomebodyCorrectsIt) {
  LesionFacts& proposed = story.addLesion("K1", kidney, "Lea");  // who brought it in
  proposed.lesion.provenance = core::Provenance::Candidate;
  story.decide("K1", "Grace", Verdict::Changes);
  EXPECT_EQ(sentBack("Lea").size(), 1u) << "nobody was asked to read the case";
  story.add(core::Assigned{.reader = "Ben"}, "Lea", 0, kidney, "Ben");
  story.add(core::Assigned{.reader = "Cleo"}, "Lea", 0, kidney, "Cleo");
  EXPECT_EQ(sentBack("Ben").size(), 1u);
  EXPECT_THAT(sentBack("Lea"), IsEmpty());
  EXPECT_EQ(reviewQueue(story.record)[0].waitsFor, "changes by Ben or Cleo");
  story.record.lesions[0].changedBy = "Cleo";
  EXPECT_THAT(sentBack("Ben"), IsEmpty());
  EXPECT_EQ(sentBack("Cleo").size(), 1u);
}

TEST_F(ADeck, WhatIsToBeMendedComesBackBeforeWhatIsOnlyToBeKnown) {
  for (const char* name : {"L1", "L2", "L3"}) {
    story.addLesion(name, kidney, "Ada");
  }
  story.decide("L1", "Grace", Verdict::Reject);
  story.decide("L2", "Grace", Verdict::Changes);
  story.decide("L3", "Grace", Verdict::Reject);
  const std::vector<SentBack> back = sentBack("Ada");
  ASSERT_EQ(back.size(), 3u);
  EXPECT_EQ(nameOf(back[0].lesion), "L2");
}

TEST_F(ADeck, WhatWasChangedSinceIsNoLongerSentBack) {
  LesionFacts& lesion = story.addLesion("L1", kidney, "Ada");
  story.decide("L1", "Grace", Verdict::Changes);
  EXPECT_EQ(sentBack("Ada").size(), 1u);
  EXPECT_FALSE(sentBack("Ada")[0].pinned);
  lesion.version = hashOf("mended");
  EXPECT_THAT(sentBack("Ada"), IsEmpty());
  EXPECT_THAT(deck({"Grace"}), ElementsAre("L1")) << "for a second look";
}

}  // namespace
}  // namespace workflow
