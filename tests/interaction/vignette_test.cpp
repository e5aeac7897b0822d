// The edge of sight goes dark while a volume that fills the view moves, and at no other time.
#include "interaction/vignette.h"

#include <gtest/gtest.h>

namespace {

using namespace interaction;

class VignetteTest : public testing::Test {
 protected:
  // A cube of 300 mm whose middle is so far ahead of the eye.
  void put(double aheadM) { placement_.originM = eye_.pose.positionM + glm::dvec3(0, 0, -aheadM); }
  double run(int frames, glm::dvec3 stepM) {
    double strength = 0;
    for (int i = 0; i < frames; ++i) {
      placement_.originM += stepM;
      strength = vignette_.next(placement_, grid_, eye_, 0.011);
    }
    return strength;
  }
  static core::Grid cube() {
    glm::dmat4 world(1);
    world[3] = glm::dvec4(-149.5, -149.5, -149.5, 1);
    return core::Grid({300, 300, 300}, world);
  }

  core::Grid grid_ = cube();
  Eye eye_{{{0.2, 1.3, 0.1}, {1, 0, 0, 0}}, {-1, 1, -1, 1}};
  Placement placement_;
  Vignette vignette_;
};

TEST_F(VignetteTest, WhatIsFilledIsWhatTheBoxTakesOfTheView) {
  put(0);
  EXPECT_EQ(viewFilled(placement_, grid_, eye_), 1) << "the head is inside";
  put(0.15 + 0.30);  // its near side spans tangents of -0.5 to 0.5: a quarter of the view
  EXPECT_NEAR(viewFilled(placement_, grid_, eye_), 0.25, 0.07);
  put(-1);
  EXPECT_EQ(viewFilled(placement_, grid_, eye_), 0) << "it is behind";
}

TEST_F(VignetteTest, ItComesWhereTheVolumeFillsTheViewAndMoves) {
  put(0.05);
  EXPECT_GT(run(60, {0.002, 0, 0}), 0.9 * Vignette::kMost);
}

TEST_F(VignetteTest, ItStaysAwayWhileTheVolumeRestsOrIsSmallInTheView) {
  put(0.05);
  EXPECT_EQ(run(60, glm::dvec3(0)), 0) << "at rest";
  EXPECT_EQ(run(60, {0.0001, 0, 0}), 0) << "a hand that trembles a little";
  put(0.8);
  vignette_ = {};
  EXPECT_EQ(run(60, {0.002, 0, 0}), 0) << "at arm's length";
}

TEST_F(VignetteTest, ItGoesGentlyWhenTheMovementEnds) {
  put(0.05);
  const double moving = run(60, {0.002, 0, 0});
  const double soon = run(9, glm::dvec3(0));
  EXPECT_LT(soon, moving);
  EXPECT_GT(soon, 0.5 * moving) << "not at once";
  EXPECT_LT(run(300, glm::dvec3(0)), 0.01);
}

}  // namespace
