// Transfer functions as an editor changes them: the curve stays where nobody moved it, and every result is valid.
#include "core/transfer.h"

#include <gmock/gmock.h>

#include <glm/geometric.hpp>
#include <limits>
#include <random>

namespace {

using core::TransferFunction;

TransferFunction someFunction() {
  return {{{-100, {1, 0, 0}, 0}, {50, {0, 1, 0}, 0.2f}, {400, {0, 0, 1}, 1}}, {}};
}

void expectValid(const TransferFunction& function) {
  core::View view;
  view.transferFunction = function;
  EXPECT_NO_THROW(core::validate(view, "view"));
}

TEST(Transfer, LiesOnTheLinesBetweenItsPoints) {
  const TransferFunction function = someFunction();
  EXPECT_FLOAT_EQ(core::at(function, -25).opacity, 0.1f);
  EXPECT_FLOAT_EQ(core::at(function, -25).color.r, 0.5f);
  EXPECT_FLOAT_EQ(core::at(function, 225).color.b, 0.5f);
  EXPECT_EQ(core::at(function, -5000).opacity, 0);
  EXPECT_EQ(core::at(function, 5000).opacity, 1);
}

TEST(Transfer, ANewPointChangesNothing) {
  const TransferFunction before = someFunction();
  for (const double value : {-300.0, -100.0, 0.0, 50.0, 123.0, 900.0}) {
    TransferFunction function = before;
    const std::size_t place = core::insertPoint(function, value);
    EXPECT_EQ(function.points[place].value, value);
    for (double v = -500; v < 1000; v += 7) {
      EXPECT_NEAR(core::at(function, v).opacity, core::at(before, v).opacity, 1e-6) << value << " at " << v;
    }
    expectValid(function);
  }
  TransferFunction function = before;
  EXPECT_EQ(core::insertPoint(function, 50), 1u);
  EXPECT_EQ(function.points.size(), 3u) << "there was one already";
}

TEST(Transfer, PointsKeepTheirOrderHoweverTheyAreMoved) {
  std::mt19937 random(3);
  TransferFunction function = someFunction();
  core::insertPoint(function, 100);
  for (int i = 0; i < 2000; ++i) {
    core::movePoint(function, random() % function.points.size(), double(random() % 3000) - 1500,
                    float(random() % 300) / 100 - 1, 2);
    expectValid(function);
  }
}

TEST(Transfer, TwoPointsStay) {
  TransferFunction function = someFunction();
  EXPECT_FALSE(core::removePoint(function, 3));
  EXPECT_TRUE(core::removePoint(function, 1));
  EXPECT_FALSE(core::removePoint(function, 0));
  expectValid(function);
}

TEST(Transfer, TonesAreWhatHslSays) {
  // Pairs as the CSS Color Module defines them.
  const std::pair<glm::vec3, core::Tone> known[] = {
      {{1, 0, 0}, {0, 1, 0.5}},         {{0, 1, 0}, {1.0 / 3, 1, 0.5}},    {{0, 0, 1}, {2.0 / 3, 1, 0.5}},
      {{1, 1, 0}, {1.0 / 6, 1, 0.5}},   {{0.5f, 0.5f, 0.5f}, {0, 0, 0.5}}, {{0.75f, 0.25f, 0.25f}, {0, 0.5, 0.5}},
      {{0, 0.5f, 0.5f}, {0.5, 1, 0.25}}};
  for (const auto& [color, tone] : known) {
    const core::Tone found = core::toneOf(color);
    EXPECT_NEAR(found.hue, tone.hue, 1e-6);
    EXPECT_NEAR(found.saturation, tone.saturation, 1e-6);
    EXPECT_NEAR(found.lightness, tone.lightness, 1e-6);
    EXPECT_NEAR(glm::distance(core::colorOf(tone), color), 0, 1e-6);
  }
  std::mt19937 random(5);
  for (int i = 0; i < 1000; ++i) {
    const glm::vec3 color(float(random() % 256) / 255, float(random() % 256) / 255, float(random() % 256) / 255);
    EXPECT_NEAR(glm::distance(core::colorOf(core::toneOf(color)), color), 0, 1e-5);
  }
}

TEST(Transfer, WhatIsSeenReachesFromTheLastClearPointBeforeToTheFirstAfter) {
  TransferFunction function;
  const auto seen = [&](std::initializer_list<std::pair<double, float>> points) {
    function.points.clear();
    for (const auto& [value, opacity] : points) {
      function.points.push_back({value, {}, opacity});
    }
    return core::seenRange(function);
  };
  constexpr double kAny = std::numeric_limits<double>::max();
  EXPECT_EQ(seen({{-500, 0}, {-300, 0}, {100, 0.2f}}), (core::IntensityRange{-300, kAny}));
  EXPECT_EQ(seen({{-500, 0.1f}, {-300, 0}, {100, 0.2f}, {200, 0}, {300, 0}}), (core::IntensityRange{-kAny, 200}));
  EXPECT_EQ(seen({{0, 0.1f}, {1, 0.1f}}), (core::IntensityRange{-kAny, kAny}));
  EXPECT_EQ(seen({{0, 0}, {1, 0}}), std::nullopt);
}

}  // namespace
