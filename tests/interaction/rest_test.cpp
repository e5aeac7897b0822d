// When a wearer is told to rest their eyes, by a clock of the test's own.
#include "interaction/rest.h"

#include <gtest/gtest.h>

namespace {

using interaction::Rest;

constexpr std::int64_t kMinute = 60'000;

class RestTest : public testing::Test {
 protected:
  // So many minutes at a frame a second; how often it was due.
  int pass(int minutes, bool worn) {
    int due = 0;
    for (int second = 0; second < minutes * 60; ++second) {
      nowMs_ += 1'000;
      due += rest_.isDue(worn, nowMs_) ? 1 : 0;
    }
    return due;
  }
  Rest rest_;
  std::int64_t nowMs_ = 90 * kMinute;  // the headset ran before it was worn
};

TEST_F(RestTest, EveryTwentyFiveMinutesAndOnceEach) {
  EXPECT_EQ(pass(24, true), 0);
  EXPECT_EQ(pass(2, true), 1);
  EXPECT_EQ(pass(22, true), 0);
  EXPECT_EQ(pass(3, true), 1);
}

TEST_F(RestTest, WhoTookItOffForALittleHasNotRested) {
  pass(20, true);
  EXPECT_EQ(pass(1, false), 0);
  EXPECT_EQ(pass(5, true), 1);
}

TEST_F(RestTest, WhoTookItOffForLongerBeginsAnew) {
  pass(20, true);
  pass(3, false);
  EXPECT_EQ(pass(24, true), 0);
  EXPECT_EQ(pass(2, true), 1);
}

TEST_F(RestTest, NobodyIsTalkedToWhoDoesNotWearIt) {
  pass(24, true);
  EXPECT_EQ(pass(60, false), 0);
}

}  // namespace
