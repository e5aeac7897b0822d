#include "workflow/guideline_change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workflow/samples.h"

namespace workflow {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const core::Guideline kFirst{.title = "Kidney", .classes = {{.name = "tumour"}, {.name = "cyst"}}};

TEST(GuidelineDifference, OfTheSameIsNothing) {
  const GuidelineDifference difference = differenceOf(kFirst, kFirst);
  EXPECT_THAT(difference.lines, IsEmpty());
  EXPECT_THAT(difference.classes, IsEmpty());
  EXPECT_FALSE(difference.allClasses);
}

TEST(GuidelineDifference, TouchesWhatItDeclaresAndWhatItChanges) {
  core::Guideline next = kFirst;
  next.objective = "find tumours";
  EXPECT_THAT(differenceOf(kFirst, next).classes, IsEmpty()) << "words around the classes touch none of them";
  EXPECT_THAT(differenceOf(kFirst, next).lines, ElementsAre("Objective: find tumours"));
  next.classes[1].definition = "without its wall";
  next.classes.push_back({.name = "stone"});
  next.changes = {{"lymph nodes as before", {"node"}}};
  EXPECT_THAT(differenceOf(kFirst, next).classes, ElementsAre("cyst", "node", "stone"));
  EXPECT_THAT(differenceOf(next, kFirst).classes, ElementsAre("cyst", "stone"));
}

TEST(GuidelineDifference, TellsEveryPartThatChanged) {
  core::Guideline before = kFirst, after = kFirst;
  before.edgeCases = {{.title = "Wall", .decision = "in", .classes = {"cyst"}}};
  after.edgeCases = {{.title = "Wall", .decision = "out", .caseName = "Kidney"}};
  before.acceptance = {"no vessel", "one piece"};
  after.acceptance = {"no vessel"};
  after.readingAcceptance = {"all slices seen"};
  core::GuidelineClass& cyst = after.classes[1];
  cyst = {.name = "cyst",
          .definition = "with its wall",
          .includes = {"septa"},
          .excludes = {"vessels", "fat"},
          .granularity = core::Granularity::Box,
          .smallestMm3 = 30,
          .toleranceMm = 1.5,
          .mayOverlap = false,
          .critical = true};
  after.changes = {{"walls", {"cyst"}}};
  EXPECT_THAT(
      differenceOf(before, after).lines,
      ElementsAre("Class \"cyst\", definition: with its wall", "Class \"cyst\", includes: septa",
                  "Class \"cyst\", excludes: vessels; fat", "Class \"cyst\", marked: by boxes (was: each by itself)",
                  "Class \"cyst\", smallest size: 30 mm\u00B3 (was: no limit)",
                  "Class \"cyst\", surface tolerance: 1.5 mm (was: the usual one)",
                  "Class \"cyst\", overlap with others: not allowed (was: allowed)",
                  "Class \"cyst\", critical: yes (was: no)", "Edge case \"Wall\", decision: out (was: in)",
                  "Edge case \"Wall\", about: all classes (was: cyst)", "Edge case \"Wall\", another example",
                  "Asked of a reading: all slices seen", "No longer asked of a finding: one piece",
                  "Note: walls (cyst)"));
}

TEST(GuidelineDifference, OverSeveralVersionsTouchesWhatAnyOfThemDid) {
  Story story;
  const core::CaseId kidney = story.addCase("Kidney");
  story.addLesion("T", kidney, "Ada", "tumour");
  story.addLesion("C", kidney, "Ada", "cyst");
  story.publish(kFirst);
  core::Guideline second = kFirst;
  second.changes = {{"walls", {"cyst"}}};
  story.publish(second);
  story.publish(kFirst);
  const GuidelineDifference difference = differenceOf(story.record, 0, 2);
  EXPECT_THAT(difference.lines, IsEmpty());
  EXPECT_THAT(difference.classes, ElementsAre("cyst"));
  EXPECT_THAT(touchedBy(story.record, difference), ElementsAre(1u));
  EXPECT_THAT(touchedBy(story.record, differenceOf(story.record, 2, 2)), IsEmpty());
}

TEST(GuidelineDifference, AnEdgeCaseTouchesItsClassesBeforeAndAfter) {
  core::Guideline before = kFirst, after = kFirst;
  before.edgeCases = {{.title = "Wall", .decision = "in", .classes = {"cyst"}}};
  after.edgeCases = {{.title = "Wall", .decision = "out", .classes = {"tumour"}}};
  EXPECT_THAT(differenceOf(before, after).classes, ElementsAre("cyst", "tumour"));
  EXPECT_FALSE(differenceOf(before, after).allClasses);
  after.edgeCases[0].classes.clear();
  EXPECT_TRUE(differenceOf(before, after).allClasses);
  EXPECT_TRUE(differenceOf(after, kFirst).allClasses) << "also where it is taken out";
}

TEST(ADecision, IsTouchedByAnyVersionSince) {
  Story story;
  const core::Hash none;
  EXPECT_FALSE(isTouchedSince(story.record, none, "cyst"));
  story.publish(kFirst);
  const core::Hash first = story.record.guidelines.back().hash;
  EXPECT_TRUE(isTouchedSince(story.record, none, "cyst")) << "decided without any rule";
  EXPECT_FALSE(isTouchedSince(story.record, first, "cyst"));
  core::Guideline second = kFirst;
  second.changes = {{"walls", {"cyst"}}};
  story.publish(second);
  core::Guideline third = kFirst;
  third.title = "Kidneys";
  story.publish(third);
  EXPECT_TRUE(isTouchedSince(story.record, first, "cyst")) << "by the one in between";
  EXPECT_FALSE(isTouchedSince(story.record, first, "tumour"));
  EXPECT_FALSE(isTouchedSince(story.record, story.record.guidelines[1].hash, "cyst"));
  EXPECT_TRUE(isTouchedSince(story.record, hashOf("elsewhere"), "tumour")) << "a version that is not here";
}

TEST(ADecision, IsTouchedByAnEdgeCaseThatIsAboutAllClasses) {
  Story story;
  story.publish(kFirst);
  core::Guideline second = kFirst;
  second.edgeCases = {{.title = "Motion", .decision = "leave it out"}};
  story.publish(second);
  EXPECT_TRUE(isTouchedSince(story.record, story.record.guidelines.front().hash, "tumour"));
}

TEST(ADecision, IsToldWhatLaterVersionsSayTheyChange) {
  Story story;
  core::Guideline guideline{.classes = {{.name = "cyst"}, {.name = "tumour"}}};
  story.publish(guideline);
  guideline.changes = {{"Vessels do not belong", {"tumour"}}, {"From 5 mm on", {"cyst"}}};
  story.publish(guideline);
  guideline.changes = {{"Every slice is looked at", {}}};
  story.publish(guideline);
  const core::Hash first = story.record.guidelines.front().hash;
  EXPECT_THAT(changesSince(story.record, first, "cyst"), ElementsAre("From 5 mm on", "Every slice is looked at"));
  EXPECT_THAT(changesSince(story.record, story.record.guidelines[1].hash, "cyst"),
              ElementsAre("Every slice is looked at"));
  EXPECT_THAT(changesSince(story.record, story.record.guidelines.back().hash, "cyst"), IsEmpty());
}

TEST(ADecision, UnderAVersionThatIsInForceAgainIsNotTouched) {
  Story story;
  story.publish(kFirst);
  core::Guideline second = kFirst;
  second.changes = {{"walls", {"cyst"}}};
  story.publish(second);
  story.publish(kFirst);
  story.record.guidelines.back().hash = story.record.guidelines.front().hash;
  EXPECT_FALSE(isTouchedSince(story.record, story.record.guidelines.front().hash, "cyst"));
}

}  // namespace
}  // namespace workflow
