#include "workflow/automation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workflow/samples.h"

namespace workflow {
namespace {

using analysis::CorrectionSize;
using analysis::CusumState;
using core::Verdict;
using testing::SizeIs;

class AModel : public testing::Test {
 protected:
  Story story;
  core::CaseId kidney = story.addCase("Kidney");
  std::map<core::LesionId, CorrectionSize> sizes;
  int made = 0;

  std::string propose(const std::string& className = "cyst") {
    const std::string name = "K" + std::to_string(++made);
    story.addLesion(name, kidney, "import", className).lesion.provenance = core::Provenance::Candidate;
    return name;
  }
  void outcome(Verdict verdict, CorrectionSize size = CorrectionSize::Untouched,
               const std::string& className = "cyst") {
    const std::string name = propose(className);
    sizes[hashOf(name)] = size;
    story.decide(name, "Grace", verdict);
  }
  ClassWatch watch(std::size_t at = 0) const {
    const auto watches = watchesOf(story.record, [&](const core::LesionId& lesion) { return sizes.at(lesion); });
    return watches.at(at);
  }
};

TEST_F(AModel, IsCountedByHowItsCandidatesFared) {
  outcome(Verdict::Accept);
  outcome(Verdict::Accept, CorrectionSize::Small);
  outcome(Verdict::Accept, CorrectionSize::Large);
  outcome(Verdict::Reject);
  outcome(Verdict::Changes);
  propose();
  story.addLesion("drawn", kidney, "Ada", "cyst");
  story.decide("drawn", "Grace", Verdict::Reject);
  const ClassWatch cysts = watch();
  EXPECT_EQ(cysts.candidates, 6);
  EXPECT_EQ(cysts.untouched, 1);
  EXPECT_EQ(cysts.small, 1);
  EXPECT_EQ(cysts.large, 1);
  EXPECT_EQ(cysts.rejected, 1);
  EXPECT_EQ(cysts.decided(), 4) << "what waits for changes has no outcome yet, what was drawn is no candidate";
  EXPECT_EQ(cysts.accepted(), 2);
}

TEST_F(AModel, HasTheIntervalOfWilson) {
  for (int i = 0; i < 50; ++i) {
    outcome(i < 45 ? Verdict::Accept : Verdict::Reject);
  }
  const auto interval = watch().interval();
  ASSERT_TRUE(interval);
  EXPECT_NEAR(interval->low, 0.7864, 5e-5);  // statsmodels' proportion_confint(45, 50, method='wilson')
  EXPECT_NEAR(interval->high, 0.9565, 5e-5);
}

TEST_F(AModel, IsPausedAfterEightRejectionsInARowAndStaysSoUntilReleased) {
  for (int i = 0; i < 5; ++i) {
    outcome(Verdict::Reject);
  }
  EXPECT_EQ(watch().state, CusumState::Calm);
  outcome(Verdict::Reject);
  EXPECT_EQ(watch().state, CusumState::Warning) << "6 x 0.693 is above 3.5";
  outcome(Verdict::Reject);
  outcome(Verdict::Accept, CorrectionSize::Large);
  EXPECT_EQ(watch().state, CusumState::Paused) << "a large correction is as bad as a rejection";
  for (int i = 0; i < 60; ++i) {
    outcome(Verdict::Accept);
  }
  EXPECT_EQ(watch().state, CusumState::Paused);
  story.add(core::AutomationReleased{"tumour", "another class"});
  EXPECT_EQ(watch().state, CusumState::Paused);
  story.add(core::AutomationReleased{"cyst", "a newer model"});
  EXPECT_EQ(watch().state, CusumState::Calm);
  EXPECT_EQ(watch().sum, 0);
}

TEST_F(AModel, IsWatchedClassByClass) {
  for (int i = 0; i < 10; ++i) {
    outcome(Verdict::Reject, CorrectionSize::Untouched, "tumour");
    outcome(Verdict::Accept);
  }
  EXPECT_EQ(watch(0).className, "cyst");
  EXPECT_EQ(watch(0).state, CusumState::Calm);
  EXPECT_EQ(watch(1).className, "tumour");
  EXPECT_EQ(watch(1).state, CusumState::Paused);
}

TEST_F(AModel, IsHeldToTheClassThatItGave) {
  for (int i = 0; i < 8; ++i) {
    const std::string name = propose("tumour");
    story.facts(name).proposedClass = "cyst";
    sizes[hashOf(name)] = CorrectionSize::Untouched;
    story.decide(name, "Grace", i < 7 ? Verdict::Accept : Verdict::Reject);
  }
  const ClassWatch cysts = watch();
  EXPECT_EQ(cysts.className, "cyst") << "what people call them now";
  EXPECT_EQ(cysts.classChanged, 7);
  EXPECT_EQ(cysts.untouched, 0) << "none was good as it was proposed";
  EXPECT_EQ(cysts.rejected, 1);
  EXPECT_EQ(cysts.accepted(), 0);
  EXPECT_EQ(cysts.state, CusumState::Paused);
}

TEST_F(AModel, IsWatchedVersionByVersion) {
  const auto by = [&](const std::string& version, Verdict verdict) {
    const std::string name = propose();
    core::Lesion& lesion = story.facts(name).lesion;
    lesion.model = "net";
    lesion.modelVersion = version;
    sizes[hashOf(name)] = CorrectionSize::Untouched;
    story.decide(name, "Grace", verdict);
  };
  for (int i = 0; i < 10; ++i) {
    by("1", Verdict::Reject);
    by("2", i == 0 ? Verdict::Reject : Verdict::Accept);
  }
  EXPECT_EQ(watch(0).modelVersion, "1");
  EXPECT_EQ(watch(0).state, CusumState::Paused);
  EXPECT_EQ(watch(1).modelVersion, "2");
  EXPECT_EQ(watch(1).state, CusumState::Calm);
  by("2", Verdict::Reject);
  const double sum = watch(1).sum;
  EXPECT_GT(sum, 0);
  story.add(core::AutomationReleased{"cyst", "no longer in use"});
  EXPECT_EQ(watch(0).state, CusumState::Calm);
  EXPECT_EQ(watch(1).sum, sum) << "it was not paused";
}

TEST_F(AModel, SaysWhichWait) {
  outcome(Verdict::Accept);
  const std::string first = propose(), second = propose();
  story.decide(second, "Grace", Verdict::Changes);
  EXPECT_THAT(watch().waiting, testing::ElementsAre(hashOf(first), hashOf(second)));
}

TEST_F(AModel, AnOutcomeCountsOnceHoweverOftenItIsDecided) {
  const std::string name = propose();
  sizes[hashOf(name)] = CorrectionSize::Untouched;
  story.decide(name, "Grace", Verdict::Reject);
  story.decide(name, "Emmy", Verdict::Accept);
  EXPECT_EQ(watch().decided(), 1);
  EXPECT_EQ(watch().rejected, 1);
}

}  // namespace
}  // namespace workflow
