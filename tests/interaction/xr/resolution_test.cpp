#include "interaction/xr/resolution.h"

#include <gtest/gtest.h>

#include <array>

namespace {

using core::Foveation;
using xr::Resolution;

constexpr double kPeriodMs = 11.1;

// What part of an eye's rays is left by each foveation (renderer/fovea.h, for a common headset).
constexpr std::array kRays = {1.0, 0.44, 0.21};

// A GPU that takes a time for each million rays, of which a full picture has 9.
struct Settled {
  double scale;
  core::Foveation foveation;
  int changes;  // in the second half of the frames
};
Settled settled(double msPerMegaray, int frames, Resolution resolution = Resolution()) {
  int changes = 0;
  for (int i = 0; i < frames; ++i) {
    const double before = resolution.scale();
    const core::Foveation was = resolution.foveation();
    resolution.measured(9 * before * before * kRays[std::size_t(was)] * msPerMegaray, kPeriodMs);
    changes += i > frames / 2 && (before != resolution.scale() || was != resolution.foveation()) ? 1 : 0;
  }
  return {resolution.scale(), resolution.foveation(), changes};
}

TEST(ResolutionTest, TheMostPixelsThatAreReadyInTimeAreDrawn) {
  EXPECT_EQ(settled(0.1, 400).scale, 1.0);
  EXPECT_EQ(settled(1.0, 400).scale, 0.85);   // 6.5 of 7.8 ms; all of it would take 9
  EXPECT_EQ(settled(1000, 400).scale, 0.25);  // there is a least
}

TEST(ResolutionTest, TheRimGetsCoarserBeforeTheMiddleGetsBlurred) {
  EXPECT_EQ(settled(1.0, 400).foveation, Foveation::Off);
  const Settled low = settled(3.0, 400);  // 27 ms for all of it
  EXPECT_EQ(low.scale, 0.7);
  EXPECT_EQ(low.foveation, Foveation::Low);
  const Settled high = settled(10.0, 400);
  EXPECT_EQ(high.scale, 0.55);
  EXPECT_EQ(high.foveation, Foveation::High);
}

TEST(ResolutionTest, FoveationThatWasAskedForStays) {
  for (const Foveation always : {Foveation::Off, Foveation::Low, Foveation::High}) {
    for (const double speed : {0.1, 3.0, 1000.0}) {
      EXPECT_EQ(settled(speed, 400, Resolution(always)).foveation, always);
    }
  }
  EXPECT_EQ(settled(3.0, 400, Resolution(Foveation::Off)).scale, 0.45);
}

TEST(ResolutionTest, ItRests) {
  for (const double speed : {0.1, 0.5, 0.8, 1.0, 1.3, 2.0, 3.0, 5.0, 8.0, 10.0, 20.0, 50.0}) {
    EXPECT_EQ(settled(speed, 1000).changes, 0) << speed;
  }
}

// As with the head in the volume: a middle of air, so that a fine rim costs more than the number of its rays promised.
TEST(ResolutionTest, AFinerStepThatFailsIsTriedEverMoreRarely) {
  Resolution resolution;
  std::array<int, 2> changes{};
  constexpr int kFrames = 20'000;
  for (int i = 0; i < kFrames; ++i) {
    const Foveation was = resolution.foveation();
    const double scale = resolution.scale();
    resolution.measured(was == Foveation::Off ? 20 : 2 * scale * scale, kPeriodMs);
    changes[std::size_t(2 * i / kFrames)] += was != resolution.foveation() ? 1 : 0;
  }
  EXPECT_EQ(resolution.foveation(), Foveation::Low);
  EXPECT_LT(changes[0], 25);
  EXPECT_LE(changes[1], 10);
}

TEST(ResolutionTest, OneLateFrameIsForgivenAndUnknownTimesSayNothing) {
  Resolution resolution;
  const double scale = resolution.scale();
  resolution.measured(50, kPeriodMs);
  resolution.measured(6, kPeriodMs);
  resolution.measured(50, kPeriodMs);
  EXPECT_EQ(resolution.scale(), scale);
  for (int i = 0; i < 100; ++i) {
    resolution.measured(0, kPeriodMs);
  }
  EXPECT_EQ(resolution.scale(), scale);
}

TEST(ResolutionTest, PicturesHaveEvenSides) {
  const Resolution resolution;
  EXPECT_EQ(resolution.of({2065, 2211}), glm::ivec2(1444, 1546));
  EXPECT_EQ(resolution.of({1, 1}), glm::ivec2(16, 16));
}

}  // namespace
