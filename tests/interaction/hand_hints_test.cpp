// What cards beside the hands say: that it is what the hands then do.
#include "interaction/hand_hints.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using interaction::Control;
using interaction::HandHint;
using interaction::HandsInput;
using interaction::HandTool;
using interaction::HandTools;
using interaction::Side;
using testing::Contains;
using testing::Field;

class HandHintsTest : public testing::Test {
 protected:
  HandHintsTest() : grid_({100, 100, 100}, glm::dmat4(1)) {
    input_.focused = true;
    input_.head.positionM = {0, 1.2, 0};
    tools_.takeSeat(grid_, input_.head);
    for (const Side side : {Side::Left, Side::Right}) {
      hand(side).tracked = true;
      hand(side).grip.positionM = hand(side).aim.positionM = {side == Side::Left ? -0.2 : 0.2, 1.1, -0.3};
    }
    step();
  }
  interaction::HandInput& hand(Side side) { return input_.hands[std::size_t(side)]; }
  interaction::HandStep step() { return tools_.step(input_, 0.011, timeMs_ += 11, {grid_, {}, {}}); }
  std::string_view deed(Side side, Control control) const {
    for (const HandHint& hint : interaction::hintsFor(tools_, side)) {
      if (hint.control == control) {
        return hint.deed;
      }
    }
    return {};
  }

  core::Grid grid_;
  HandTools tools_;
  HandsInput input_;
  std::int64_t timeMs_ = 0;
};

TEST_F(HandHintsTest, TheFirstButtonDoesWhatItsHintSaid) {
  EXPECT_EQ(deed(Side::Right, Control::Trigger), "paints");
  EXPECT_EQ(deed(Side::Right, Control::Primary), "erases instead");
  hand(Side::Right).primary = true;
  step();
  EXPECT_EQ(tools_.settings().tool, HandTool::Erase);
  EXPECT_EQ(deed(Side::Right, Control::Trigger), "erases");
  EXPECT_EQ(deed(Side::Right, Control::Primary), "paints again");
}

TEST_F(HandHintsTest, TheSliceIsPutAwayOnlyWhileThereIsOne) {
  EXPECT_EQ(deed(Side::Left, Control::Secondary), "");
  hand(Side::Left).trigger = 1;
  step();
  ASSERT_TRUE(tools_.slice());
  EXPECT_EQ(deed(Side::Left, Control::Secondary), "puts the slice away");
  const glm::dvec3 onSlice = tools_.placement().room(tools_.slice()->centerMm) + glm::dvec3(0, 0, HandTools::kTipM);
  const auto bring = [&](glm::dvec3 at) {
    hand(Side::Right).aim.positionM = at;
    for (int i = 0; i < 200; ++i) {
      step();
    }
  };
  bring(onSlice);
  EXPECT_EQ(deed(Side::Right, Control::Trigger), "paints on the slice");
  bring(onSlice + glm::dvec3(0, 0, 0.1));
  EXPECT_EQ(deed(Side::Right, Control::Trigger), "paints off the slice") << "what it says is what it would do";
  hand(Side::Left).trigger = 0;
  hand(Side::Left).secondary = true;
  step();
  EXPECT_FALSE(tools_.slice());
  EXPECT_EQ(deed(Side::Left, Control::Trigger), "holds a slice");
}

TEST_F(HandHintsTest, HandsSwapWhatTheySay) {
  tools_.settings().leftHanded = true;
  EXPECT_EQ(deed(Side::Left, Control::Trigger), "paints");
  EXPECT_EQ(deed(Side::Right, Control::Stick), "left undoes, right redoes");
}

TEST_F(HandHintsTest, WhoPointsAtThePanelPressesItsButtons) {
  const interaction::PanelInRoom& panel = tools_.panel();
  interaction::Pose& aim = hand(Side::Right).aim;
  aim.positionM = panel.pose.positionM + panel.pose.turn * glm::dvec3(0, 0, 0.3);
  aim.turn = panel.pose.turn;
  step();
  ASSERT_TRUE(tools_.pointing());
  EXPECT_EQ(deed(Side::Right, Control::Trigger), "presses what it hits");
  EXPECT_EQ(deed(Side::Left, Control::Trigger), "holds a slice") << "the other hand goes on as it was";
}

TEST_F(HandHintsTest, InAReviewButtonsDecide) {
  tools_.settings().task = interaction::HandTask::Review;
  EXPECT_EQ(deed(Side::Right, Control::Primary), "accepts");
  EXPECT_EQ(deed(Side::Right, Control::Secondary), "skips");
  EXPECT_EQ(deed(Side::Left, Control::Primary), "rejects");
  EXPECT_EQ(deed(Side::Left, Control::Stick), "left takes it back");
}

TEST_F(HandHintsTest, WhoComparesIsLedFromOneDifferenceToTheNext) {
  tools_.settings().task = interaction::HandTask::Compare;
  tools_.settings().tool = HandTool::Move;
  EXPECT_EQ(deed(Side::Right, Control::Secondary), "next difference");
  EXPECT_EQ(deed(Side::Right, Control::Primary), "") << "nothing is painted";
  EXPECT_EQ(deed(Side::Left, Control::Stick), "") << "nor undone";
  hand(Side::Right).primary = hand(Side::Right).secondary = true;
  EXPECT_TRUE(step().nextLesion);
  EXPECT_EQ(tools_.settings().tool, HandTool::Move);
}

TEST_F(HandHintsTest, SizesABrushOnlyWithATool) {
  tools_.settings().tool = HandTool::Move;
  EXPECT_EQ(deed(Side::Right, Control::Stick), "");
  EXPECT_EQ(deed(Side::Right, Control::Trigger), "moves the volume");
}

}  // namespace
