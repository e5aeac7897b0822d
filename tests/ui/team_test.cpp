// The page of the team: what can be asked on it is a tap away in windows of all shapes, and nobody is asked for more
// readers than there are.
#include "ui/panels.h"

namespace ui {
namespace {

using testing::ElementsAre;

class TeamTest : public UiTest {
 protected:
  void SetUp() override {
    UiTest::SetUp();
    if (!panels_) {
      return;
    }
    model_.team = TeamCard{.policy = {.resolvers = {"Dr. Judge"}, .limitHours = 48},
                           .readers = {{"Ada", 1, 2, 1}},
                           .mayManage = true,
                           .mayAssign = true,
                           .proposedReaders = {"Ada", "Emmy"}};
    panels_->state().team.shown = true;
    settle();
  }
  TeamState& state() { return panels_->state().team; }
};

TEST_F(TeamTest, EverythingIsATapAwayInWindowsOfAllShapes) {
  for (const glm::dvec2 size : {glm::dvec2(1280, 800), glm::dvec2(800, 1280), glm::dvec2(1024, 768)}) {
    size_ = size;
    state().shown = true;
    settle();
    tap("team policy");
    tap("policy rule 1");
    const auto policy = only<SetPolicy>(tap("policy now"));
    EXPECT_EQ(policy->policy.rule, 1u);
    EXPECT_THAT(policy->policy.resolvers, ElementsAre("Dr. Judge"));
    EXPECT_EQ(policy->policy.limitHours, 48);
    tap("team assign");
    tap("assigning count 1");
    tap("assigning blind");
    tap("assigning case 0");
    const auto readings = only<AssignReadings>(tap("assigning now"));
    EXPECT_THAT(readings->readers, ElementsAre("Ada", "Emmy"));
    EXPECT_THAT(readings->cases, ElementsAre(1u));
    EXPECT_EQ(readings->perCase, 2);
    EXPECT_FALSE(readings->blind);
    tap("team leave");
    EXPECT_FALSE(state().shown);
  }
}

TEST_F(TeamTest, ACaseIsReadByNoMoreThanThereAre) {
  tap("team assign");
  tap("assigning count 2");
  EXPECT_TRUE(tap("assigning now").empty()) << "three of two";
}

TEST_F(TeamTest, WhoMayNotIsOfferedNeither) {
  model_.team->mayManage = model_.team->mayAssign = false;
  settle();
  tap("team policy");
  EXPECT_FALSE(state().changing);
  tap("team assign");
  EXPECT_FALSE(state().assigning);
}

}  // namespace
}  // namespace ui
