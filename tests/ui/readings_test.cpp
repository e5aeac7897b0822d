// The page of readings: cases to choose from, what can be done about each a tap away in windows of all shapes, and
// nothing made that was not tried out first.
#include "ui/panels.h"

namespace ui {
namespace {

using testing::ElementsAre;

class ReadingsTest : public UiTest {
 protected:
  void SetUp() override {
    UiTest::SetUp();
    if (!panels_) {
      return;
    }
    ReadingsCard& card = model_.readings.emplace();
    card.cases = {{.state = ReadingsCard::Case::State::Compared,
                   .name = "Abdomen",
                   .words = "2 readers",
                   .dice = 0.4,
                   .facts = {{"Dice", "0.40"}},
                   .tracks = {{"Ada", "3 lesions", true}, {"Emmy", "2 lesions", true}},
                   .consensus = ReadingsCard::Case::Consensus::Tied,
                   .consensusWords = {"Tied."},
                   .ties = 2,
                   .readers = {"Ada", "Emmy"}},
                  {.state = ReadingsCard::Case::State::Blind,
                   .name = "Thorax",
                   .words = "blind",
                   .facts = {},
                   .tracks = {},
                   .consensusWords = {},
                   .readers = {}}};
    card.readers = {"Ada", "Emmy", "Grace"};
    card.lacking = 1;
    panels_->state().readings.shown = true;
    settle();
  }
  ReadingsState& state() { return panels_->state().readings; }
};

TEST_F(ReadingsTest, EverythingIsATapAwayInWindowsOfAllShapes) {
  for (const glm::dvec2 size : {glm::dvec2(1280, 800), glm::dvec2(800, 1280), glm::dvec2(853, 533)}) {
    size_ = size;
    state() = {.shown = true, .chosen = "", .readers = {}, .counts = {}};
    settle();
    tap("readings case 0");
    EXPECT_EQ(state().chosen, "Abdomen");
    EXPECT_EQ(only<SeeReadings>(tap("readings differences"))->place, 0u);
    state().shown = true;
    settle();
    EXPECT_EQ(only<GoToTies>(tap("readings ties"))->place, 0u);
    state().shown = true;
    settle();
    EXPECT_FALSE(panels_->boxes().contains("readings open")) << "what is tied leads there, too";
    model_.readings->cases[0].ties = 0;
    model_.readings->cases[0].consensus = ReadingsCard::Case::Consensus::Current;
    settle();
    EXPECT_EQ(only<OpenConsensus>(tap("readings open"))->place, 0u);
    model_.readings->cases[0].ties = 2;
    model_.readings->cases[0].consensus = ReadingsCard::Case::Consensus::Tied;
    state().shown = true;
    settle();
    EXPECT_THAT(only<TryConsensus>(tap("readings consensus"))->readers, ElementsAre("Ada", "Emmy"));
    model_.readings->trial = ReadingsCard::Trial{.words = {"2 lesions"}, .cautions = {}, .ready = true};
    settle();
    const auto fewer = only<TryConsensus>(tap("consensus method 1"));
    EXPECT_EQ(fewer->method, 1u);
    EXPECT_THAT(only<TryConsensus>(tap("consensus reader 1"))->readers, ElementsAre("Ada"));
    EXPECT_TRUE(only<MakeConsensus>(tap("consensus now")).has_value());
    EXPECT_FALSE(state().making);
    model_.readings->trial.reset();
    EXPECT_FALSE(only<TryConsensus>(tap("readings act"))->place) << "of all that lack one";
    EXPECT_TRUE(only<DropConsensus>(tap("consensus cancel")).has_value());
    tap("readings leave");
    EXPECT_FALSE(state().shown);
  }
}

TEST_F(ReadingsTest, FromAComparisonOnToItsConsensus) {
  state().chosen = "Abdomen";
  state().wantsMaking = true;
  model_.readings->cases[0].state = ReadingsCard::Case::State::Waiting;
  settle();
  EXPECT_FALSE(state().making) << "it is being compared anew";
  model_.readings->cases[0].state = ReadingsCard::Case::State::Compared;
  settle();
  EXPECT_TRUE(state().making);
  state() = {.shown = true, .chosen = "Abdomen", .wantsMaking = true, .readers = {}, .counts = {}};
  model_.readings->mayNotMake = "A lead makes it.";
  settle();
  EXPECT_FALSE(state().making);
}

TEST_F(ReadingsTest, NothingIsMadeThatWasNotTriedOut) {
  tap("readings case 0");
  tap("readings consensus");
  EXPECT_TRUE(tap("consensus now").empty()) << "nothing is known of it yet";
  model_.readings->trial = ReadingsCard::Trial{.working = true, .words = {}, .cautions = {}, .ready = true};
  settle();
  EXPECT_TRUE(tap("consensus now").empty()) << "another choice is being worked out";
}

TEST_F(ReadingsTest, ABlindCaseAndALackingRightOfferNothing) {
  tap("readings case 1");
  EXPECT_TRUE(tap("readings differences").empty());
  EXPECT_TRUE(tap("readings consensus").empty());
  model_.readings->mayNotMake = "Ask a lead.";
  tap("readings case 0");
  EXPECT_TRUE(tap("readings consensus").empty());
  EXPECT_TRUE(tap("readings act").empty());
}

TEST_F(ReadingsTest, TiedPlacesStandBesideThePictures) {
  state().shown = false;
  model_.ties = TiesCard{.places = {{"L1, cyst", "half of 2"}, {"L2, cyst", "half of 2"}}, .mayNot = ""};
  panels_->state().aside = Aside::Ties;
  settle();
  EXPECT_EQ(only<LookAtTie>(tap("tie 1"))->place, 1u);
  EXPECT_TRUE(only<SettleTie>(tap("tie belongs"))->belongs);
  EXPECT_FALSE(only<SettleTie>(tap("tie does not"))->belongs);
  model_.ties->whole = {"L1", 2, "40 voxels", {{"Ada", "marked 40 voxels"}, {"Emmy", "marked none of it"}}};
  settle();
  using As = SettleTiedLesion::As;
  tap("tie whole");
  settle();
  EXPECT_EQ(only<SettleTiedLesion>(tap("tie none"))->as, As::DoesNot);
  settle();
  tap("tie whole");
  settle();
  tap("tie back");
  settle();
  tap("tie whole");
  settle();
  const auto asEmmy = only<SettleTiedLesion>(tap("tie as 1"));
  EXPECT_EQ(asEmmy->as, As::Reader);
  EXPECT_EQ(asEmmy->reader, 1u);
  settle();
  EXPECT_EQ(panels_->boxes().count("tie belongs"), 1u) << "the places stand there again";
  model_.ties->mayNot = "An adjudicator settles these.";
  settle();
  EXPECT_EQ(panels_->boxes().count("tie belongs"), 0u);
  model_.ties.reset();
  settle();
  EXPECT_NE(shownAside(panels_->state(), model_), Aside::Ties);
}

}  // namespace
}  // namespace ui
