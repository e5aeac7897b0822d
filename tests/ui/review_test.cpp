// The review deck's panels: what fingers, swipes and keys ask for, and what they must not.
#include <algorithm>

#include "ui/panels.h"

namespace ui {
namespace {

class ReviewTest : public UiTest {
 protected:
  void SetUp() override {
    UiTest::SetUp();
    if (!panels_) {
      return;
    }
    panels_->state().layout.review = true;
    model_.guideline =
        GuidelineCard{.title = "Kidney", .version = 2, .className = "cyst", .acceptance = {"all marked"}};
    model_.review = ReviewCard{.state = ReviewCard::State::Finding,
                               .place = 2,
                               .of = 5,
                               .canTakeBack = true,
                               .canGoBack = true,
                               .opened = true,
                               .name = "Cyst",
                               .facts = {{"Volume", "1.5 ml"}},
                               .said = {{.who = "Lea", .what = "commented", .text = "look", .pinned = true}},
                               .criteria = {{"inside", CriterionItem::State::Holds, true}, {"all marked"}}};
    settle();
  }
  std::optional<ReviewAct> act(const std::vector<Request>& requests) {
    const auto asked = only<DoInReview>(requests);
    return asked ? std::optional(asked->act) : std::nullopt;
  }
  std::vector<Request> swipe(glm::dvec2 from, glm::dvec2 by) {
    push(Phase::Down, from);
    for (int step = 1; step <= 4; ++step) {
      push(Phase::Move, from + by * (step / 4.0));
    }
    push(Phase::Up, from + by);
    return settle();
  }
  glm::dvec2 middleOf(const Rect& rect) { return rect.origin + rect.size * 0.5; }
};

TEST_F(ReviewTest, EveryDecisionIsATapAway) {
  for (const glm::dvec2 size : {glm::dvec2(1280, 800), glm::dvec2(800, 1280), glm::dvec2(1024, 768)}) {
    size_ = size;
    settle();
    EXPECT_EQ(act(tap("review accept")), ReviewAct::Accept);
    EXPECT_EQ(act(tap("review reject")), ReviewAct::Reject);
    EXPECT_EQ(act(tap("review changes")), ReviewAct::Changes);
    EXPECT_EQ(act(tap("review Escalate")), ReviewAct::Escalate);
    EXPECT_EQ(act(tap("review Edit")), ReviewAct::Edit);
    EXPECT_EQ(act(tap("review Comment")), ReviewAct::Comment);
    EXPECT_EQ(act(tap("review skip")), ReviewAct::Skip);
    EXPECT_EQ(act(tap("review back")), ReviewAct::Back);
    EXPECT_EQ(act(tap("review take back")), ReviewAct::TakeBack);
    EXPECT_EQ(act(tap("review leave")), ReviewAct::Leave);
  }
}

TEST_F(ReviewTest, ASwipeDecidesOnceItIsFarEnough) {
  const glm::dvec2 from = middleOf(layout_.review->changes);
  EXPECT_EQ(act(swipe(from, {200, 10})), ReviewAct::Accept);
  EXPECT_EQ(act(swipe(from, {-200, 10})), ReviewAct::Reject);
  EXPECT_EQ(act(swipe(middleOf(layout_.review->criteria), {-200, 10})), ReviewAct::Reject) << "on the cards as well";
  EXPECT_TRUE(swipe(from, {90, 0}).empty()) << "too short";
  EXPECT_TRUE(swipe(from, {200, 190}).empty()) << "not across";
}

TEST_F(ReviewTest, ASwipeOverAButtonIsNoTapOnIt) {
  const glm::dvec2 from = middleOf(layout_.review->accept) - glm::dvec2(60, 0);
  EXPECT_TRUE(swipe(from, {100, 0}).empty()) << "it ends on the button that it began on";
  EXPECT_EQ(act(swipe(middleOf(layout_.review->accept), {-200, 0})), ReviewAct::Reject);
}

TEST_F(ReviewTest, WhatIsBlockedIsNotAccepted) {
  model_.review->blocked = "People painted against each other here.";
  settle();
  EXPECT_TRUE(tap("review accept").empty());
  EXPECT_TRUE(swipe(middleOf(layout_.review->changes), {200, 0}).empty());
  EXPECT_EQ(act(tap("review reject")), ReviewAct::Reject);
}

TEST_F(ReviewTest, NothingIsDecidedBeforeThePicturesShowIt) {
  model_.review->opened = false;
  settle();
  EXPECT_TRUE(tap("review accept").empty());
  EXPECT_TRUE(swipe(middleOf(layout_.review->changes), {200, 0}).empty());
}

TEST_F(ReviewTest, PeopleTickWhatMachinesDoNotCheck) {
  EXPECT_TRUE(tap("criterion 0").empty());
  EXPECT_EQ(only<TickCriterion>(tap("criterion 1"))->text, "all marked");
  EXPECT_EQ(only<ShowSaid>(tap("said 0"))->said, 0u);
}

TEST_F(ReviewTest, EachReadersOutlineIsSwitchedByATap) {
  model_.review->readings = {{"Ben", "liver metastasis", "2.76 ml", {0, 1, 1}, true, true},
                             {"Cleo", "kidney cyst", "1.90 ml", {1, 1, 0}, true, false},
                             {"Dora", "not marked", ""}};
  settle();
  EXPECT_EQ(only<SwitchReading>(tap("reading 0"))->reading, 0u);
  EXPECT_EQ(only<SwitchReading>(tap("reading 1"))->reading, 1u);
  EXPECT_FALSE(panels_->boxes().contains("reading 2")) << "there is nothing to outline";
}

TEST_F(ReviewTest, ACommentIsTappedTogetherAndPinned) {
  panels_->state().review.commenting = true;
  settle();
  EXPECT_TRUE(panels_->takesKeys());
  tap("reason Too large");
  tap("reason Part is missing");
  EXPECT_EQ(only<PinComment>(tap("comment pin"))->text, "Too large. Part is missing");
  EXPECT_FALSE(panels_->state().review.commenting);
}

TEST_F(ReviewTest, APassphraseIsAskedForAndLeavesNoTrace) {
  model_.passphrase = PassphraseCard{"Lea", "", false};
  settle();
  EXPECT_TRUE(panels_->takesSecret());
  queue_.push({0, interaction::TextInput{"correct horse"}});
  settle();
  const auto given = only<GivePassphrase>(tap("passphrase sign"));
  ASSERT_TRUE(given);
  EXPECT_EQ(given->passphrase, "correct horse");
  EXPECT_EQ(panels_->state().review.passphrase, "");
  model_.passphrase->fault = "That is not the passphrase.";
  settle();
  queue_.push({0, interaction::TextInput{"battery"}});
  settle();
  EXPECT_EQ(panels_->state().review.passphrase, "battery") << "the next is typed at once";
  const auto none = only<GivePassphrase>(tap("passphrase cancel"));
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->passphrase);
}

TEST_F(ReviewTest, KeysAreTheDecksOwnWhileItIsOpen) {
  EXPECT_EQ(actOf(reviewKeys(), {.key = "A"}), ReviewAct::Accept);
  EXPECT_EQ(actOf(reviewKeys(), {.key = "X"}), ReviewAct::Reject);
  EXPECT_EQ(actOf(reviewKeys(), {.key = "Z", .modifiers = {.control = true}}), ReviewAct::TakeBack);
  EXPECT_EQ(actOf(reviewKeys(), {.key = "A", .repeat = true}), std::nullopt)
      << "held: not one decision after the other";
  EXPECT_EQ(actOf(reviewKeys(), {.key = "A", .down = false}), std::nullopt);
  EXPECT_TRUE(isForReview(CommandId::NextSlice));
  EXPECT_FALSE(isForReview(CommandId::DeleteLesion));
  EXPECT_FALSE(isForReview(interaction::ToolId::Brush));
}

class HandInTest : public UiTest {
 protected:
  void SetUp() override {
    UiTest::SetUp();
    if (!panels_) {
      return;
    }
    model_.handIn = HandInCard{.reading = "Case",
                               .checks = {{"inside", {}, {}}},
                               .readingAcceptance = {"all marked"},
                               .acceptance = {"no vessel"}};
    panels_->state().review.handingIn = true;
    settle();
  }
};

TEST_F(HandInTest, TakesEveryTick) {
  EXPECT_TRUE(tap("hand in now").empty());
  tap("hand in tick 0");
  EXPECT_TRUE(tap("hand in now").empty());
  tap("hand in tick 1");
  EXPECT_THAT(only<HandIn>(tap("hand in now"))->confirmed, testing::ElementsAre("all marked", "no vessel"));
  EXPECT_FALSE(panels_->state().review.handingIn);
}

TEST_F(HandInTest, IsHeldBackByWhatMachinesFound) {
  model_.handIn->checks.push_back({"nothing is too small", {"Node is 2 mm³, from 30 mm³ on"}, 1});
  settle();
  tap("hand in tick 0");
  tap("hand in tick 1");
  EXPECT_TRUE(tap("hand in now").empty());
  EXPECT_EQ(only<SelectLesion>(tap("hand in fault 1"))->lesion, 1u) << "the way to it";
  EXPECT_FALSE(panels_->state().review.handingIn);
}

TEST_F(UiTest, AClassIsChosenFromTheGuideline) {
  model_.classes = {{"tumour", true}, {"cyst", true}, {"lesion", false}};
  panels_->state().naming = true;
  panels_->state().newName = "L3";
  settle();
  tap("class tumour");
  const auto made = only<CreateLesion>(tap("naming create"));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->className, "tumour");
}

TEST_F(UiTest, WhatWaitsForThePersonIsInTheTopBar) {
  model_.toReview = 3;
  model_.sentBack = {{.lesion = "Cyst", .what = "Changes asked for by Lea"},
                     {.lesion = "Node", .what = "Rejected by Lea", .settled = true}};
  model_.guideline = GuidelineCard{.title = "Kidney", .version = 2, .className = "cyst"};
  settle();
  EXPECT_EQ(only<RunCommand>(tap("review tag"))->deed, Deed(CommandId::Review));
  EXPECT_EQ(only<RunCommand>(tap("guideline tag"))->deed, Deed(CommandId::Guideline));
  EXPECT_EQ(only<RunCommand>(tap("sent back tag"))->deed, Deed(CommandId::ShowSentBack));
  tap("aside Sent back 1");
  settle();
  EXPECT_EQ(only<ShowSentBack>(tap("sent back 0"))->item, 0u);
  EXPECT_EQ(shownAside(panels_->state(), model_), Aside::SentBack);
  model_.sentBack.erase(model_.sentBack.begin());
  settle();
  EXPECT_FALSE(panels_->boxes().contains("sent back tag")) << "nothing is to be mended";
  tap("aside Sent back");
}

}  // namespace
}  // namespace ui
