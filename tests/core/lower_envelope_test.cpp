#include "core/lower_envelope.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <utility>
#include <vector>

namespace core {
namespace {

TEST(LowerEnvelope, IsTheLowestOfAllParabolas) {
  std::mt19937 engine(5);
  for (int round = 0; round < 200; ++round) {
    const double spacing = double(3 + engine() % 40) / 10;
    std::vector<std::pair<int, double>> samples;
    LowerEnvelope envelope(spacing);
    EXPECT_TRUE(envelope.isEmpty());
    int at = -20;
    for (unsigned n = 1 + engine() % 30; n > 0; --n) {
      at += 1 + int(engine() % 4);
      samples.push_back({at, double(engine() % 400) / 10});
      envelope.add(samples.back().first, samples.back().second);
    }
    for (int n = 0; n < 100; ++n) {  // in any order
      const int here = int(engine() % 200) - 60;
      double lowest = std::numeric_limits<double>::infinity();
      for (const auto& [root, height] : samples) {
        const double mm = double(here - root) * spacing;
        lowest = std::min(lowest, height + mm * mm);
      }
      ASSERT_DOUBLE_EQ(envelope.heightMm2(here), lowest);
    }
    envelope.clear();
    EXPECT_TRUE(envelope.isEmpty());
    envelope.add(3, 7);
    EXPECT_EQ(envelope.heightMm2(3), 7);
  }
}

}  // namespace
}  // namespace core
