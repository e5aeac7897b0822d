#include "interaction/xr/resolution.h"

#include <gtest/gtest.h>

namespace {

using xr::Resolution;

constexpr double kPeriodMs = 11.1;

// A GPU that takes a time for each million pixels of a full picture of 9.
double settled(double msPerMegapixel, int frames, int* changes = nullptr) {
  Resolution resolution;
  for (int i = 0; i < frames; ++i) {
    const double before = resolution.scale();
    resolution.measured(9 * before * before * msPerMegapixel, kPeriodMs);
    if (changes != nullptr && i > frames / 2) {
      *changes += before != resolution.scale();
    }
  }
  return resolution.scale();
}

TEST(ResolutionTest, TheMostPixelsThatAreReadyInTimeAreDrawn) {
  EXPECT_EQ(settled(0.1, 400), 1.0);
  EXPECT_EQ(settled(1.0, 400), 0.85);  // 6.5 of 7.8 ms; all of it would take 9
  EXPECT_EQ(settled(3.0, 400), 0.45);
  EXPECT_EQ(settled(1000, 400), 0.25);  // there is a least
}

TEST(ResolutionTest, ItRests) {
  for (const double speed : {0.1, 0.5, 0.8, 1.0, 1.3, 2.0, 5.0}) {
    int changes = 0;
    settled(speed, 1000, &changes);
    EXPECT_EQ(changes, 0) << speed;
  }
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
