// One mask of many: what readers marked of one lesion (or class), combined. Pure functions; any thread. `consensus`
// makes a track of the results.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/staple.h"
#include "analysis/votes.h"

namespace analysis {

enum class ConsensusMethod : std::uint8_t {
  Majority,      // what more than half of the readers marked
  Union,         // what anybody marked
  Intersection,  // what everybody marked
  Staple,        // what is more likely inside than not
};
std::string_view name(ConsensusMethod method);  // "majority", as on the command line
std::optional<ConsensusMethod> consensusMethodNamed(std::string_view name);

struct Consensus {
  core::Mask mask;
  core::Mask ties;               // exactly half for, half against: for an adjudicator, not in the mask
  std::optional<Staple> staple;  // of the method Staple, where anything was marked
};

// Counts every reading, also the empty ones: a reader who marked nothing says no. fieldOfView: holds everything marked;
// only the method Staple depends on how much more it holds.
Consensus consensusOf(Readings readings, ConsensusMethod method, const core::VoxelBox& fieldOfView);

// The field of view that goes with a lesion: the box around everything marked, wider by kFieldMarginMm on every side,
// within the image. A fixed rule, because STAPLE's answer moves with it. readings: something is marked.
inline constexpr double kFieldMarginMm = 10;
core::VoxelBox fieldOfViewOf(Readings readings, const core::Grid& grid);

}  // namespace analysis
