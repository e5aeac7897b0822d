#include "interaction/calm_view.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>

namespace {

using interaction::CalmView;
using interaction::Eye;
using interaction::Pose;

constexpr double kCalmFrame = 1.0 / 90;

glm::dquat about(glm::dvec3 axis, double angle) {
  return glm::angleAxis(angle, axis);
}

TEST(CalmView, BeginsAtTheHeadAndKeepsThePicturesShape) {
  CalmView view;
  const Eye eye = view.next({{1, 2, 3}, {1, 0, 0, 0}}, kCalmFrame, 2);
  EXPECT_EQ(eye.pose.positionM, glm::dvec3(1, 2, 3));
  EXPECT_DOUBLE_EQ((eye.frustum.right - eye.frustum.left) / (eye.frustum.up - eye.frustum.down), 2);
}

TEST(CalmView, ItsHorizonStaysLevelWhereverTheHeadTilts) {
  CalmView view;
  for (int i = 0; i < 500; ++i) {
    const double t = i * 0.05;
    const Pose head{
        {0, 0, 0},
        about({0, 1, 0}, 2 * std::sin(t)) * about({1, 0, 0}, std::sin(1.3 * t)) * about({0, 0, 1}, std::sin(1.7 * t))};
    EXPECT_NEAR(view.next(head, kCalmFrame, 1.7).pose.right().y, 0, 1e-9) << i;
  }
}

TEST(CalmView, TakesHasteOutAndStillArrives) {
  CalmView view;
  view.next({}, kCalmFrame, 1);
  const Pose there{{0.4, 0, 0}, about({0, 1, 0}, 1)};
  double fastest = 0;
  Pose last;
  for (int i = 0; i < 5 * 90; ++i) {
    const Pose now = view.next(there, kCalmFrame, 1).pose;
    fastest = std::max(fastest, glm::distance(now.positionM, last.positionM) / kCalmFrame);
    last = now;
  }
  EXPECT_LT(fastest, 1) << "m/s; the head went there in one frame";
  EXPECT_NEAR(glm::distance(last.positionM, there.positionM), 0, 1e-4);
  EXPECT_NEAR(glm::distance(last.forward(), there.forward()), 0, 1e-4);
}

TEST(CalmView, DoesNotFlyWhereTheWearerRecentred) {
  CalmView view;
  view.next({}, kCalmFrame, 1);
  const glm::dvec3 far(3, 0, 0);
  EXPECT_EQ(view.next({far, {1, 0, 0, 0}}, kCalmFrame, 1).pose.positionM, far);
}

TEST(CalmView, LooksStraightDownWithoutLosingItsWay) {
  CalmView view;
  const Pose down{{0, 0, 0}, about({1, 0, 0}, -std::acos(-1.0) / 2)};
  for (int i = 0; i < 10; ++i) {
    const Pose now = view.next(down, kCalmFrame, 1).pose;
    EXPECT_NEAR(glm::length(now.forward()), 1, 1e-9);
    EXPECT_FALSE(std::isnan(now.turn.w));
  }
}

}  // namespace
