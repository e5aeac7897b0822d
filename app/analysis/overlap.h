// How much of two masks is the same: counts of voxels, and the measures made of them. Pure functions; any thread.
// Called wherever readings are compared.
#pragma once

#include <cstdint>
#include <optional>

#include "core/mask.h"

namespace analysis {

// Voxels of two masks A and B on one grid.
struct Overlap {
  std::int64_t a = 0;
  std::int64_t b = 0;
  std::int64_t both = 0;

  std::int64_t either() const { return a + b - both; }

  // Each between 0 and 1. Nothing where both masks are empty: agreement about nothing is counted apart, not as 1.
  std::optional<double> dice() const;              // 2 |A and B| / (|A| + |B|)
  std::optional<double> iou() const;               // |A and B| / |A or B|, also called Jaccard
  std::optional<double> volumeSimilarity() const;  // 1 - ||A| - |B|| / (|A| + |B|)

  // How much larger A is than B, as a part of B; negative where smaller. Nothing where B is empty.
  std::optional<double> excess() const;

  Overlap& operator+=(const Overlap& other);
  bool operator==(const Overlap&) const = default;
};

Overlap overlapOf(const core::Mask& a, const core::Mask& b);

}  // namespace analysis
