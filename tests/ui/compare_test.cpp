// The comparison's panels: every step, reader and lesion is a tap away, and what is said by colour is said otherwise
// too.
#include "ui/panels.h"

namespace ui {
namespace {

class CompareTest : public UiTest {
 protected:
  void SetUp() override {
    UiTest::SetUp();
    if (!panels_) {
      return;
    }
    panels_->state().layout.compare = true;
    model_.compare = CompareCard{.state = CompareCard::State::Shown,
                                 .session = "May",
                                 .place = "Case \u00B7 case 1 of 3",
                                 .readers = {{"Ada", true, "0.87", "0.80\u20130.93", 1, 0},
                                             {"Emmy", false, "0.91", "", 0, 2},
                                             {"Grace", false, "\u2013", "", 0, 0}},
                                 .held = 0,
                                 .panel = "the panel",
                                 .columns = {"A", "E", "G"},
                                 .lesions = {{"cyst", {true, false, true}, "0.33", "found by 2 of 3"},
                                             {"node", {true, true, true}, "0.80", "61 voxels differ"}},
                                 .next = "Next: node, 61 voxels differ",
                                 .isFirst = true,
                                 .legend = {{{1, 0, 0}, false, "Both"}, {{0, 0, 1}, true, "Only the panel"}}};
    model_.example = ExampleCard{.version = 4, .shown = "L1 (cyst) of Case"};
    settle();
  }
  std::optional<CompareAct> act(const std::vector<Request>& requests) {
    const auto asked = only<DoInCompare>(requests);
    return asked ? std::optional(asked->act) : std::nullopt;
  }
};

TEST_F(CompareTest, EveryStepIsATapAwayInWindowsOfAllShapes) {
  for (const glm::dvec2 size : {glm::dvec2(1280, 800), glm::dvec2(800, 1280), glm::dvec2(1024, 768)}) {
    size_ = size;
    settle();
    EXPECT_EQ(act(tap("compare next")), CompareAct::Next);
    EXPECT_EQ(act(tap("compare everybody")), CompareAct::Everybody);
    EXPECT_EQ(act(tap("compare example")), CompareAct::MakeExample);
    EXPECT_EQ(act(tap("compare leave")), CompareAct::Leave);
    EXPECT_EQ(only<HoldAgainstPanel>(tap("compare reader 1"))->reader, 1u);
    EXPECT_EQ(only<LookAtDifference>(tap("compare lesion 1"))->lesion, 1u);
  }
}

TEST_F(CompareTest, OfACaseAConsensusIsATapAway) {
  EXPECT_FALSE(panels_->boxes().contains("compare consensus")) << "a session is for teaching";
  model_.compare->ofCase = true;
  settle();
  EXPECT_EQ(act(tap("compare consensus")), CompareAct::Consensus);
}

TEST_F(CompareTest, ThereIsNoWayBackFromTheFirstNorOnFromTheLast) {
  EXPECT_TRUE(tap("compare previous").empty());
  model_.compare->next.clear();
  settle();
  EXPECT_TRUE(tap("compare next").empty());
}

TEST_F(CompareTest, OneAgainstThePanelIsTheOneWhoLooks) {
  model_.compare->held.reset();
  model_.compare->readers[0].you = false;
  model_.compare->readers[2].you = true;
  settle();
  EXPECT_EQ(only<HoldAgainstPanel>(tap("compare one"))->reader, 2u);
}

TEST_F(CompareTest, TheSurfaceIsATapAwayAndSoIsTheWayBack) {
  EXPECT_EQ(act(tap("compare surface")), CompareAct::Surface);
  model_.compare->surface = true;
  model_.compare->scale = {{{0, 0, 1}, false, "\u22121"}, {{1, 1, 1}, false, "0"}, {{1, 0, 0}, false, "+1"}};
  settle();
  EXPECT_TRUE(tap("compare surface").empty());
  const std::vector<Request> back = tap("compare one");
  ASSERT_EQ(back.size(), 2u);
  EXPECT_EQ(std::get<DoInCompare>(back[0]).act, CompareAct::Surface);
  EXPECT_EQ(std::get<HoldAgainstPanel>(back[1]).reader, 0u);
}

TEST_F(CompareTest, AnExampleNeedsADecisionInWords) {
  panels_->state().compare = {.teaching = true, .title = "cyst found by 2 of 3"};
  settle();
  EXPECT_TRUE(tap("example publish").empty()) << "nothing is decided yet";
  EXPECT_TRUE(panels_->state().compare.teaching);
  panels_->state().compare.decision = "its wall belongs to it";
  settle();
  const auto published = only<PublishExample>(tap("example publish"));
  ASSERT_TRUE(published);
  EXPECT_EQ(published->title, "cyst found by 2 of 3");
  EXPECT_EQ(published->decision, "its wall belongs to it");
  EXPECT_FALSE(panels_->state().compare.teaching);
}

TEST_F(CompareTest, KeysDoTheSame) {
  EXPECT_EQ(actOf(compareKeys(), {.key = "N", .down = true}), CompareAct::Next);
  EXPECT_EQ(actOf(compareKeys(), {.key = "Escape", .down = true}), CompareAct::Leave);
  EXPECT_FALSE(actOf(compareKeys(), {.key = "N", .down = false}));
  EXPECT_FALSE(actOf(compareKeys(), {.key = "N", .down = true, .repeat = true})) << "held keys must not leaf through";
}

TEST(CompareLayout, KeepsEverythingInTheWindowAndApart) {
  for (const glm::dvec2 size : {glm::dvec2(1280, 800), glm::dvec2(800, 1280), glm::dvec2(1920, 1080),
                                glm::dvec2(480, 480), glm::dvec2(480, 860), glm::dvec2(2560, 1440)}) {
    const CompareLayout layout = layOutCompare(size);
    std::vector<Rect> all{layout.header, layout.legend, layout.readers, layout.lesions, layout.previous, layout.next};
    for (const interaction::Pane& pane : layout.panes) {
      all.push_back({pane.originDp, pane.sizeDp});
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
      EXPECT_GT(all[i].size.x, 0) << size.x << " x " << size.y << ": " << i;
      EXPECT_GT(all[i].size.y, 0) << size.x << " x " << size.y << ": " << i;
      EXPECT_GE(all[i].origin.x, 0);
      EXPECT_LE(all[i].end().x, size.x);
      EXPECT_LE(all[i].end().y, size.y);
      for (std::size_t j = 0; j < i; ++j) {
        const bool apart = all[i].end().x <= all[j].origin.x || all[j].end().x <= all[i].origin.x ||
                           all[i].end().y <= all[j].origin.y || all[j].end().y <= all[i].origin.y;
        EXPECT_TRUE(apart) << size.x << " x " << size.y << ": " << i << " and " << j;
      }
    }
  }
}

}  // namespace
}  // namespace ui
