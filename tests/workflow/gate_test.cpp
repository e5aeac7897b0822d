#include "workflow/gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workflow/samples.h"

namespace workflow {
namespace {

using core::Verdict;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class AGate : public testing::Test {
 protected:
  Story story;
  core::CaseId kidney = story.addCase("Kidney");
  std::map<core::LesionId, core::Mask> masks;

  AGate() {
    story.publish({.classes = {{.name = "tumour", .smallestMm3 = 100}, {.name = "cyst", .mayOverlap = false}}});
  }

  void accepted(const std::string& name, const std::string& className = "tumour", int first = 0) {
    story.addLesion(name, kidney, "Ada", className);
    masks[hashOf(name)].setRun({first, 3, 3}, 10);
    story.decide(name, "Grace", Verdict::Accept);
  }
  std::vector<std::string> rules() {
    const auto queue = reviewQueue(story.record);
    const auto watches = watchesOf(story.record, [](const auto&) { return analysis::CorrectionSize::Untouched; });
    std::vector<std::string> names;
    for (const Obstacle& each :
         obstaclesOf(story.record, queue, watches, [&](const core::LesionId& id) { return masks[id]; })) {
      names.push_back(each.rule);
    }
    return names;
  }
};

TEST_F(AGate, IsOpenWhenEverythingIsDone) {
  accepted("L1");
  EXPECT_THAT(rules(), IsEmpty());
  EXPECT_THAT(releasable(story.record, reviewQueue(story.record)), ElementsAre(0u));
}

TEST_F(AGate, LetsNoTwoClassesBeAtOnePlace) {
  accepted("L1", "tumour");
  story.publish({.classes = {{.name = "tumour"}, {.name = "node"}}});
  accepted("L2", "node", 1);
  story.decide("L1", "Grace", Verdict::Accept);
  EXPECT_THAT(rules(), ElementsAre("overlap"));
}

TEST_F(AGate, SaysWhereItsObstaclesAre) {
  accepted("L1");
  story.addLesion("L2", kidney);
  const auto queue = reviewQueue(story.record);
  const std::vector<Obstacle> obstacles =
      obstaclesOf(story.record, queue, {}, [](const auto&) { return core::Mask(); });
  const auto undecided =
      std::find_if(obstacles.begin(), obstacles.end(), [](const Obstacle& each) { return each.rule == "undecided"; });
  ASSERT_NE(undecided, obstacles.end());
  EXPECT_EQ(undecided->caseId, kidney);
  EXPECT_EQ(undecided->track, "shared");
  EXPECT_EQ(undecided->lesion, hashOf("L2"));
  EXPECT_TRUE(asksForDecision(*undecided));
  Obstacle other = *undecided;
  other.rule = "changes asked";
  EXPECT_FALSE(asksForDecision(other)) << "the lesion is to be changed first";
  other.rule = "size";
  EXPECT_TRUE(asksForDecision(other)) << "it can be rejected";
  other.rule = "contested";
  EXPECT_FALSE(asksForDecision(other)) << "whose voxels are whose is said where it is painted";
  EXPECT_FALSE(asksForDecision({"overdue", "Kidney", "a reading", kidney, "emmy", {}})) << "a reading is no lesion";
}

TEST(GateChecks, HaveAPlaceForEveryStateThatWaits) {
  std::vector<std::string_view> rules;
  for (const GateCheck& each : gateChecks()) {
    rules.insert(rules.end(), each.rules.begin(), each.rules.end());
  }
  for (int state = 0; state <= int(LesionState::Accepted); ++state) {
    const bool waits = isWaiting(LesionState(state));
    EXPECT_EQ(std::count(rules.begin(), rules.end(), name(LesionState(state))), waits ? 1 : 0)
        << name(LesionState(state));
  }
  std::sort(rules.begin(), rules.end());
  EXPECT_EQ(std::adjacent_find(rules.begin(), rules.end()), rules.end()) << "a rule belongs to one check";
}

TEST_F(AGate, StaysShutForWhatWaitsAndLeavesOutWhatIsRejected) {
  accepted("L1");
  story.addLesion("L2", kidney);
  EXPECT_THAT(rules(), ElementsAre("undecided"));
  story.decide("L2", "Grace", Verdict::Changes);
  EXPECT_THAT(rules(), ElementsAre("changes asked"));
  story.decide("L2", "Grace", Verdict::Reject);
  EXPECT_THAT(rules(), IsEmpty());
  EXPECT_THAT(releasable(story.record, reviewQueue(story.record)), ElementsAre(0u));
  story.facts("L1").version = hashOf("painted over");
  EXPECT_THAT(rules(), UnorderedElementsAre("stale", "empty")) << "and nothing is left to release";
}

TEST_F(AGate, SaysWhoIsToDoWhat) {
  const auto what = [&] {
    const auto queue = reviewQueue(story.record);
    const auto all = obstaclesOf(story.record, queue, {}, [&](const core::LesionId& id) { return masks[id]; });
    return all.empty() ? "" : all.front().what;
  };
  accepted("L1");
  story.addLesion("L2", kidney, "Ada");
  EXPECT_EQ(what(), "nobody has decided on it yet; waits for a reviewer");
  story.decide("L2", "Grace", Verdict::Changes);
  EXPECT_EQ(what(), "Grace asked for changes; Ada has to make them");
  story.facts("L2").version = hashOf("mended");
  EXPECT_EQ(what(), "it was changed since it was decided on; waits for a reviewer");
  story.decide("L2", "Grace", Verdict::Escalate);
  EXPECT_EQ(what(), "Grace handed it on; an adjudicator has to decide");
  story.decide("L2", "Ines", Verdict::Accept, 0, "adjudicator");
  EXPECT_EQ(what(), "");
  story.publish({.classes = {{.name = "tumour"}}, .changes = {{.what = "smaller ones too", .classes = {"tumour"}}}});
  EXPECT_EQ(what(), "the guideline was changed since it was decided on; waits for a reviewer");
  story.add(core::PolicySet{.rule = core::ReviewRule::Consensus, .criticalClasses = {"tumour"}, .resolvers = {"Ines"}});
  for (LesionFacts& each : story.record.lesions) {
    each.disputed = true;
  }
  EXPECT_EQ(what(), "the guideline was changed since it was decided on; waits for Ines");
}

TEST_F(AGate, KnowsWhatIsLate) {
  accepted("L1");
  story.add(core::PolicySet{.resolvers = {"Ines"}, .limitHours = 10});
  story.addLesion("L2", kidney);
  story.decide("L2", "Grace", Verdict::Escalate, 11);
  story.add(core::Assigned{.reader = "Emmy", .dueMs = story.record.nowMs - 1}, "Lea", 0, kidney, "emmy");
  EXPECT_THAT(rules(), ElementsAre("overdue", "overdue"));
}

TEST_F(AGate, HoldsLesionsAgainstTheGuideline) {
  accepted("L1", "stone");
  EXPECT_THAT(rules(), ElementsAre("class"));
  accepted("L2", "tumour", 40);
  story.facts("L2").volumeMl = 0.099;
  EXPECT_THAT(rules(), ElementsAre("class", "size"));
  accepted("C1", "cyst", 20);
  EXPECT_THAT(rules(), ElementsAre("class", "size"));
  accepted("L3", "tumour", 25);
  EXPECT_THAT(rules(), ElementsAre("class", "size", "overlap")) << "a cyst overlaps nothing";
}

TEST_F(AGate, LetsNothingOverlapAcrossTracksThatMustNot) {
  accepted("C1", "cyst", 0);
  accepted("C2", "cyst", 5);
  story.facts("C2").lesion.track = "emmy";
  EXPECT_THAT(rules(), ElementsAre("overlap", "overlap")) << "both would be in the standard, of one place";
}

TEST_F(AGate, RefusesWhatIsEmptyOrOutside) {
  accepted("L1");
  story.facts("L1").voxels = 0;
  EXPECT_THAT(rules(), ElementsAre("empty"));
  story.facts("L1").voxels = 10;
  masks[hashOf("L1")].setRun({60, 3, 3}, 10);
  EXPECT_THAT(rules(), ElementsAre("outside"));
}

TEST_F(AGate, WaitsForAPausedClass) {
  accepted("L1");
  for (int i = 0; i < 8; ++i) {
    const std::string name = "K" + std::to_string(i);
    story.addLesion(name, kidney, "import").lesion.provenance = core::Provenance::Candidate;
    story.decide(name, "Grace", Verdict::Reject);
  }
  EXPECT_THAT(rules(), ElementsAre("paused"));
  story.add(core::AutomationReleased{"tumour", "a newer model"});
  EXPECT_THAT(rules(), IsEmpty());
}

TEST_F(AGate, NeedsAGuidelineAndAReadCase) {
  accepted("L1");
  story.addCase("Liver");
  EXPECT_THAT(rules(), ElementsAre("readings"));
  story.record.guidelines.clear();
  EXPECT_THAT(rules(), UnorderedElementsAre("readings", "guideline"));
}

TEST(TheGateOfAConsensus, WaitsForWhatIsBehindItsReadingsAndForWhatOnlyHalfCallALesion) {
  const core::Case image{.id = hashOf("A"), .name = "A"};
  core::Mask voxels;
  voxels.set({1, 2, 3});
  ConsensusState state{
      .made = {.track = "consensus", .record = {}, .made = {}, .spoken = {}}, .changed = {}, .ties = {}};
  state.ties = {{"L1", "cyst", hashOf("L1"), voxels, 2, 2}};
  EXPECT_THAT(obstaclesOf(image, {&state, 1}), IsEmpty()) << "who decides on the lesion decides on its edge";
  state.ties.push_back({"L2", "cyst", {}, voxels, 1, 2});
  ASSERT_THAT(obstaclesOf(image, {&state, 1}), testing::SizeIs(1));
  EXPECT_THAT(obstaclesOf(image, {&state, 1})[0].what, testing::HasSubstr("L2"));
  state.ties.clear();
  state.changed = {"ada"};
  ASSERT_THAT(obstaclesOf(image, {&state, 1}), testing::SizeIs(1));
  EXPECT_EQ(obstaclesOf(image, {&state, 1})[0].rule, "consensus");
}

}  // namespace
}  // namespace workflow
