// STAPLE: how likely each voxel belongs to the lesion, and how well each reader sees it, estimated together. Pure
// functions; any thread.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/votes.h"

namespace analysis {

struct StapleSettings {
  int maxIterations = 1000;
  double tolerance = 1e-7;  // done when no sensitivity and no specificity moves by more between two rounds
};

struct Staple {
  struct Probability {
    VotePattern pattern = 0;
    std::int64_t voxels = 0;
    double inside = 0;  // that such a voxel belongs to the lesion
  };

  std::vector<double> sensitivity;  // by reader: of what is inside, the part that it marked
  std::vector<double> specificity;  // of what is outside, the part that it left unmarked
  double prior = 0;                 // the mean of all votes in the field of view, kept throughout
  int iterations = 0;
  bool converged = false;
  std::vector<Probability> probabilities;  // by pattern

  double insideOf(VotePattern pattern) const;  // of a pattern that occurs
  double expectedVoxels() const;               // the sum of all probabilities
};

// Warfield, Zou, Wells: Simultaneous Truth and Performance Level Estimation, IEEE TMI 23 (2004); binary, without
// spatial prior, started from the mean of the votes and stopped as ITK's STAPLEImageFilter does. The result depends on
// how many unmarked voxels are looked at, so the field of view belongs to the result and has to be kept with it.
// Nothing where nobody marked anything. patterns: patternsWithin() the field of view.
std::optional<Staple> staple(std::span<const PatternCount> patterns, std::size_t readers,
                             const StapleSettings& settings = {});

}  // namespace analysis
