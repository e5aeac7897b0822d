#include "workflow/guideline_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workflow/guideline_change.h"
#include "workflow/queue.h"
#include "workflow/samples.h"

namespace workflow {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> wordsOf(const std::vector<GuidelineFault>& faults) {
  std::vector<std::string> words;
  for (const GuidelineFault& each : faults) {
    words.push_back((each.blocks ? "! " : "") + each.what);
  }
  return words;
}

core::GuidelineDraft goodDraft() {
  return {.title = "Kidney", .classes = {{.name = "tumour", .definition = "solid"}}};
}

TEST(GuidelineFaults, OfAWholeFirstVersionAreNone) {
  Story story;
  story.addLesion("L1", story.addCase("A"));
  EXPECT_THAT(faultsOf(goodDraft(), story.record), IsEmpty());
}

TEST(GuidelineFaults, NameWhatKeepsItBackFirst) {
  Story story;
  core::GuidelineDraft draft = goodDraft();
  draft.title.clear();
  draft.classes.push_back({.name = "cyst", .definition = ""});
  draft.classes.push_back({.name = " ", .definition = "x"});
  draft.classes.push_back({.name = "tumour", .definition = "x", .smallestMm3 = "small"});
  EXPECT_THAT(wordsOf(faultsOf(draft, story.record)),
              ElementsAre("! The name of class 3 is blank", "! \u201Ctumour\u201D is defined twice",
                          "! \u201Csmall\u201D in \u201Ctumour\u201D is not a size", "The guideline has no title",
                          "\u201Ccyst\u201D has no definition"));
  EXPECT_EQ(faultsOf(draft, story.record)[1].place, 3u);
}

TEST(GuidelineFaults, SayWhichLesionsWouldBeLeftWithoutARule) {
  Story story;
  const core::CaseId in = story.addCase("A");
  story.addLesion("L1", in, "Ada", "cyst");
  story.addLesion("L2", in, "Ada", "cyst");
  story.addLesion("L3", in, "Ada", "stone");
  story.publish({.title = "Kidney", .classes = {{.name = "tumour"}, {.name = "cyst"}}});
  core::GuidelineDraft draft = goodDraft();
  draft.changes.push_back({{}, {"no cysts any more", {"cyst"}}});
  EXPECT_THAT(wordsOf(faultsOf(draft, story.record)),
              ElementsAre("\u201Ccyst\u201D is removed, and 2 lesions are of it",
                          "\u201Cstone\u201D is not defined, and 1 lesion is of it"));
}

TEST(GuidelineFaults, LookAtWhatIsHardToDecideAndAtTheNotes) {
  Story story;
  story.addCase("A");
  story.publish({.title = "Kidney", .classes = {{.name = "tumour"}}});
  core::GuidelineDraft draft = goodDraft();
  draft.edgeCases.push_back({{}, {.title = "Wall", .decision = "in", .classes = {"cyst"}, .caseName = "B"}});
  draft.edgeCases.push_back({{}, {.title = "Wall", .caseName = "A"}});
  EXPECT_THAT(wordsOf(faultsOf(draft, story.record)),
              ElementsAre("\u201CWall\u201D is about \u201Ccyst\u201D, which is not defined",
                          "\u201CWall\u201D shows \u201CB\u201D, which is not in this project",
                          "\u201CWall\u201D is there twice", "\u201CWall\u201D has no decision",
                          "There is no note on what changes, and why"));
}

TEST(GuidelineEffect, IsWhatPublishingDoes) {
  Story story;
  const core::CaseId in = story.addCase("A");
  story.publish({.title = "Kidney", .classes = {{.name = "tumour"}, {.name = "cyst"}}});
  for (const char* name : {"L1", "L2", "L3"}) {
    story.addLesion(name, in, "Ada", name == std::string("L3") ? "tumour" : "cyst");
  }
  story.decide("L1", "Emmy", core::Verdict::Accept);
  story.decide("L3", "Emmy", core::Verdict::Accept);
  core::Guideline next = story.record.guidelines.back().guideline;
  next.classes[1].definition = "without its wall";
  const GuidelineEffect effect = effectOf(story.record, {.hash = hashOf("next"), .guideline = next});
  EXPECT_THAT(effect.difference.classes, ElementsAre("cyst"));
  EXPECT_THAT(effect.touched, ElementsAre(0u, 1u));
  EXPECT_THAT(effect.again, ElementsAre(0u)) << "L2 was decided by nobody, L3 is of another class";
  story.publish(next);
  std::size_t stale = 0;
  for (const QueueItem& item : reviewQueue(story.record)) {
    stale += item.state == LesionState::Stale ? 1 : 0;
  }
  EXPECT_EQ(stale, effect.again.size()) << "as foretold";
}

}  // namespace
}  // namespace workflow
