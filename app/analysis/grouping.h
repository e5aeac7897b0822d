// Which lesions of any number of readings are one and the same finding. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/mask.h"

namespace analysis {

// What one reader marked: its lesions.
using Reading = std::vector<const core::Mask*>;

// One finding: which lesion of each reading it is; nothing where that reader did not mark it.
struct Finding {
  std::vector<std::optional<std::size_t>> lesionOf;

  std::size_t markedBy() const;
};

// Two outlines are of one finding when their IoU is at least kSameIou, or when at least half of the smaller lies within
// the larger: readers who agree that something is there may differ much on how far it reaches.
inline constexpr double kSameIou = 0.1;
inline constexpr double kSameWithin = 0.5;

// Every lesion is in exactly one finding, and a finding has at most one lesion of each reading. The most alike are
// joined first, so that what touches two neighbours goes to the one that it matches better. By first reading, then
// lesion. The order of the readings matters only where pairs are exactly equally alike.
std::vector<Finding> findingsOf(std::span<const Reading> readings);

}  // namespace analysis
