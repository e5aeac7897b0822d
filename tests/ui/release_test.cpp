// The page of releases: what can be asked on it is a tap away in windows of all shapes, what cannot be taken back is
// asked twice, and nothing is asked that something stands in the way of.
#include "ui/panels.h"
#include "ui/release_layout.h"

namespace ui {
namespace {

using Check = ReleaseCard::Check;

class ReleaseTest : public UiTest {
 protected:
  void SetUp() override {
    UiTest::SetUp();
    if (!panels_) {
      return;
    }
    model_.releases = ReleaseCard{
        .releases = {{.name = "2", .words = "2026-05-03, by Lea"}, {.name = "1", .words = "2026-03-01, by Lea"}},
        .checks = {{Check::State::Passed, "Nothing is overdue", {}}, {Check::State::Unknown, "Files read back", {}}},
        .proposedName = "3",
        .since = "1",
        .changes = {{"L1, tumour", "1.20 to 1.45 ml", "Case", ReleaseCard::Change::Kind::Changed}}};
    panels_->state().releases.shown = true;
    settle();
  }
  ReleaseState& state() { return panels_->state().releases; }
  void block() {
    model_.releases->checks[0] = {Check::State::Blocked,
                                  "Nothing is overdue",
                                  {{"Case", "Ada is late", true}, {"Rules", "there are none", false}}};
    settle();
  }
  bool has(const std::string& name) { return panels_->boxes().contains(name); }
};

TEST_F(ReleaseTest, EverythingIsATapAwayInWindowsOfAllShapes) {
  for (const glm::dvec2 size : {glm::dvec2(1280, 800), glm::dvec2(800, 1280), glm::dvec2(1024, 768)}) {
    size_ = size;
    state().shown = true;
    settle();
    EXPECT_EQ(only<LookAtRelease>(tap("release 2"))->name, "2");
    settle();
    EXPECT_EQ(only<VerifyRelease>(tap("release verify"))->name, "2");
    EXPECT_EQ(only<ExportRelease>(tap("release export"))->name, "2");
    EXPECT_EQ(only<SeeChange>(tap("change 0"))->change, 0u);
    EXPECT_FALSE(state().shown) << "the change is shown";
    state().shown = true;
    settle();
    EXPECT_EQ(only<LookAtRelease>(tap("release next"))->name, "");
    tap("releases leave");
    EXPECT_FALSE(state().shown);
  }
}

TEST_F(ReleaseTest, IsHeldAgainstAnyEarlierOne) {
  tap("release 2");
  settle();
  EXPECT_FALSE(has("release against 1")) << "there is but one before it";
  model_.releases->releases.insert(model_.releases->releases.begin(), {.name = "3", .words = "today, by Lea"});
  settle();
  tap("release 3");
  settle();
  const auto asked = only<LookAtRelease>(tap("release against 1"));
  EXPECT_EQ(asked->name, "3");
  EXPECT_EQ(asked->against, "1");
}

TEST_F(ReleaseTest, OneIsMadeByTwoTapsUnderANameOfItsOwn) {
  EXPECT_TRUE(tap("releases act").empty());
  EXPECT_EQ(state().name, "3");
  queue_.push({0, interaction::TextInput{"2"}});  // in the place of what was proposed
  settle();
  EXPECT_TRUE(tap("making now").empty()) << "there is one of that name";
  state().name = "May";
  settle();
  tap("making pictures");
  const auto asked = only<MakeRelease>(tap("making now"));
  EXPECT_EQ(asked->name, "May");
  EXPECT_FALSE(asked->pictures);
  EXPECT_FALSE(asked->retainsUids);
  EXPECT_FALSE(state().making);
}

TEST_F(ReleaseTest, WhatStandsInTheWayIsShownAndLeadsThere) {
  block();
  tap("releases act");
  EXPECT_FALSE(state().making) << "something stands in the way";
  EXPECT_FALSE(has("go to 0 1")) << "it is in no one place";
  const auto there = only<GoToObstacle>(tap("go to 0 0"));
  model_.releases->checks[0].obstacles[0].readings = true;
  model_.releases->checks[0].obstacles[0].caseName = "Other";
  panels_->state().releases.shown = true;
  settle();
  EXPECT_EQ(only<RunCommand>(tap("readings of 0 0"))->deed, Deed(CommandId::Readings));
  EXPECT_EQ(panels_->state().readings.chosen, "Other");
  EXPECT_EQ(there->check, 0u);
  EXPECT_EQ(there->obstacle, 0u);
  EXPECT_FALSE(state().shown);
}

TEST_F(ReleaseTest, NobodyMakesOneWithoutTheRightOrWhileAnotherIsUnderWay) {
  model_.releases->blocked = "Your role does not make releases.";
  settle();
  tap("releases act");
  EXPECT_FALSE(state().making);
  model_.releases->blocked.clear();
  model_.releases->work = ReleaseCard::Work{"Making release 3", "Writing images", 0.5};
  settle();
  tap("releases act");
  EXPECT_FALSE(state().making);
  only<CancelRelease>(tap("release cancel"));
}

TEST_F(ReleaseTest, NoneIsReadyBeforeItWasLookedAt) {
  model_.releases->checks[0].state = Check::State::Unknown;
  EXPECT_FALSE(model_.releases->isReady());
  model_.releases->checks[0].state = Check::State::Passed;
  EXPECT_TRUE(model_.releases->isReady()) << "what only files tell comes later";
  block();
  EXPECT_FALSE(model_.releases->isReady());
}

TEST_F(ReleaseTest, EscapePutsAwayOneThingAtATime) {
  tap("releases act");
  key("Escape");
  settle();
  EXPECT_FALSE(state().making);
  EXPECT_TRUE(state().shown);
  key("Escape");
  settle();
  EXPECT_FALSE(state().shown);
}

TEST_F(ReleaseTest, TheReportOfWhatWasWrittenOutIsATapAway) {
  tap("release 2");
  EXPECT_FALSE(has("release report"));
  model_.releases->releases[0].writtenTo = "/home/lea/release-2";
  settle();
  EXPECT_EQ(only<OpenReport>(tap("release report"))->name, "2");
  EXPECT_EQ(only<VerifyRelease>(tap("release verify"))->name, "2");
  EXPECT_EQ(only<ExportRelease>(tap("release export"))->name, "2") << "also a second time";
}

TEST_F(ReleaseTest, ChangesAreLeafedThrough) {
  state().shown = false;
  panels_->state().layout.changes = true;
  model_.change = ChangeCard{.title = "Release 2", .place = 1, .of = 2, .change = model_.releases->changes[0]};
  settle();
  EXPECT_TRUE(tap("change previous").empty());
  EXPECT_EQ(only<DoInChanges>(tap("change next"))->act, ChangeAct::Next);
  EXPECT_EQ(only<DoInChanges>(tap("change leave"))->act, ChangeAct::Leave);
}

}  // namespace
}  // namespace ui
