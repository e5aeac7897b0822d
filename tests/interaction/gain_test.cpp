#include "interaction/gain.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>

namespace {

using interaction::Gain;

constexpr double kFrame = 1.0 / 90;

constexpr Gain::Options kFree{.mostM = 1};  // it may be held off as far as it comes to

// How far the hand counts as having gone, of what it went at a speed in a second.
double followed(Gain& gain, double metresPerSecond, bool fine) {
  double at = 0;
  glm::dvec3 seen(0), start(0);
  for (int i = 0; i < 180; ++i) {
    at += metresPerSecond * kFrame;
    seen = gain.next({at, 0, 0}, kFrame, fine);
    if (i == 89) {
      start = seen;
    }
  }
  return (seen.x - start.x) / metresPerSecond;
}

TEST(GainTest, ASlowHandGoesLessFarAndAQuickOneAsFarAsItIs) {
  Gain slow(kFree), middling(kFree), quick(kFree), atRest(kFree);
  EXPECT_NEAR(followed(slow, 0.02, true), 0.25, 0.01);
  EXPECT_NEAR(followed(middling, 0.04, true), 0.5, 0.01);
  EXPECT_NEAR(followed(quick, 0.15, true), 1, 0.01);
  EXPECT_EQ(followed(atRest, 0.002, true), 0);
}

TEST(GainTest, TremorMovesNothingThatIsSeen) {
  Gain gain;
  double farthest = 0;
  for (int i = 0; i < 450; ++i) {
    const double swing = 0.001 * std::sin(2 * std::acos(-1.0) * 9 * i * kFrame);  // 9 Hz, 1 mm to either side
    farthest = std::max(farthest, std::abs(gain.next({swing, 0, 0}, kFrame, true).x));
  }
  EXPECT_LT(farthest, 0.0004);
}

TEST(GainTest, AQuickMoveBringsTheHandBackToWhereItIs) {
  Gain gain(kFree);
  double at = 0;
  for (int i = 0; i < 90; ++i) {
    gain.next({at += 0.02 * kFrame, 0, 0}, kFrame, true);
  }
  const double held = at - gain.next({at, 0, 0}, kFrame, true).x;
  ASSERT_GT(held, 0.012);
  double seen = 0;
  for (int i = 0; i < 60; ++i) {
    seen = gain.next({at += 0.5 * kFrame, 0, 0}, kFrame, true).x;
  }
  EXPECT_LT(at - seen, 0.001);
}

// Also where frames are few and a stroke is put together of small moves with rests between them.
TEST(GainTest, ItIsNeverFarFromTheHand) {
  for (const double frame : {kFrame, 0.2}) {
    Gain gain;
    double at = 0, seen = 0, farthest = 0;
    for (int i = 0; i < 400; ++i) {
      at += i % 10 < 4 ? 0.00125 : 0;
      seen = gain.next({at, 0, 0}, frame, true).x;
      farthest = std::max(farthest, std::abs(seen - at));
    }
    EXPECT_LE(farthest, Gain::Options().mostM + 1e-9);
    EXPECT_GT(farthest, 0.001) << "it is held off at all";
    EXPECT_GT(seen, 0.19) << "of 20 cm";
  }
}

TEST(GainTest, AHandThatDoesNotWorkCountsAsWhereItIs) {
  Gain gain;
  EXPECT_NEAR(followed(gain, 0.02, false), 1, 1e-9);
  for (int i = 0; i < 90; ++i) {
    gain.next({0.05 + i * 0.0002, 0, 0}, kFrame, true);
  }
  glm::dvec3 seen(0);
  for (int i = 0; i < 90; ++i) {
    seen = gain.next({0.068, 0, 0}, kFrame, false);
  }
  EXPECT_NEAR(seen.x, 0.068, 1e-4) << "what a stroke held off goes after it";
}

TEST(GainTest, WhatWasForgottenPullsNothing) {
  Gain gain;
  followed(gain, 0.02, true);
  gain.forget();
  EXPECT_EQ(gain.next({1, 2, 3}, kFrame, true), glm::dvec3(1, 2, 3));
}

}  // namespace
