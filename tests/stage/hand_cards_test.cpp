// Cards beside the hands: what they say, and that they are there for whoever looks and out of the way of who works.
#include "stage/hand_cards.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <glm/geometric.hpp>

namespace {

using interaction::Control;
using interaction::HandsInput;
using interaction::HandTools;
using interaction::Side;

HandsInput handsAhead() {
  HandsInput hands;
  hands.focused = true;
  hands.head.positionM = {0, 1.2, 0};
  for (const Side side : {Side::Left, Side::Right}) {
    interaction::HandInput& hand = hands.hands[std::size_t(side)];
    hand.tracked = true;
    hand.grip.positionM = hand.aim.positionM = {side == Side::Left ? -0.12 : 0.12, 1.15, -0.5};
  }
  return hands;
}

std::string_view touchNames(Side side, Control control) {
  if (control == Control::Squeeze) {
    return {};  // as of a controller that has none
  }
  return control == Control::Primary ? (side == Side::Left ? "X" : "A") : "Trigger";
}

TEST(HandCardsTest, TheWorkingHandNamesToolLesionAndSize) {
  HandTools tools;
  tools.settings().brush.radiusMm = 2.5;
  ui::Model model;
  model.lesions.push_back({.name = "L1", .color = {0.9f, 0.6f, 0}});
  model.activeLesion = 0;
  const auto cards = stage::handCards(tools, model, touchNames);
  const ui::HandCard& right = cards[std::size_t(Side::Right)];
  EXPECT_EQ(right.title, "Paint L1, 5.0 mm");
  EXPECT_EQ(right.color, model.lesions[0].color);
  ASSERT_FALSE(right.hints.empty());
  EXPECT_EQ(right.hints.front().deed, "paints");
  for (const ui::HandCard::Hint& hint : right.hints) {
    EXPECT_NE(hint.deed, "takes the volume") << "this controller has no grip";
  }
}

TEST(HandCardsTest, BetweenHandsThatScaleStandsHowLargeTheCaseIs) {
  const core::Grid grid({200, 200, 200}, glm::dmat4(1));
  HandsInput hands = handsAhead();
  HandTools tools;
  tools.takeSeat(grid, hands.head);
  std::int64_t timeMs = 0;
  const auto step = [&] { tools.step(hands, 0.011, timeMs += 11, {grid, {}, {}}); };
  step();
  for (const Side side : {Side::Left, Side::Right}) {
    hands.hands[std::size_t(side)].squeeze = 1;
  }
  step();
  for (const Side side : {Side::Left, Side::Right}) {
    hands.hands[std::size_t(side)].grip.positionM.x *= 2.5;
  }
  step();
  const auto cards = stage::handCards(tools, {}, touchNames);
  EXPECT_EQ(cards[std::size_t(Side::Right)].title, "250 % of true size");
  EXPECT_TRUE(cards[std::size_t(Side::Right)].hints.empty());
  EXPECT_TRUE(cards[std::size_t(Side::Left)].title.empty());
  const auto card = stage::cardPlace(hands, tools, Side::Right);
  ASSERT_TRUE(card);
  EXPECT_NEAR(card->pose.positionM.x, 0, 1e-9);
  EXPECT_FALSE(stage::cardPlace(hands, tools, Side::Left));
  hands.hands[std::size_t(Side::Left)].squeeze = 0;
  step();
  EXPECT_NE(stage::handCards(tools, {}, touchNames)[std::size_t(Side::Right)].title, "250 % of true size");
}

TEST(HandCardsTest, TheWorkingHandSaysWhenItsLesionCannotBePainted) {
  ui::Model model;
  model.lesions.push_back({.name = "L1", .locked = true});
  model.activeLesion = 0;
  HandTools tools;
  EXPECT_EQ(stage::handCards(tools, model, touchNames)[std::size_t(Side::Right)].title, "L1 is locked");
  tools.settings().tool = interaction::HandTool::Move;
  EXPECT_EQ(stage::handCards(tools, model, touchNames)[std::size_t(Side::Right)].title, "Move");
}

TEST(HandCardsTest, TheOtherHandSaysWhatTheGuidelineAsks) {
  ui::Model model;
  model.guideline = ui::GuidelineCard{.className = "Tumour", .definition = "Solid or cystic mass"};
  HandTools tools;
  auto cards = stage::handCards(tools, model, touchNames);
  EXPECT_EQ(cards[std::size_t(Side::Left)].title, "Tumour");
  EXPECT_EQ(cards[std::size_t(Side::Left)].about, "Solid or cystic mass");
  tools.settings().leftHanded = true;
  cards = stage::handCards(tools, model, touchNames);
  EXPECT_EQ(cards[std::size_t(Side::Right)].title, "Tumour");
}

TEST(HandCardsTest, ACardStandsBesideItsHandUprightAndTurnedToTheEyes) {
  const HandsInput hands = handsAhead();
  const HandTools tools;
  for (const Side side : {Side::Left, Side::Right}) {
    const auto card = stage::cardPlace(hands, tools, side);
    ASSERT_TRUE(card);
    const glm::dvec3 grip = hands.at(side).grip.positionM;
    const double outward = side == Side::Left ? -1 : 1;
    EXPECT_GT((card->pose.positionM.x - grip.x) * outward - card->sizeM.x / 2, 0) << "beside, not before it";
    EXPECT_LT(glm::distance(card->pose.positionM, grip), 0.3);
    const glm::dvec3 toEyes = glm::normalize(hands.head.positionM - card->pose.positionM);
    EXPECT_NEAR(glm::dot(card->pose.turn * glm::dvec3(0, 0, 1), toEyes), 1, 1e-9);
    EXPECT_NEAR(card->pose.right().y, 0, 1e-9);
    EXPECT_GT(card->pose.up().y, 0);
    EXPECT_FLOAT_EQ(card->opacity, 1);
  }
}

TEST(HandCardsTest, NoCardStandsInTheWay) {
  HandTools tools;
  HandsInput hands = handsAhead();
  hands.hands[std::size_t(Side::Right)].trigger = 0.5;
  EXPECT_FALSE(stage::cardPlace(hands, tools, Side::Right)) << "it does something";
  EXPECT_TRUE(stage::cardPlace(hands, tools, Side::Left));
  hands = handsAhead();
  hands.head.turn = glm::angleAxis(glm::radians(60.0), glm::dvec3(0, 1, 0));
  EXPECT_FALSE(stage::cardPlace(hands, tools, Side::Right)) << "nobody looks there";
  hands = handsAhead();
  hands.hands[std::size_t(Side::Left)].tracked = false;
  EXPECT_FALSE(stage::cardPlace(hands, tools, Side::Left)) << "nobody knows where it is";
  tools.settings().cards = false;
  EXPECT_FALSE(stage::cardPlace(handsAhead(), tools, Side::Right)) << "not wanted";
}

}  // namespace
