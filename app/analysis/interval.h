// How sure a number is: intervals at 95 %. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace analysis {

inline constexpr double kNormal95 = 1.959963984540054;  // 97.5 % of a standard normal distribution lies below

struct Interval {
  double low = 0;
  double high = 0;
};

// Of a part of `trials` (Wilson, Probable Inference, JASA 22 (1927)): right also near 0 and 1 and for few trials.
// Nothing where nothing was tried.
std::optional<Interval> wilsonInterval(std::int64_t successes, std::int64_t trials, double normal = kNormal95);

// A statistic of `units` drawn with replacement; nothing where it is not defined for those drawn.
using Resampled = std::function<std::optional<double>(std::span<const std::size_t> drawn)>;

struct Bootstrap {
  int draws = 2000;
  std::uint64_t seed = 1;  // the same everywhere, so that numbers repeat
};

// The percentile bootstrap (Efron 1979): between the 2.5th and the 97.5th of the statistic's values. Nothing where
// there are fewer than two units, or where fewer than half of the draws have a value.
std::optional<Interval> bootstrapInterval(std::size_t units, const Resampled& statistic,
                                          const Bootstrap& settings = {});

}  // namespace analysis
