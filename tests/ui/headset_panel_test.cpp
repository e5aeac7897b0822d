// The headset's panel: what a trigger's presses ask for, above all in a review, and what they must not.
#include "ui/headset_panel.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <optional>

namespace ui {
namespace {

using interaction::Phase;

class HeadsetPanelTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("/usr/share/fonts/opentype/inter/Inter-Regular.otf")) {
      GTEST_SKIP() << "the letters are not installed (package fonts-inter)";
    }
    panel_.emplace();
    panel_->atlas();
    model_.caseName = "Cranium 0051";
    model_.lesions = {{"Cyst", "cyst", {1, 0, 0}, 1.5, 20, false}};
    model_.activeLesion = 0;
    model_.toReview = 3;
    settle();
  }
  void reviewOne() {
    model_.review = ReviewCard{.state = ReviewCard::State::Finding,
                               .place = 2,
                               .of = 5,
                               .canTakeBack = true,
                               .canGoBack = true,
                               .opened = true,
                               .name = "Cyst",
                               .origin = "Cranium 0051 \u00B7 Ada",
                               .facts = {{"Class", "cyst"}, {"Volume", "1.5 ml"}},
                               .said = {{.who = "Lea", .what = "commented", .text = "look", .pinned = true}},
                               .readings = {{"Ben", "cyst", "1.20 ml", {1, 0, 0}, true}, {"Dora", "not marked", ""}},
                               .agreement = "Dice between them 0.00",
                               .criteria = {{"all marked"}, {"Checked: size", CriterionItem::State::Holds, true}},
                               .unticked = {"all marked"},
                               .escalatesTo = "An adjudicator is asked to decide."};
    settle();
  }
  void compareTwo() {
    model_.compare =
        CompareCard{.state = CompareCard::State::Shown,
                    .session = "Readings compared",
                    .readers = {{.name = "Ada", .dice = "0.81"}, {.name = "Emmy", .dice = "0.77", .missed = 1}},
                    .agreement = "Held against each other.",
                    .columns = {"A", "E"},
                    .lesions = {{"cyst", {true, false}, "0.00", "Emmy left it out"}},
                    .next = "Next: cyst, Ada left it out",
                    .legend = {{{1, 1, 1}, false, "both"}}};
    settle();
  }
  std::vector<Request> frame() {
    return panel_->frame(model_, state_, settings_, queue_.next(), {}, 1.0 / 60).requests;
  }
  std::vector<Request> settle() {
    std::vector<Request> all;
    for (int i = 0; i < 6 || !queue_.isEmpty(); ++i) {
      for (Request& request : frame()) {
        all.push_back(std::move(request));
      }
    }
    return all;
  }
  bool shows(const std::string& name) const { return panel_->boxes().contains(name); }
  std::vector<Request> press(const std::string& name) {
    EXPECT_TRUE(shows(name)) << name;
    if (!shows(name)) {
      return {};
    }
    const Rect box = panel_->boxes().at(name);
    for (const Phase phase : {Phase::Down, Phase::Up}) {
      queue_.push(
          {0, interaction::PointerInput{
                  .kind = interaction::Pointer::Finger, .id = 1, .phase = phase, .atDp = box.origin + box.size * 0.5}});
    }
    return settle();
  }
  template <typename Kind>
  static std::optional<Kind> only(const std::vector<Request>& requests) {
    EXPECT_EQ(requests.size(), 1u);
    const Kind* found = requests.size() == 1 ? std::get_if<Kind>(&requests[0]) : nullptr;
    return found != nullptr ? std::optional(*found) : std::nullopt;
  }
  std::optional<ReviewAct> act(const std::string& name) {
    const auto asked = only<DoInReview>(press(name));
    return asked ? std::optional(asked->act) : std::nullopt;
  }

  Model model_;
  HeadsetState state_{.controls = [](interaction::Side, interaction::Control) { return std::string_view("A"); }};
  interaction::HandSettings settings_;
  interaction::PanelQueue queue_;
  std::optional<HeadsetPanel> panel_;
};

TEST_F(HeadsetPanelTest, EveryDecisionOfAReviewIsAPressAway) {
  reviewOne();
  EXPECT_EQ(act("review accept"), ReviewAct::Accept);
  EXPECT_EQ(act("review reject"), ReviewAct::Reject);
  EXPECT_EQ(act("review changes"), ReviewAct::Changes);
  EXPECT_EQ(act("review escalate"), ReviewAct::Escalate);
  EXPECT_EQ(act("review comment"), ReviewAct::Comment);
  EXPECT_EQ(act("review edit"), ReviewAct::Edit);
  EXPECT_EQ(act("review skip"), ReviewAct::Skip);
  EXPECT_EQ(act("review back"), ReviewAct::Back);
  EXPECT_EQ(act("review take back"), ReviewAct::TakeBack);
  EXPECT_EQ(act("review leave"), ReviewAct::Leave);
}

// Whatever is pressed with an outstretched hand is large enough for it, and nothing lies over anything else.
TEST_F(HeadsetPanelTest, ButtonsAreAsLargeAsHandsNeedThem) {
  const auto expectLarge = [&](const char* where) {
    for (const auto& [name, box] : panel_->boxes()) {
      EXPECT_GE(std::min(box.size.x, box.size.y), HeadsetPanel::kHandDp - 0.01) << where << ": " << name;
      EXPECT_GE(std::min(box.origin.x, box.origin.y), 0) << where << ": " << name;
      EXPECT_LE(box.end().x, HeadsetPanel::kSizeDp.x) << where << ": " << name;
      for (const auto& [other, itsBox] : panel_->boxes()) {
        const bool apart = box.end().x <= itsBox.origin.x || itsBox.end().x <= box.origin.x ||
                           box.end().y <= itsBox.origin.y || itsBox.end().y <= box.origin.y;
        EXPECT_TRUE(apart || name == other) << where << ": " << name << " and " << other;
      }
    }
  };
  for (const char* page : {"Tools", "Lesion", "View", "Review", "Help"}) {
    press(std::string("page ") + page);
    expectLarge(page);
  }
  model_.reviewPaused = true;
  settle();
  expectLarge("Review, paused");
  compareTwo();
  expectLarge("Compare");
  press("compare page Lesions");
  expectLarge("Compare, lesions");
  model_.compare.reset();
  reviewOne();
  expectLarge("Finding");
  panel_->ask(ReviewAct::Reject);
  settle();
  expectLarge("Reject");
  panel_->ask(ReviewAct::Accept);
  settle();
  expectLarge("Accept");
  panel_->ask(ReviewAct::Escalate);
  settle();
  expectLarge("Escalate");
}

TEST_F(HeadsetPanelTest, ARejectionNamesItsReason) {
  reviewOne();
  panel_->ask(ReviewAct::Reject);
  settle();
  EXPECT_FALSE(shows("review accept"));
  const auto decided = only<DecideWith>(press("reason Wrong class"));
  ASSERT_TRUE(decided);
  EXPECT_EQ(decided->act, ReviewAct::Reject);
  EXPECT_EQ(decided->reason, "Wrong class");
  EXPECT_TRUE(shows("review accept")) << "it is asked no longer";
}

TEST_F(HeadsetPanelTest, AReasonIsTypedInOnesOwnWords) {
  reviewOne();
  panel_->ask(ReviewAct::Reject);
  settle();
  press("deciding words");
  EXPECT_TRUE(press("key done").empty()) << "nothing is said yet";
  for (const char* key : {"key N", "key o", "key  ", "key shift", "key C", "key t"}) {
    EXPECT_TRUE(press(key).empty()) << key;
  }
  EXPECT_EQ(only<DecideWith>(press("key done"))->reason, "No Ct");
}

TEST_F(HeadsetPanelTest, WhatDoesNotHoldIsAskedAboutBeforeItIsAccepted) {
  reviewOne();
  panel_->ask(ReviewAct::Accept);
  settle();
  EXPECT_TRUE(press("deciding cancel").empty());
  EXPECT_TRUE(shows("review accept"));
  panel_->ask(ReviewAct::Accept);
  settle();
  EXPECT_EQ(only<DecideWith>(press("deciding now"))->act, ReviewAct::Accept);
}

TEST_F(HeadsetPanelTest, WhatIsAskedGoesWithItsFinding) {
  reviewOne();
  panel_->ask(ReviewAct::Accept);
  settle();
  model_.review->state = ReviewCard::State::Waiting;  // another program took it out
  settle();
  EXPECT_FALSE(shows("deciding now"));
}

TEST_F(HeadsetPanelTest, WhatIsBlockedOrNotShownYetIsNotDecided) {
  reviewOne();
  model_.review->blocked = "People painted against each other here.";
  settle();
  EXPECT_TRUE(press("review accept").empty());
  EXPECT_EQ(act("review reject"), ReviewAct::Reject);
  model_.review->opened = false;
  settle();
  EXPECT_TRUE(press("review reject").empty());
}

TEST_F(HeadsetPanelTest, PeopleTickWhatMachinesDoNotCheckAndLookAtWhatWasSaid) {
  reviewOne();
  press("review page Checks");
  EXPECT_EQ(only<TickCriterion>(press("criterion 1"))->text, "all marked");
  EXPECT_TRUE(press("criterion 2").empty()) << "that is the machine's";
  press("review page Said");
  EXPECT_EQ(only<ShowSaid>(press("said 1"))->said, 0u);
  model_.review->name = "Other";  // the next finding is seen before anything else
  settle();
  EXPECT_TRUE(shows("review accept"));
}

TEST_F(HeadsetPanelTest, TheReviewBeginsWaitsAndGoesOn) {
  const auto commandOf = [](const std::vector<Request>& requests) {
    const auto run = only<RunCommand>(requests);
    return run ? std::optional(std::get<CommandId>(run->deed)) : std::nullopt;
  };
  press("page Review");
  EXPECT_EQ(commandOf(press("review open")), CommandId::Review);
  reviewOne();
  EXPECT_FALSE(shows("page Tools")) << "nothing is painted while it is open";
  model_.review.reset();
  model_.reviewPaused = true;
  settle();
  press("page Tools");
  EXPECT_EQ(commandOf(press("review go on")), CommandId::Review);
  model_.reviewPaused = false;
  model_.toReview = 0;
  settle();
  press("page Review");
  EXPECT_TRUE(press("review open").empty()) << "nothing waits";
}

TEST_F(HeadsetPanelTest, WhatWasSentBackIsOpenedByAPress) {
  model_.sentBack = {{"L1", "Case A", "Rejected by Lea", "Too large", "14:03"},
                     {"L2", "Case B", "Changes asked for by Lea", "", "14:05"}};
  press("page Review");
  EXPECT_EQ(only<ShowSentBack>(press("sent back 1"))->item, 0u);
}

TEST_F(HeadsetPanelTest, ReadingsOfACaseAreHeldAgainstEachOther) {
  press("page Review");
  EXPECT_FALSE(shows("compare open")) << "nobody else has read it";
  model_.readingsHere = 2;
  settle();
  const auto run = only<RunCommand>(press("compare open"));
  ASSERT_TRUE(run);
  EXPECT_EQ(std::get<CommandId>(run->deed), CommandId::Compare);
  compareTwo();
  EXPECT_FALSE(shows("page Tools")) << "nothing is painted meanwhile";
  EXPECT_EQ(only<HoldAgainstPanel>(press("compare reader 2"))->reader, 1u);
  EXPECT_EQ(only<DoInCompare>(press("compare next"))->act, CompareAct::Next);
  EXPECT_TRUE(press("compare previous").empty()) << "it is the first";
  EXPECT_EQ(only<DoInCompare>(press("compare surface"))->act, CompareAct::Surface);
  EXPECT_TRUE(press("compare everybody").empty()) << "they are shown";
  press("compare page Lesions");
  EXPECT_EQ(only<LookAtDifference>(press("compare lesion 1"))->lesion, 0u);
  EXPECT_EQ(only<DoInCompare>(press("compare leave"))->act, CompareAct::Leave);
  model_.compare->next.clear();
  settle();
  EXPECT_TRUE(press("compare next").empty());
}

TEST_F(HeadsetPanelTest, ALesionIsCommentedOnOutsideOfAReview) {
  press("page Lesion");
  press("comment");
  EXPECT_EQ(only<PinComment>(press("reason Part is missing"))->text, "Part is missing");
  EXPECT_TRUE(shows("comment")) << "back on its page";
}

TEST_F(HeadsetPanelTest, APassphraseIsTypedAsItIsAndLeavesNoTrace) {
  reviewOne();
  model_.passphrase = PassphraseCard{"Lea", "", false};
  settle();
  EXPECT_TRUE(panel_->takesSecret());
  for (const char* key : {"key a", "key shift", "key B", "key signs", "key 7", "key signs", "key _"}) {
    EXPECT_TRUE(press(key).empty()) << key;
  }
  EXPECT_EQ(only<GivePassphrase>(press("key done"))->passphrase, "aB7_");
  EXPECT_TRUE(press("key done").empty()) << "it was taken, and none is left";
  const auto notNow = only<GivePassphrase>(press("key back"));
  ASSERT_TRUE(notNow);
  EXPECT_FALSE(notNow->passphrase);
  model_.passphrase.reset();
  settle();
  EXPECT_FALSE(panel_->takesSecret());
  EXPECT_TRUE(shows("review accept"));
}

}  // namespace
}  // namespace ui
