#include "analysis/staple.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace analysis {
namespace {

bool marks(VotePattern pattern, std::size_t reader) {
  return (pattern >> reader & 1) != 0;
}

// Where nothing is inside (or outside), nobody could be wrong about it.
double partOf(double some, double all) {
  return all > 0 ? some / all : 1;
}

// How well each reader agrees with the probabilities.
void estimateReaders(Staple& estimate) {
  for (std::size_t reader = 0; reader < estimate.sensitivity.size(); ++reader) {
    double inside = 0, markedInside = 0, outside = 0, unmarkedOutside = 0;
    for (const Staple::Probability& each : estimate.probabilities) {
      const double in = double(each.voxels) * each.inside, out = double(each.voxels) * (1 - each.inside);
      inside += in;
      outside += out;
      (marks(each.pattern, reader) ? markedInside : unmarkedOutside) += marks(each.pattern, reader) ? in : out;
    }
    estimate.sensitivity[reader] = partOf(markedInside, inside);
    estimate.specificity[reader] = partOf(unmarkedOutside, outside);
  }
}

// What the readers' votes say, given how well they see.
void estimateProbabilities(Staple& estimate) {
  for (Staple::Probability& each : estimate.probabilities) {
    double inside = estimate.prior, outside = 1 - estimate.prior;
    for (std::size_t reader = 0; reader < estimate.sensitivity.size(); ++reader) {
      const bool marked = marks(each.pattern, reader);
      inside *= marked ? estimate.sensitivity[reader] : 1 - estimate.sensitivity[reader];
      outside *= marked ? 1 - estimate.specificity[reader] : estimate.specificity[reader];
    }
    // Both vanish where readers who are never wrong contradict each other: no evidence either way.
    each.inside = inside + outside > 0 ? inside / (inside + outside) : 0.5;
  }
}

bool closeTo(const std::vector<double>& a, const std::vector<double>& b, double tolerance) {
  return std::equal(a.begin(), a.end(), b.begin(), [&](double x, double y) { return std::abs(x - y) <= tolerance; });
}

}  // namespace

double Staple::insideOf(VotePattern pattern) const {
  const auto found = std::lower_bound(probabilities.begin(), probabilities.end(), pattern,
                                      [](const Probability& each, VotePattern of) { return each.pattern < of; });
  core::check(found != probabilities.end() && found->pattern == pattern, "a pattern that occurs has a probability");
  return found->inside;
}

double Staple::expectedVoxels() const {
  double sum = 0;
  for (const Probability& each : probabilities) {
    sum += double(each.voxels) * each.inside;
  }
  return sum;
}

std::optional<Staple> staple(std::span<const PatternCount> patterns, std::size_t readers,
                             const StapleSettings& settings) {
  Staple estimate{.sensitivity = std::vector<double>(readers), .specificity = std::vector<double>(readers)};
  double voxels = 0;
  for (const PatternCount& each : patterns) {
    const double part = double(each.votes()) / double(readers);
    estimate.probabilities.push_back({each.pattern, each.voxels, part});
    estimate.prior += part * double(each.voxels);
    voxels += double(each.voxels);
  }
  if (estimate.prior == 0) {
    return std::nullopt;
  }
  estimate.prior /= voxels;
  while (!estimate.converged && estimate.iterations < settings.maxIterations) {
    const std::vector<double> sensitivity = estimate.sensitivity, specificity = estimate.specificity;
    estimateReaders(estimate);
    estimateProbabilities(estimate);
    ++estimate.iterations;
    estimate.converged = estimate.iterations > 1 && closeTo(sensitivity, estimate.sensitivity, settings.tolerance) &&
                         closeTo(specificity, estimate.specificity, settings.tolerance);
  }
  return estimate;
}

}  // namespace analysis
