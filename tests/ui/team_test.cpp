// The page of the team: what can be asked on it is a tap away in windows of all shapes, and nobody is asked for more
// readers than there are.
#include "ui/panels.h"

namespace ui {
namespace {

using testing::ElementsAre;

class TeamTest : public UiTest {
 protected:
  // A tap after which the sheet holds something else, and so stands elsewhere in the next frame.
  void choose(const std::string& name) {
    tap(name);
    settle();
  }
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
    choose("policy rule 1");
    const auto policy = only<SetPolicy>(tap("policy now"));
    EXPECT_EQ(policy->policy.rule, core::ReviewRule::Dual);
    EXPECT_THAT(policy->policy.resolvers, ElementsAre("Dr. Judge"));
    EXPECT_EQ(policy->policy.limitHours, 48u);
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

TEST_F(TeamTest, LessIsAskedForWithAReasonOnly) {
  model_.team->policy.rule = core::ReviewRule::Dual;
  tap("team policy");
  choose("policy rule 0");
  EXPECT_EQ(panels_->boxes().count("policy reason"), 0u) << "nobody has set one yet";
  EXPECT_EQ(only<SetPolicy>(tap("policy now"))->policy.rule, core::ReviewRule::Single);
  model_.team->wasSet = true;
  settle();
  tap("team policy");
  choose("policy rule 0");
  EXPECT_TRUE(tap("policy now").empty()) << "one reader rather than two";
  tap("policy reason");
  queue_.push({0, interaction::TextInput{"Emmy is away"}});
  settle();
  EXPECT_EQ(only<SetPolicy>(tap("policy now"))->policy.reason, "Emmy is away");
  tap("team policy");
  choose("policy rule 3");
  tap("policy reason");
  queue_.push({0, interaction::TextInput{"never mind"}});
  settle();
  choose("policy rule 1");
  EXPECT_EQ(only<SetPolicy>(tap("policy now"))->policy.reason, "") << "it asks for no less after all";
}

TEST_F(TeamTest, APartIsDrawnWhereItIsARuleOfParts) {
  tap("team policy");
  EXPECT_EQ(panels_->boxes().count("policy part"), 0u);
  choose("policy rule 2");
  tap("policy part");
  queue_.push({0, interaction::TextInput{"5"}});  // behind the 20 that stands there
  settle();
  EXPECT_TRUE(tap("policy now").empty()) << "205 percent";
  state().part = "35";
  state().policy.seed = "spring";
  settle();
  const auto asked = only<SetPolicy>(tap("policy now"));
  EXPECT_DOUBLE_EQ(asked->policy.sampledPart, 0.35);
  EXPECT_EQ(asked->policy.seed, "spring");
}

TEST_F(TeamTest, WhoIsEnrolledIsOfferedAndNobodyElseNamed) {
  model_.team->known = model_.team->annotators = {{"Ada", "Emmy", "Grace"}, true};
  tap("team assign");
  tap("assigning readers offered 2");  // Ada and Emmy are named already
  EXPECT_EQ(state().readers, "Ada, Emmy, Grace");
  tap("assigning readers offered 1");
  EXPECT_EQ(state().readers, "Ada, Grace") << "a name stays where it is offered, and is taken back there";
  state().readers = "Ada, Emm";
  settle();
  EXPECT_TRUE(tap("assigning now").empty()) << "no Emm is enrolled";
  tap("assigning readers offered 0");
  EXPECT_EQ(state().readers, "Ada, Emmy") << "what was begun is completed";
  EXPECT_THAT(only<AssignReadings>(tap("assigning now"))->readers, ElementsAre("Ada", "Emmy"));
  model_.team->known.enrolled = false;
  settle();
  tap("team assign");
  state().readers = "Ada, Nora";
  state().repeat = "25";
  settle();
  const auto asked = only<AssignReadings>(tap("assigning now"));
  EXPECT_THAT(asked->readers, ElementsAre("Ada", "Nora")) << "anybody, where nobody is enrolled";
  EXPECT_EQ(asked->repeatPercent, 25);
}

TEST_F(TeamTest, ACaseIsReadByNoMoreThanThereAre) {
  tap("team assign");
  tap("assigning count 2");
  EXPECT_TRUE(tap("assigning now").empty()) << "three of two";
}

TEST_F(TeamTest, AsManyReadAsThePolicyAsksForUnlessFewerAreMeant) {
  model_.team->readersAsked = 2;
  settle();
  tap("team assign");
  EXPECT_EQ(only<AssignReadings>(tap("assigning now"))->perCase, 2);
  tap("team assign");
  choose("assigning count 0");
  EXPECT_EQ(only<AssignReadings>(tap("assigning now"))->perCase, 1);
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
