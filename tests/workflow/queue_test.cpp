#include "workflow/queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workflow/samples.h"

namespace workflow {
namespace {

using core::Verdict;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class AQueue : public testing::Test {
 protected:
  Story story;
  core::CaseId kidney = story.addCase("Kidney");

  QueueItem item(const std::string& lesion) const {
    for (const QueueItem& each : reviewQueue(story.record)) {
      if (story.record.lesions[each.lesion].lesion.name == lesion) {
        return each;
      }
    }
    ADD_FAILURE() << lesion << " is not in the queue";
    return {};
  }
  LesionState state(const std::string& lesion) const { return item(lesion).state; }
  std::vector<std::string> order() const {
    std::vector<std::string> names;
    for (const QueueItem& each : reviewQueue(story.record)) {
      names.push_back(story.record.lesions[each.lesion].lesion.name);
    }
    return names;
  }
  void policy(core::PolicySet set) { story.add(std::move(set)); }
};

TEST_F(AQueue, ADecisionOfASecondPersonCountsAndThatOfTheAuthorDoesNot) {
  story.addLesion("L1", kidney, "Ada");
  EXPECT_EQ(state("L1"), LesionState::Undecided);
  story.decide("L1", "Ada", Verdict::Accept);
  EXPECT_EQ(state("L1"), LesionState::Undecided);
  EXPECT_TRUE(item("L1").opinions.front().own);
  story.decide("L1", "Grace", Verdict::Accept);
  EXPECT_EQ(state("L1"), LesionState::Accepted);
  EXPECT_EQ(item("L1").waitsFor, "");
}

TEST_F(AQueue, WhoCorrectedACandidateLastDecidesNothingOnIt) {
  LesionFacts& facts = story.addLesion("C", kidney, "Lea");
  facts.lesion.provenance = core::Provenance::Candidate;
  story.decide("C", "Lea", Verdict::Accept);
  EXPECT_EQ(state("C"), LesionState::Accepted) << "who only brought it in may";
  story.facts("C").changedBy = "Grace";
  story.facts("C").version = hashOf("C 2");
  story.decide("C", "Grace", Verdict::Accept);
  EXPECT_TRUE(item("C").opinions.back().own);
  EXPECT_NE(state("C"), LesionState::Accepted);
  story.decide("C", "Ada", Verdict::Accept);
  EXPECT_EQ(state("C"), LesionState::Accepted);
  story.decide("C", "Ada", Verdict::Changes);
  EXPECT_EQ(item("C").waitsFor, "changes by Grace");
}

TEST_F(AQueue, AChangedVoxelReopensAndGoingBackClosesAgain) {
  LesionFacts& lesion = story.addLesion("L1", kidney);
  story.decide("L1", "Grace", Verdict::Accept);
  const core::Hash decided = lesion.version;
  lesion.version = hashOf("painted over");
  EXPECT_EQ(state("L1"), LesionState::Stale);
  EXPECT_TRUE(item("L1").opinions.front().voxelsChanged);
  lesion.version = decided;
  EXPECT_EQ(state("L1"), LesionState::Accepted) << "undone: it is what was accepted";
}

TEST_F(AQueue, ANewRuleReopensOnlyWhatItTouches) {
  story.publish({.classes = {{.name = "tumour"}, {.name = "cyst"}}});
  story.addLesion("T", kidney, "Ada", "tumour");
  story.addLesion("C", kidney, "Ada", "cyst");
  story.decide("T", "Grace", Verdict::Accept);
  story.decide("C", "Grace", Verdict::Accept);
  story.publish({.classes = {{.name = "tumour"}, {.name = "cyst", .definition = "without its wall"}}});
  EXPECT_EQ(state("T"), LesionState::Accepted);
  EXPECT_EQ(state("C"), LesionState::Stale);
  story.decide("C", "Grace", Verdict::Accept);
  EXPECT_EQ(state("C"), LesionState::Accepted);
}

TEST_F(AQueue, OnesLaterDecisionReplacesTheEarlier) {
  story.addLesion("L1", kidney);
  story.decide("L1", "Grace", Verdict::Reject);
  EXPECT_EQ(state("L1"), LesionState::Rejected);
  story.decide("L1", "Grace", Verdict::Accept);
  EXPECT_EQ(state("L1"), LesionState::Accepted);
  EXPECT_THAT(item("L1").opinions, SizeIs(1));
}

TEST_F(AQueue, DecisionsThatContradictEachOtherGoToTheResolverWithBothKept) {
  policy({.resolvers = {"Ines", "Olga"}, .limitHours = 48});
  story.addLesion("L1", kidney);
  story.decide("L1", "Grace", Verdict::Accept, 100);
  story.decide("L1", "Emmy", Verdict::Reject, 20);
  const QueueItem waiting = item("L1");
  EXPECT_EQ(waiting.state, LesionState::Escalated);
  EXPECT_THAT(waiting.opinions, SizeIs(2));
  EXPECT_EQ(waiting.waitsFor, "Ines");
  ASSERT_TRUE(waiting.escalation);
  EXPECT_EQ(waiting.escalation->sinceMs, story.record.nowMs - 20 * Story::kHourMs) << "from the second one on";
  story.decide("L1", "Ines", Verdict::Accept);
  EXPECT_EQ(state("L1"), LesionState::Accepted);
}

TEST_F(AQueue, AnAdjudicatorSettlesWhatWasEscalated) {
  story.addLesion("L1", kidney);
  story.decide("L1", "Grace", Verdict::Escalate);
  EXPECT_EQ(state("L1"), LesionState::Escalated);
  EXPECT_EQ(item("L1").waitsFor, "an adjudicator");
  story.decide("L1", "Emmy", Verdict::Accept);
  EXPECT_EQ(state("L1"), LesionState::Escalated) << "not just anybody";
  story.decide("L1", "Olga", Verdict::Changes, 0, "adjudicator");
  EXPECT_EQ(state("L1"), LesionState::ChangesAsked);
  EXPECT_EQ(item("L1").waitsFor, "changes by Ada");
}

TEST_F(AQueue, CriticalClassesNeedTwoUnderThePolicyOfConsensus) {
  policy({.rule = core::ReviewRule::Consensus, .criticalClasses = {"tumour"}});
  story.addLesion("T", kidney, "Ada", "tumour");
  story.addLesion("C", kidney, "Ada", "cyst");
  story.decide("T", "Grace", Verdict::Accept);
  story.decide("C", "Grace", Verdict::Accept);
  EXPECT_EQ(state("T"), LesionState::Undecided);
  EXPECT_EQ(item("T").waitsFor, "1 more reviewer");
  EXPECT_EQ(state("C"), LesionState::Accepted);
  story.decide("T", "Emmy", Verdict::Accept);
  EXPECT_EQ(state("T"), LesionState::Accepted);
}

TEST_F(AQueue, SamplingNeverLeavesOutWhatIsRiskyAndDrawsTheSameEverywhere) {
  policy({.rule = core::ReviewRule::Sampled, .criticalClasses = {"tumour"}, .sampledPart = 0.2, .seed = "2026"});
  for (int i = 0; i < 200; ++i) {
    story.addLesion("C" + std::to_string(i), kidney, "Ada", "cyst");
  }
  story.addLesion("T", kidney, "Ada", "tumour");
  story.addLesion("tiny", kidney, "Ada", "cyst", 0.05);
  const auto required = [&] {
    std::set<std::string> names;
    for (const QueueItem& each : reviewQueue(story.record)) {
      if (isWaiting(each.state)) {
        names.insert(story.record.lesions[each.lesion].lesion.name);
      }
    }
    return names;
  };
  const std::set<std::string> drawn = required();
  EXPECT_TRUE(drawn.contains("T"));
  EXPECT_TRUE(drawn.contains("tiny"));
  EXPECT_GT(drawn.size(), 20u);
  EXPECT_LT(drawn.size(), 70u);
  std::reverse(story.record.lesions.begin(), story.record.lesions.end());
  EXPECT_EQ(required(), drawn);
}

TEST_F(AQueue, OfACaseWithAConsensusOnlyThatIsReviewed) {
  policy({.rule = core::ReviewRule::Dual});
  story.addLesion("A", kidney, "Ada").lesion.track = "ada";
  EXPECT_THAT(lackingReadings(story.record, kidney), SizeIs(2));
  story.addLesion("B", kidney, "Emmy").lesion.track = "emmy";
  EXPECT_THAT(lackingReadings(story.record, kidney), ElementsAre(kNotBroughtTogether));
  EXPECT_TRUE(item("A").isUnderway) << "nobody decides on what one of two says";
  EXPECT_EQ(item("A").waitsFor, "the readings of its case to be brought together");
  EXPECT_THAT(casesToBringTogether(story.record), ElementsAre(kidney));
  story.add(core::Assigned{.reader = "Mary"}, "Lea", 0, kidney, "mary");
  EXPECT_THAT(casesToBringTogether(story.record), IsEmpty()) << "another is still reading it";
  story.add(core::Assigned{}, "Lea", 0, kidney, "mary");
  story.addLesion("model's", kidney, "import").lesion.provenance = core::Provenance::Candidate;
  EXPECT_FALSE(item("model's").isUnderway) << "a model is no reader";
  story.record.lesions.pop_back();
  LesionFacts& both = story.addLesion("both", kidney, "Lea");
  both.lesion.track = "consensus";
  both.disputed = true;
  story.record.consensus = {{kidney, "consensus"}};
  EXPECT_THAT(lackingReadings(story.record, kidney), IsEmpty());
  EXPECT_THAT(order(), ElementsAre("both"));
  story.decide("both", "Lea", Verdict::Accept);
  EXPECT_EQ(state("both"), LesionState::Undecided) << "readers differ";
  EXPECT_EQ(item("both").waitsFor, "an adjudicator");
  story.decide("both", "Olga", Verdict::Accept, 0, "adjudicator");
  EXPECT_EQ(state("both"), LesionState::Accepted);
}

TEST_F(AQueue, ACaseReadTwiceByOnePersonHasNotBeenReadByTwo) {
  policy({.rule = core::ReviewRule::Dual});
  story.addLesion("A", kidney, "Ada").lesion.track = "ada";
  story.addLesion("B", kidney, "Ada").lesion.track = "ada again";
  EXPECT_THAT(lackingReadings(story.record, kidney), SizeIs(2));
  story.add(core::ReadingSubmitted{}, "Emmy", 0, kidney, "emmy");
  EXPECT_THAT(lackingReadings(story.record, kidney), SizeIs(1)) << "who handed in an empty reading read it too";
}

TEST_F(AQueue, ACaseThatNobodyReadIsNotACaseWithoutLesions) {
  EXPECT_THAT(lackingReadings(story.record, kidney), ElementsAre("nobody has read it"));
  story.addLesion("K", kidney, "import").lesion.provenance = core::Provenance::Candidate;
  EXPECT_THAT(lackingReadings(story.record, kidney), IsEmpty()) << "candidates are decided on one by one";
  const core::CaseId other = story.addCase("Liver");
  story.add(core::ReadingSubmitted{}, "Emmy", 0, other, "shared");
  EXPECT_THAT(lackingReadings(story.record, other), IsEmpty()) << "she found nothing";
}

TEST_F(AQueue, CalibrationReadingsAreNoPartOfTheStandard) {
  story.add(core::CalibrationOpened{.name = "May", .cases = {kidney}, .readers = {"Ada", "Emmy"}});
  story.addLesion("A", kidney, "Ada").lesion.track = "May - Ada";
  story.addLesion("L", kidney, "Ada");
  EXPECT_THAT(order(), ElementsAre("L"));
}

TEST_F(AQueue, ContestedVoxelsKeepItOpenWhateverWasDecided) {
  story.addLesion("L1", kidney).contested = true;
  story.decide("L1", "Grace", Verdict::Accept);
  EXPECT_EQ(state("L1"), LesionState::Contested);
}

TEST_F(AQueue, TheRiskiestComeFirstAndWhatIsDoneLast) {
  policy({.criticalClasses = {"tumour"}});
  story.addLesion("plain", kidney, "Ada", "cyst");
  story.addLesion("done", kidney, "Ada", "tumour");
  story.decide("done", "Grace", Verdict::Accept);
  LesionFacts& unsure = story.addLesion("unsure", kidney, "model", "cyst");
  unsure.lesion.provenance = core::Provenance::Candidate;
  unsure.lesion.confidence = 0.2;
  story.addLesion("critical", kidney, "Ada", "tumour");
  story.addLesion("late", kidney, "Ada", "cyst");
  story.decide("late", "Grace", Verdict::Escalate, 500);
  EXPECT_THAT(order(), ElementsAre("late", "critical", "unsure", "plain", "done"));
}

TEST_F(AQueue, RemindsOfAnOldGuidelineAndOfRecurringContradictions) {
  story.publish({.classes = {{.name = "tumour"}}}, 10 * 24);
  EXPECT_THAT(reminders(story.record), IsEmpty());
  for (const std::string name : {"A", "B", "C"}) {
    story.addLesion(name, kidney);
    story.decide(name, "Grace", Verdict::Accept, 5);
    story.decide(name, "Emmy", Verdict::Reject, 4);
  }
  EXPECT_THAT(reminders(story.record), ElementsAre(HasSubstr("\"tumour\" contradicted each other 3 times")));
  story.record.guidelines.front().wallClockMs -= 25 * 24 * Story::kHourMs;
  EXPECT_THAT(reminders(story.record), ElementsAre(HasSubstr("35 days old"), HasSubstr("tumour")));
}

TEST(Escalation, WarnsAtHalfAndGoesOnAtTheLimit) {
  const core::PolicySet policy{.resolvers = {"Ines", "Olga"}, .limitHours = 10};
  const auto after = [&](int hours) { return escalationOf(0, policy, hours * Story::kHourMs); };
  EXPECT_EQ(after(4).resolver, "Ines");
  EXPECT_FALSE(after(4).warns);
  EXPECT_TRUE(after(5).warns);
  EXPECT_EQ(after(10).resolver, "Olga");
  EXPECT_FALSE(after(10).warns) << "she has her own ten hours";
  EXPECT_EQ(after(10).handedOn, 1);
  EXPECT_FALSE(after(19).overdue);
  EXPECT_TRUE(after(20).overdue) << "nobody is left to hand it to";
  EXPECT_EQ(after(90).resolver, "Olga");
  EXPECT_EQ(escalationOf(0, {.limitHours = 10}, 0).resolver, "");
  EXPECT_EQ(escalationOf(100, policy, 0).handedOn, 0) << "clocks differ";
}

}  // namespace
}  // namespace workflow
