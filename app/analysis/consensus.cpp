#include "analysis/consensus.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "core/error.h"

namespace analysis {
namespace {

constexpr std::array<std::string_view, 4> kNames{"majority", "union", "intersection", "staple"};

Consensus majorityOf(Readings readings) {
  const std::size_t readers = readings.size();
  const auto twice = [](VotePattern pattern) { return 2 * std::size_t(std::popcount(pattern)); };
  Consensus consensus{.mask = voxelsWhere(readings, [&](VotePattern pattern) { return twice(pattern) > readers; })};
  if (readers % 2 == 0) {
    consensus.ties = voxelsWhere(readings, [&](VotePattern pattern) { return twice(pattern) == readers; });
  }
  return consensus;
}

Consensus stapleOf(Readings readings, const core::VoxelBox& fieldOfView) {
  Consensus consensus{.staple = staple(patternsWithin(readings, fieldOfView), readings.size())};
  if (consensus.staple) {
    const Staple& estimate = *consensus.staple;
    consensus.mask = voxelsWhere(readings, [&](VotePattern pattern) { return estimate.insideOf(pattern) > 0.5; });
    consensus.ties = voxelsWhere(readings, [&](VotePattern pattern) { return estimate.insideOf(pattern) == 0.5; });
  }
  return consensus;
}

}  // namespace

std::string_view name(ConsensusMethod method) {
  return kNames[std::size_t(method)];
}

std::optional<ConsensusMethod> consensusMethodNamed(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  return found == kNames.end() ? std::nullopt : std::optional(ConsensusMethod(found - kNames.begin()));
}

Consensus consensusOf(Readings readings, ConsensusMethod method, const core::VoxelBox& fieldOfView) {
  switch (method) {
    case ConsensusMethod::Majority:
      return majorityOf(readings);
    case ConsensusMethod::Union:
      return {.mask = voxelsWhere(readings, [](VotePattern) { return true; })};
    case ConsensusMethod::Intersection:
      return {.mask = voxelsWhere(readings, [&](VotePattern pattern) {
                return std::size_t(std::popcount(pattern)) == readings.size();
              })};
    case ConsensusMethod::Staple:
      return stapleOf(readings, fieldOfView);
  }
  core::invariantBroken("every method is handled", std::source_location::current());
}

core::VoxelBox fieldOfViewOf(Readings readings, const core::Grid& grid) {
  const std::optional<core::VoxelBox> marked = boundsOf(readings);
  core::check(marked.has_value(), "a field of view goes with something marked");
  core::VoxelBox field = *marked;
  for (int axis = 0; axis < 3; ++axis) {
    const int margin = int(std::ceil(kFieldMarginMm / grid.spacingMm()[axis]));
    field.min[axis] = std::max(0, field.min[axis] - margin);
    field.max[axis] = std::min(grid.size()[axis] - 1, field.max[axis] + margin);
  }
  return field;
}

}  // namespace analysis
