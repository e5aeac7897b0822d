#include "analysis/interval.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace analysis {
namespace {

// A number below `bound`, the same on every machine (the standard library's distributions are not). The high half of a
// product: even for all but a 2^-32nd part.
std::size_t below(std::size_t bound, std::mt19937_64& engine) {
  return std::size_t((engine() >> 32) * std::uint64_t(bound) >> 32);
}

}  // namespace

std::optional<Interval> wilsonInterval(std::int64_t successes, std::int64_t trials, double normal) {
  if (trials <= 0) {
    return std::nullopt;
  }
  const double n = double(trials), part = double(successes) / n, z2 = normal * normal;
  const double middle = (part + z2 / (2 * n)) / (1 + z2 / n);
  const double reach = normal / (1 + z2 / n) * std::sqrt(part * (1 - part) / n + z2 / (4 * n * n));
  return Interval{std::max(0.0, middle - reach), std::min(1.0, middle + reach)};
}

std::optional<Interval> bootstrapInterval(std::size_t units, const Resampled& statistic, const Bootstrap& settings) {
  if (units < 2) {
    return std::nullopt;
  }
  std::mt19937_64 engine(settings.seed);
  std::vector<double> values;
  std::vector<std::size_t> drawn(units);
  for (int draw = 0; draw < settings.draws; ++draw) {
    for (std::size_t& unit : drawn) {
      unit = below(units, engine);
    }
    if (const std::optional<double> value = statistic(drawn)) {
      values.push_back(*value);
    }
  }
  if (2 * values.size() < std::size_t(settings.draws) || values.empty()) {
    return std::nullopt;
  }
  std::sort(values.begin(), values.end());
  const auto at = [&](double part) { return values[std::size_t(std::lround(part * double(values.size() - 1)))]; };
  return Interval{at(0.025), at(0.975)};
}

}  // namespace analysis
