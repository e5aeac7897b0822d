// Two hands, frame by frame, and what they mean.
#include "interaction/hand_tools.h"

#include <gtest/gtest.h>

#include <algorithm>

#include <glm/geometric.hpp>

namespace {

using namespace interaction;

// A cube of 200 mm, its middle at the world's origin.
core::Grid cube() {
  glm::dmat4 world(1);
  world[3] = glm::dvec4(-99.5, -99.5, -99.5, 1);
  return core::Grid({200, 200, 200}, world);
}

class HandToolsTest : public testing::Test {
 protected:
  HandToolsTest() {
    input_.focused = true;
    input_.head = {{0, 1.2, 0}, {1, 0, 0, 0}};
    tools_.takeSeat(grid_, input_.head);
    for (const Side side : {Side::Left, Side::Right}) {
      hand(side).tracked = true;
      put(side, {side == Side::Left ? -0.3 : 0.3, 1.0, -0.2});
    }
    step();
  }

  HandInput& hand(Side side) { return input_.hands[std::size_t(side)]; }
  void put(Side side, glm::dvec3 at) { hand(side).grip.positionM = hand(side).aim.positionM = at; }
  // The working hand so that its brush is at a point of the patient.
  void touch(glm::dvec3 pointMm, Side side = Side::Right) {
    put(side, tools_.placement().room(pointMm) + glm::dvec3(0, 0, HandTools::kTipM));
  }
  HandStep step(int frames = 1) {
    HandStep all;
    for (int i = 0; i < frames; ++i) {
      timeMs_ += 11;
      HandStep one = tools_.step(input_, 0.011, timeMs_, {grid_, {}, inOther_});
      all.actions.insert(all.actions.end(), one.actions.begin(), one.actions.end());
      all.buzzes.insert(all.buzzes.end(), one.buzzes.begin(), one.buzzes.end());
      all.panel.insert(all.panel.end(), one.panel.begin(), one.panel.end());
      all.nextLesion = all.nextLesion || one.nextLesion;
      all.verdict = one.verdict ? one.verdict : all.verdict;
    }
    return all;
  }
  template <typename T>
  static int count(const HandStep& step) {
    return int(std::count_if(step.actions.begin(), step.actions.end(),
                             [](const Action& action) { return std::holds_alternative<T>(action); }));
  }
  void startPainting() {
    touch({10, 20, 30});
    step(100);  // the filter comes to rest
    hand(Side::Right).trigger = 1;
    ASSERT_EQ(count<StrokeBegun>(step()), 1);
  }

  core::Grid grid_ = cube();
  HandTools tools_;
  HandsInput input_;
  std::int64_t timeMs_ = 0;
  std::function<bool(glm::dvec3)> inOther_;
};

TEST_F(HandToolsTest, ATriggerPaintsAtTheTipInMillimetresOfThePatient) {
  touch({10, 20, 30});
  step(100);
  hand(Side::Right).trigger = 1;
  HandStep out = step();
  ASSERT_EQ(out.actions.size(), 1u);
  const core::BrushStroke stroke = std::get<StrokeBegun>(out.actions[0]).stroke;
  EXPECT_NEAR(glm::distance(stroke.pointsMm.at(0), {10, 20, 30}), 0, 1e-6);
  EXPECT_EQ(stroke.mode, core::BrushMode::Add);
  EXPECT_EQ(stroke.radiusMm, 5);
  EXPECT_EQ(step(5).actions.size(), 0u) << "a still hand adds nothing";
  touch({20, 20, 30});
  EXPECT_GT(count<StrokeExtended>(step(20)), 3);
  hand(Side::Right).trigger = 0;
  EXPECT_EQ(count<StrokeEnded>(step()), 1);
  EXPECT_EQ(step(10).actions.size(), 0u);
}

TEST_F(HandToolsTest, LosingFocusEndsTheStrokeOnceAndDropsWhatIsHeld) {
  startPainting();
  hand(Side::Left).squeeze = 1;
  step();
  EXPECT_TRUE(tools_.isHolding());
  input_.focused = false;
  EXPECT_EQ(count<StrokeEnded>(step(3)), 1);
  EXPECT_FALSE(tools_.isHolding());
  input_.focused = true;
  EXPECT_EQ(count<StrokeBegun>(step(3)), 0) << "a trigger that was never let go does not paint anew";
  hand(Side::Right).trigger = 0;
  step();
  hand(Side::Right).trigger = 1;
  EXPECT_EQ(count<StrokeBegun>(step()), 1);
}

TEST_F(HandToolsTest, AHandThatIsLostEndsItsStroke) {
  startPainting();
  hand(Side::Right) = {};
  EXPECT_EQ(count<StrokeEnded>(step()), 1);
  EXPECT_FALSE(tools_.tipM());
}

TEST_F(HandToolsTest, GrippingWhilePaintingEndsTheStrokeAndMovesNothingByItself) {
  startPainting();
  const Placement before = tools_.placement();
  hand(Side::Right).squeeze = 1;
  EXPECT_EQ(count<StrokeEnded>(step()), 1);
  EXPECT_EQ(tools_.placement(), before);
  hand(Side::Right).squeeze = 0;
  EXPECT_EQ(count<StrokeBegun>(step(3)), 0) << "the trigger was spent";
}

TEST_F(HandToolsTest, AGripMovesTheVolumeAndHalfAGripAQuarterOfThat) {
  for (const auto& [squeeze, share] : {std::pair(1.0, 1.0), std::pair(0.5, 0.25)}) {
    hand(Side::Left).squeeze = 0;
    step();
    hand(Side::Left).squeeze = squeeze;
    step();
    const glm::dvec3 before = tools_.placement().originM;
    put(Side::Left, hand(Side::Left).grip.positionM + glm::dvec3(0.1, 0, 0));
    step();
    EXPECT_NEAR(tools_.placement().originM.x - before.x, 0.1 * share, 1e-9);
  }
}

TEST_F(HandToolsTest, TwoGripsScale) {
  const double before = tools_.placement().metresPerMm;
  hand(Side::Left).squeeze = hand(Side::Right).squeeze = 1;
  step();
  put(Side::Left, {-0.6, 1.0, -0.2});
  put(Side::Right, {0.6, 1.0, -0.2});
  step();
  EXPECT_NEAR(tools_.placement().metresPerMm, 2 * before, 1e-9);
}

TEST_F(HandToolsTest, OneFlickOfTheOtherStickUndoesOnce) {
  hand(Side::Left).stick = {-1, 0};
  EXPECT_EQ(count<UndoAsked>(step(50)), 1);
  hand(Side::Left).stick = {-0.5, 0};
  EXPECT_EQ(count<UndoAsked>(step(5)), 0);
  hand(Side::Left).stick = {-1, 0};
  EXPECT_EQ(count<UndoAsked>(step(5)), 0) << "not back to rest between";
  hand(Side::Left).stick = {0, 0};
  step();
  hand(Side::Left).stick = {1, 0};
  EXPECT_EQ(count<RedoAsked>(step(5)), 1);
  hand(Side::Left).stick = {0, 0};
  step();
  hand(Side::Left).stick = {-0.9, -0.9};
  EXPECT_EQ(count<UndoAsked>(step(5)), 0) << "aslant is by accident";
}

TEST_F(HandToolsTest, NothingIsUndoneInTheMiddleOfAStroke) {
  startPainting();
  hand(Side::Left).stick = {-1, 0};
  EXPECT_EQ(count<UndoAsked>(step(5)), 0);
}

TEST_F(HandToolsTest, TheWorkingStickSizesTheBrushWithinItsLimits) {
  hand(Side::Right).stick = {0, 1};
  step(91);  // a second
  EXPECT_NEAR(tools_.settings().brush.radiusMm, 10, 0.2);
  step(2000);
  EXPECT_EQ(tools_.settings().brush.radiusMm, BrushSettings::kMaxRadiusMm);
  hand(Side::Right).stick = {0, -1};
  step(2000);
  EXPECT_EQ(tools_.settings().brush.radiusMm, BrushSettings::kMinRadiusMm);
  EXPECT_TRUE(tools_.isBelowVoxels(grid_));
}

TEST_F(HandToolsTest, PrimaryTogglesAddAndErase) {
  hand(Side::Right).primary = true;
  step(5);
  EXPECT_EQ(tools_.settings().tool, HandTool::Erase);
  startPainting();
  hand(Side::Right).trigger = 0;
  hand(Side::Right).primary = false;
  step();
  hand(Side::Right).primary = true;
  step();
  EXPECT_EQ(tools_.settings().tool, HandTool::Paint);
}

TEST_F(HandToolsTest, ThePanelStandsBesideTheCaseALittleBelowTheEyesAndFacesThem) {
  for (const bool leftHanded : {false, true}) {
    tools_.settings().leftHanded = leftHanded;
    tools_.takeSeat(grid_, input_.head);
    const auto& panel = tools_.panel();
    const glm::dvec3 eyes = input_.head.positionM;
    const glm::dvec3 toEyes = glm::normalize(eyes - panel.pose.positionM);
    EXPECT_GT(glm::dot(panel.pose.turn * glm::dvec3(0, 0, 1), toEyes), 0.9999);
    EXPECT_NEAR(panel.pose.right().y, 0, 1e-9) << "upright";
    const double below = eyes.y - panel.pose.positionM.y;
    EXPECT_GT(below, 0.05);
    EXPECT_LT(below, 0.2);
    EXPECT_EQ(panel.pose.positionM.x < eyes.x, leftHanded) << "on the side of the hand that works";
    // No part of it is seen before the case, which is 20 cm wide.
    const auto aside = [&](glm::dvec3 at) { return std::atan2(std::abs(at.x - eyes.x), eyes.z - at.z); };
    const glm::dvec3 inner = panel.pose.positionM + panel.pose.right() * (panel.sizeM.x / 2 * (leftHanded ? 1 : -1));
    EXPECT_GT(aside(inner), aside(tools_.placement().room({leftHanded ? -100 : 100, 0, 0})));
    const double width = panel.sizeM.x;
    tools_.enlargePanel(1.2);
    EXPECT_NEAR(panel.sizeM.x, 1.2 * width, 1e-9);
    EXPECT_NEAR(panel.sizeM.y / panel.sizeM.x, panel.sizeDp.y / panel.sizeDp.x, 1e-9);
    const glm::dvec3 still = panel.pose.positionM + panel.pose.right() * (panel.sizeM.x / 2 * (leftHanded ? 1 : -1));
    EXPECT_LT(glm::distance(still, inner), 1e-9) << "larger, it covers no more of the case";
    tools_.enlargePanel(1 / 1.2);
  }
}

// In a review, what else toggles tools and brings the volume back decides, one decision under each thumb.
TEST_F(HandToolsTest, InAReviewThumbsOfOppositeHandsDecide) {
  tools_.settings().task = interaction::HandTask::Review;
  tools_.settings().tool = HandTool::Move;
  const double radiusMm = tools_.settings().brush.radiusMm;
  const auto verdict = [&](bool HandInput::*button, Side side) {
    hand(side).*button = true;
    const HandStep pressed = step();
    EXPECT_FALSE(step().verdict) << "once";
    hand(side).*button = false;
    step();
    EXPECT_FALSE(pressed.nextLesion);
    return pressed.verdict;
  };
  const auto before = tools_.placement();
  EXPECT_EQ(verdict(&HandInput::primary, Side::Right), HandVerdict::Accept);
  EXPECT_EQ(verdict(&HandInput::primary, Side::Left), HandVerdict::Reject);
  EXPECT_EQ(verdict(&HandInput::secondary, Side::Right), HandVerdict::Skip);
  hand(Side::Right).stick = {0, 1};
  step(20);
  EXPECT_EQ(tools_.settings().brush.radiusMm, radiusMm);
  EXPECT_EQ(tools_.settings().tool, HandTool::Move);
  EXPECT_EQ(tools_.placement(), before) << "nothing was brought back";
  hand(Side::Left).primary = hand(Side::Right).primary = true;
  EXPECT_FALSE(step().verdict) << "both at once say nothing";
  tools_.settings().leftHanded = true;
  hand(Side::Left).primary = hand(Side::Right).primary = false;
  step();
  EXPECT_EQ(verdict(&HandInput::primary, Side::Left), HandVerdict::Accept);
}

TEST_F(HandToolsTest, TheOtherHandHoldsASliceAndPaintLiesOnIt) {
  put(Side::Left, tools_.placement().room({0, 0, 0}) + glm::dvec3(0, 0, HandTools::kSliceM));
  hand(Side::Left).trigger = 1;
  step();
  ASSERT_TRUE(tools_.slice());
  EXPECT_NEAR(glm::length(tools_.slice()->centerMm), 0, 1e-9);
  // The room's z is the patient's -y: the slice is coronal, and what is before it is cut away.
  const glm::dvec3 normal = glm::normalize(glm::cross(tools_.slice()->right, tools_.slice()->down));
  EXPECT_NEAR(glm::distance(normal, {0, 1, 0}), 0, 1e-9);
  touch({30, 12, 40});  // 12 mm behind it
  step(100);
  hand(Side::Right).trigger = 1;
  const HandStep out = step();
  ASSERT_EQ(count<StrokeBegun>(out), 1);
  EXPECT_NEAR(glm::distance(std::get<StrokeBegun>(out.actions[0]).stroke.pointsMm[0], {30, 0, 40}), 0, 1e-6);
  hand(Side::Left).trigger = 0;
  put(Side::Left, {-1, 1, 0});
  step();
  EXPECT_NEAR(glm::length(tools_.slice()->centerMm), 0, 1e-9) << "it stays where it was let go";
  hand(Side::Left).secondary = true;
  step();
  EXPECT_FALSE(tools_.slice());
}

TEST_F(HandToolsTest, FarFromTheSlicePaintIsFree) {
  put(Side::Left, tools_.placement().room({0, 0, 0}) + glm::dvec3(0, 0, HandTools::kSliceM));
  hand(Side::Left).trigger = 1;
  step();
  touch({30, 60, 40});
  step(100);
  hand(Side::Right).trigger = 1;
  const HandStep out = step();
  ASSERT_EQ(count<StrokeBegun>(out), 1);
  EXPECT_NEAR(glm::distance(std::get<StrokeBegun>(out.actions[0]).stroke.pointsMm[0], {30, 60, 40}), 0, 1e-6);
}

TEST_F(HandToolsTest, AHandThatPointsAtThePanelPressesItAndDoesNotPaint) {
  const interaction::PanelInRoom& panel = tools_.panel();
  hand(Side::Right).aim = panel.pose * Pose{{0.1, 0.05, 0.3}, {1, 0, 0, 0}};
  step();
  ASSERT_TRUE(tools_.pointing());
  EXPECT_NEAR(tools_.pointing()->atDp.x, panel.sizeDp.x * (0.5 + 0.1 / panel.sizeM.x), 1e-6);
  EXPECT_NEAR(tools_.pointing()->atDp.y, panel.sizeDp.y * (0.5 - 0.05 / panel.sizeM.y), 1e-6);
  hand(Side::Right).trigger = 1;
  const HandStep pressed = step();
  ASSERT_EQ(pressed.panel.size(), 1u);
  EXPECT_EQ(std::get<PointerInput>(pressed.panel[0].what).phase, Phase::Down);
  EXPECT_TRUE(pressed.actions.empty());
  hand(Side::Right).trigger = 0;
  EXPECT_EQ(std::get<PointerInput>(step().panel.at(0).what).phase, Phase::Up);
  hand(Side::Right).trigger = 1;
  step();
  hand(Side::Right).aim = {{0.3, 0.7, 0}, {1, 0, 0, 0}};  // slips off while pressed
  const HandStep slipped = step();
  EXPECT_EQ(std::get<PointerInput>(slipped.panel.at(0).what).phase, Phase::Cancel);
  EXPECT_EQ(count<StrokeBegun>(step(5)), 0);
}

class TouchTest : public HandToolsTest {
 protected:
  // The tip of a hand before a place of the panel, metres from its middle; less than 0: through it.
  std::vector<Phase> reach(double beforeM, glm::dvec2 asideM = {0.1, 0.05}, Side side = Side::Right) {
    hand(side).aim = tools_.panel().pose * Pose{{asideM.x, asideM.y, beforeM + HandTools::kTipM}, {1, 0, 0, 0}};
    std::vector<Phase> phases;
    last_ = step();
    for (const Input& input : last_.panel) {
      if (const auto* pointer = std::get_if<PointerInput>(&input.what)) {
        phases.push_back(pointer->phase);
      }
    }
    return phases;
  }
  HandStep last_;
};

TEST_F(TouchTest, ATipThatGoesThroughThePanelPressesOnceAndIsFelt) {
  EXPECT_EQ(reach(0.06), std::vector{Phase::Hover});
  EXPECT_EQ(reach(0.02), std::vector{Phase::Hover});
  EXPECT_EQ(reach(-0.004), std::vector{Phase::Down});
  EXPECT_EQ(last_.buzzes.size(), 1u);
  for (const double beforeM : {0.004, -0.004, 0.009, -0.04, 0.0}) {
    EXPECT_EQ(reach(beforeM), std::vector{Phase::Move}) << "a tip that trembles presses no more than once";
  }
  EXPECT_EQ(reach(0.011), std::vector{Phase::Up});
  EXPECT_EQ(reach(0.002), std::vector{Phase::Hover});
  EXPECT_EQ(reach(-0.002), std::vector{Phase::Down});
  EXPECT_TRUE(last_.actions.empty());
}

TEST_F(TouchTest, AQuickTipIsNotMissed) {
  reach(0.04);
  EXPECT_EQ(reach(-0.05), std::vector{Phase::Down});
}

TEST_F(TouchTest, ATipThatComesFromTheSideOrFromBehindPressesNothing) {
  reach(-0.02, {0.3, 0.05});
  EXPECT_EQ(reach(-0.02), std::vector{Phase::Hover});
  EXPECT_EQ(reach(-0.001), std::vector{Phase::Hover});
  EXPECT_EQ(reach(0.004), std::vector{Phase::Hover});
  EXPECT_EQ(reach(-0.004), std::vector{Phase::Hover}) << "it has not come out yet";
}

TEST_F(TouchTest, ATipThatGoesRightThroughTakesItsPressBack) {
  reach(0.04);
  reach(-0.01);
  const double through = -HandTools::kTipM - 0.01;
  EXPECT_EQ(reach(through), std::vector{Phase::Move}) << "the hand itself is behind the panel, and may come back";
  timeMs_ += HandTools::kThroughMs;
  EXPECT_EQ(reach(through), std::vector{Phase::Cancel});
  EXPECT_FALSE(tools_.pointing());
}

// Where frames are slow, all of a tap may lie between two of them but for one place behind the panel.
TEST_F(TouchTest, AHandThatIsThroughThePanelWithinOneFramePresses) {
  reach(0.12, {0.02, 0.0});
  EXPECT_EQ(reach(-0.12, {-0.02, 0.0}), std::vector{Phase::Down});
  EXPECT_EQ(last_.buzzes.size(), 1u);
  const PanelInRoom& panel = tools_.panel();
  const glm::dvec2 middle = panel.sizeDp / 2.0;
  EXPECT_NEAR(glm::distance(std::get<PointerInput>(last_.panel.back().what).atDp, middle), 0, 1e-6)
      << "halfway, where it went through";
  timeMs_ += 100;
  EXPECT_EQ(reach(0.1, {-0.02, 0.0}), std::vector{Phase::Up});
  EXPECT_NEAR(glm::distance(std::get<PointerInput>(last_.panel.back().what).atDp, middle), 0, 1e-6);
}

// The ray of a hand that is held aslant goes past the panel, or over a button far from the tip.
TEST_F(TouchTest, ATipPressesWhatItTouchesHoweverItsHandIsHeld) {
  const auto reachAslant = [&](double beforeM) {
    const glm::dquat aslant = glm::angleAxis(glm::radians(75.0), glm::dvec3(1, 0, 0));  // up along the panel
    const glm::dvec3 ahead = aslant * glm::dvec3(0, 0, -HandTools::kTipM);
    hand(Side::Right).aim = tools_.panel().pose * Pose{glm::dvec3(0.1, 0.05, beforeM) - ahead, aslant};
    return step();
  };
  reachAslant(0.03);
  const HandStep out = reachAslant(-0.03);
  ASSERT_FALSE(out.panel.empty());
  const PointerInput& pressed = std::get<PointerInput>(out.panel.back().what);
  EXPECT_EQ(pressed.phase, Phase::Down);
  const PanelInRoom& panel = tools_.panel();
  const glm::dvec2 under = (glm::dvec2(0.1, -0.05) / panel.sizeM + 0.5) * panel.sizeDp;
  EXPECT_NEAR(glm::distance(pressed.atDp, under), 0, 1e-6);
}

TEST_F(TouchTest, APressStaysWhereItWentInUnlessItIsDrawnAlong) {
  const auto at = [&] { return std::get<PointerInput>(last_.panel.back().what).atDp; };
  reach(0.04, {0, 0});
  reach(-0.01, {0, 0});
  const glm::dvec2 in = at();
  reach(-0.02, {0.01, 0});  // 13 dp
  EXPECT_EQ(at(), in);
  reach(-0.02, {0.05, 0});
  EXPECT_GT(at().x, in.x + HandTools::kSlideDp);
}

TEST_F(TouchTest, ATriggerPressedWithTheTipInThePanelIsOnePress) {
  reach(0.02);
  hand(Side::Right).trigger = 1;
  EXPECT_EQ(reach(0.02), std::vector{Phase::Down});
  EXPECT_EQ(reach(-0.01), std::vector{Phase::Move});
  hand(Side::Right).trigger = 0;
  EXPECT_EQ(reach(-0.01), std::vector{Phase::Up});
  EXPECT_EQ(reach(-0.01), std::vector{Phase::Hover});
}

TEST_F(TouchTest, ATipThatIsNearComesBeforeARayFromAfar) {
  reach(0.3);
  ASSERT_EQ(tools_.pointingSide(), Side::Right);
  reach(0.3, {0.1, 0.05}, Side::Left);
  EXPECT_EQ(tools_.pointingSide(), Side::Right) << "the working hand, where both are far";
  reach(0.02, {-0.1, 0}, Side::Left);
  EXPECT_EQ(tools_.pointingSide(), Side::Left);
  EXPECT_EQ(reach(-0.01, {-0.1, 0}, Side::Left), std::vector{Phase::Down});
}

// Of a bare hand, the finger itself presses, wherever its ray points.
TEST_F(TouchTest, ABareFingertipPressesWhereItIs) {
  hand(Side::Right).aim = {{0.3, 0.7, 0}, {1, 0, 0, 0}};  // past the panel
  const auto poke = [&](double beforeM) {
    hand(Side::Right).poke = tools_.panel().pose * Pose{{0.1, 0.05, beforeM}, {1, 0, 0, 0}};
    std::vector<Phase> phases;
    for (const Input& input : step().panel) {
      if (const auto* pointer = std::get_if<PointerInput>(&input.what)) {
        phases.push_back(pointer->phase);
      }
    }
    return phases;
  };
  EXPECT_TRUE(poke(HandTools::kTouchNearM + 0.01).empty()) << "far from it, its ray counts";
  EXPECT_EQ(poke(0.03), std::vector{Phase::Hover});
  ASSERT_TRUE(tools_.pointing());
  EXPECT_NEAR(*tools_.tipToPanelM(), 0.03, 1e-9);
  const PanelInRoom& panel = tools_.panel();
  const glm::dvec2 under = (glm::dvec2(0.1, -0.05) / panel.sizeM + 0.5) * panel.sizeDp;
  EXPECT_NEAR(glm::distance(tools_.pointing()->atDp, under), 0, 1e-6);
  EXPECT_EQ(poke(-0.002), std::vector{Phase::Down});
  EXPECT_EQ(poke(0.012), std::vector{Phase::Up});
}

TEST_F(HandToolsTest, LeftHandedPeopleHaveEverythingInTheOtherHand) {
  tools_.settings().leftHanded = true;
  touch({10, 20, 30}, Side::Left);
  step(100);
  hand(Side::Left).trigger = 1;
  EXPECT_EQ(count<StrokeBegun>(step()), 1);
  hand(Side::Left).trigger = 0;
  step();
  hand(Side::Right).stick = {-1, 0};
  EXPECT_EQ(count<UndoAsked>(step()), 1);
}

TEST_F(HandToolsTest, OneTriggerAloneMovesTheVolumeWithTheMoveTool) {
  hand(Side::Left) = {};
  tools_.settings().tool = HandTool::Move;
  put(Side::Right, {0.3, 0.7, -0.2});  // past the panel
  step();
  hand(Side::Right).trigger = 1;
  step();
  const glm::dvec3 before = tools_.placement().originM;
  put(Side::Right, hand(Side::Right).grip.positionM + glm::dvec3(0, 0.1, 0));
  step();
  EXPECT_NEAR(tools_.placement().originM.y - before.y, 0.1, 1e-9);
}

TEST_F(HandToolsTest, BlockedPaintIsFelt) {
  inOther_ = [](glm::dvec3) { return true; };
  startPainting();
  const HandStep out = step();
  ASSERT_FALSE(out.buzzes.empty());
  EXPECT_GT(out.buzzes.back().strength, 0.7);
}

TEST_F(HandToolsTest, RecentringKeepsAGripWhereItIs) {
  hand(Side::Left).squeeze = 1;
  step();
  const Pose newFromOld{{0.5, 0, 1}, glm::angleAxis(0.3, glm::dvec3(0, 1, 0))};
  const glm::dvec3 seen = newFromOld.positionM + newFromOld.turn * tools_.placement().room({1, 2, 3});
  tools_.recentre(newFromOld);
  hand(Side::Left).grip = newFromOld * hand(Side::Left).grip;
  step();
  EXPECT_NEAR(glm::distance(tools_.placement().room({1, 2, 3}), seen), 0, 1e-9);
}

}  // namespace
