// Who marked what: the voxels of several readings, sorted by which of the readers have them. There are few such
// patterns however many voxels there are, so whatever depends on votes alone (majority, STAPLE, agreement) is worked
// out once a pattern. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "analysis/overlap.h"
#include "core/mask.h"

namespace analysis {

// One bit a reader, the first reader's lowest.
using VotePattern = std::uint64_t;
inline constexpr std::size_t kMaxReaders = 64;

// The readings of one lesion (or class): one mask a reader, empty where it marked nothing.
using Readings = std::span<const core::Mask* const>;  // 1 to kMaxReaders

struct PatternCount {
  VotePattern pattern = 0;
  std::int64_t voxels = 0;

  int votes() const;
  bool operator==(const PatternCount&) const = default;
};

// Every pattern that occurs and how often, by pattern. Voxels that nobody marked are not counted: how many there are
// depends on where one looks.
std::vector<PatternCount> patternsOf(Readings readings);

// Of two readers: all pairs come from one count.
Overlap overlapOf(std::span<const PatternCount> patterns, std::size_t a, std::size_t b);

// Patterns together with those voxels that nobody marked, in a field of view that holds everything that somebody
// marked.
std::vector<PatternCount> patternsWithin(Readings readings, const core::VoxelBox& fieldOfView);

// The voxels of the patterns that `wanted` holds for. It is asked of each pattern at least once, on any thread, and
// never of the one that nobody marked.
core::Mask voxelsWhere(Readings readings, const std::function<bool(VotePattern)>& wanted);

// Where readers disagree: the voxels that exactly 1, 2, ... of them marked, at [0], [1], ...; the last is what all
// marked.
std::vector<core::Mask> voxelsByVotes(Readings readings);

// The box around everything that somebody marked; nothing where nobody did.
std::optional<core::VoxelBox> boundsOf(Readings readings);

}  // namespace analysis
