#include "interaction/steady.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>
#include <random>

namespace {

using interaction::Steady;

constexpr double kFrameSeconds = 1.0 / 90;

TEST(SteadyTest, AHandAtRestIsSteadied) {
  std::mt19937 random(7);
  std::normal_distribution<double> tremor(0, 0.001);
  Steady steady;
  double before = 0;
  double after = 0;
  for (int i = 0; i < 900; ++i) {
    const glm::dvec3 shaken(tremor(random), tremor(random), tremor(random));
    const glm::dvec3 steadied = steady.next(shaken, kFrameSeconds);
    if (i > 90) {
      before += glm::dot(shaken, shaken);
      after += glm::dot(steadied, steadied);
    }
  }
  EXPECT_LT(std::sqrt(after / before), 0.6);
}

TEST(SteadyTest, AQuickHandIsFollowedCloser) {
  const auto lag = [](double speed) {
    Steady steady;
    double at = 0;
    glm::dvec3 seen(0);
    for (int i = 0; i < 180; ++i) {
      at = speed * i * kFrameSeconds;
      seen = steady.next({at, 0, 0}, kFrameSeconds);
    }
    return (at - seen.x) / speed;  // seconds behind
  };
  EXPECT_LT(lag(1.0), 0.005);
  EXPECT_LT(lag(1.0), lag(0.01) / 5);
}

TEST(SteadyTest, WhatWasForgottenPullsNothing) {
  Steady steady;
  steady.next({5, 5, 5}, kFrameSeconds);
  steady.forget();
  EXPECT_EQ(steady.next({1, 2, 3}, kFrameSeconds), glm::dvec3(1, 2, 3));
}

}  // namespace
