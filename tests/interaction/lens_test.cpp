// The magnifying glass at the brush: it shows the place where the brush is, larger, and does not lie over it.
#include "interaction/lens.h"

#include <gtest/gtest.h>

#include <glm/geometric.hpp>

namespace {

using namespace interaction;

class LensTest : public testing::Test {
 protected:
  LensTest() {
    input_.focused = true;
    input_.head = {{0, 1.2, 0}, {1, 0, 0, 0}};
    tools_.takeSeat(grid_, input_.head);
    tools_.settings().lens = true;
    tools_.panel().pose.positionM = {0, -5, 0};  // out of the way
    input_.hands[1].tracked = true;
    touch({10, 0, 20});
  }
  static core::Grid cube() {
    glm::dmat4 world(1);
    world[3] = glm::dvec4(-99.5, -99.5, -99.5, 1);
    return core::Grid({200, 200, 200}, world);
  }
  void touch(glm::dvec3 pointMm) {
    HandInput& hand = input_.hands[1];
    hand.aim.positionM = tools_.placement().room(pointMm) + glm::dvec3(0, 0, HandTools::kTipM);
    hand.grip = hand.aim;
    settle();
  }
  void settle() {
    for (int i = 0; i < 200; ++i) {
      tools_.step(input_, 0.011, timeMs_ += 11, {grid_, {}, {}});
    }
  }

  core::Grid grid_ = cube();
  HandsInput input_;
  HandTools tools_;
  std::int64_t timeMs_ = 0;
};

TEST_F(LensTest, ItShowsThePlaceOfTheBrushAndStandsBesideIt) {
  const auto lens = lensFor(tools_, input_.head);
  ASSERT_TRUE(lens);
  EXPECT_LT(glm::distance(lens->plane.centerMm, tools_.placement().world(*tools_.tipM())), 1e-9);
  const double brushM = tools_.settings().brush.radiusMm * tools_.placement().metresPerMm;
  EXPECT_GT(glm::distance(lens->pose.positionM, *tools_.tipM()), lens->radiusM + brushM) << "never over the brush";
  const glm::dvec3 toEyes = glm::normalize(input_.head.positionM - *tools_.tipM());
  EXPECT_GT(glm::dot(lens->pose.turn * glm::dvec3(0, 0, 1), toEyes), 0.999) << "it faces the wearer";
  // What it shows lies as it lies in the room: right is right, down is down.
  EXPECT_GT(glm::dot(tools_.placement().roomDirection(lens->plane.right), lens->pose.right()), 0.999);
  EXPECT_GT(glm::dot(tools_.placement().roomDirection(lens->plane.down), -lens->pose.up()), 0.999);
}

// Whatever slice it shows and however that leans, no part of it is seen before the brush.
TEST_F(LensTest, TheRimStaysClearOfTheBrushAsTheEyesSeeIt) {
  const auto clear = [&] {
    const auto lens = lensFor(tools_, input_.head);
    ASSERT_TRUE(lens);
    const glm::dvec3 eyes = input_.head.positionM, tip = *tools_.tipM();
    const double brushM = tools_.settings().brush.radiusMm * tools_.placement().metresPerMm;
    const double brush = std::asin(brushM / glm::distance(eyes, tip));
    for (int i = 0; i < 36; ++i) {
      const double angle = glm::radians(10.0 * i);
      const glm::dvec3 rim = lens->pose.positionM +
                             (lens->pose.right() * std::cos(angle) + lens->pose.up() * std::sin(angle)) * lens->radiusM;
      const double apart = std::acos(glm::dot(glm::normalize(rim - eyes), glm::normalize(tip - eyes)));
      EXPECT_GT(apart, brush + glm::radians(2.0)) << i;
    }
    EXPECT_LT(lens->pose.positionM.x, tip.x) << "not on the side of the hand";
    EXPECT_GT(lens->pose.positionM.y, tip.y);
  };
  clear();
  const core::SlicePlane level{tools_.placement().world(*tools_.tipM()), {1, 0, 0}, {0, 1, 0}};  // seen from aslant
  tools_.putSlice(level);
  settle();
  clear();
  tools_.settings().brush.radiusMm = 20;
  settle();
  clear();
}

TEST_F(LensTest, SmallBrushesAreEnlargedFourfoldAndLargeOnesStillFit) {
  tools_.settings().brush.radiusMm = 1;
  auto lens = lensFor(tools_, input_.head);
  ASSERT_TRUE(lens);
  EXPECT_DOUBLE_EQ(lens->enlarges, 4);
  EXPECT_NEAR(lens->sideMm(tools_.placement()), 2 * lens->radiusM / (4 * tools_.placement().metresPerMm), 1e-9);
  tools_.settings().brush.radiusMm = 20;
  lens = lensFor(tools_, input_.head);
  ASSERT_TRUE(lens);
  EXPECT_LT(lens->brushM, lens->radiusM);
  EXPECT_GE(lens->enlarges, 1);
}

TEST_F(LensTest, OnASliceItLiesInTheSlice) {
  HandInput& other = input_.hands[0];
  other.tracked = true;
  other.aim.turn = glm::angleAxis(0.6, glm::dvec3(0, 1, 0));
  other.aim.positionM = tools_.placement().room({0, 0, 0}) - other.aim.forward() * HandTools::kSliceM;
  other.grip = other.aim;
  settle();
  other.trigger = 1;
  settle();
  other.trigger = 0;
  touch({0, 0, 15});
  ASSERT_TRUE(tools_.slice());
  const auto lens = lensFor(tools_, input_.head);
  ASSERT_TRUE(lens);
  EXPECT_GT(glm::dot(lens->plane.right, tools_.slice()->right), 0.9999);
  EXPECT_GT(glm::dot(lens->plane.down, tools_.slice()->down), 0.9999);
}

TEST_F(LensTest, ItGoesWithTheBrush) {
  tools_.settings().tool = HandTool::Move;
  EXPECT_FALSE(lensFor(tools_, input_.head));
  tools_.settings().tool = HandTool::Erase;
  EXPECT_TRUE(lensFor(tools_, input_.head));
  tools_.settings().lens = false;
  EXPECT_FALSE(lensFor(tools_, input_.head));
  tools_.settings().lens = true;
  input_.hands[1].tracked = false;
  settle();
  EXPECT_FALSE(lensFor(tools_, input_.head));
}

}  // namespace
