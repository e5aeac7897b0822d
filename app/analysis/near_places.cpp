#include "analysis/near_places.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

#include "analysis/surroundings.h"
#include "core/mask.h"
#include "core/parallel.h"

namespace analysis {
namespace {

constexpr int kSide = core::Brick::kSide;
constexpr double kSteps = 300;  // about; a row that needs more is better left to a distance transform
constexpr std::size_t kPerTask = 4096;

core::Mask::Bricks bricksWith(std::span<const glm::ivec3> places) {
  core::Mask::Bricks bricks;
  glm::ivec3 at(-1);
  core::Brick* brick = nullptr;
  for (const glm::ivec3 place : places) {
    if (place / kSide != at) {
      at = place / kSide;
      brick = &bricks[core::BrickKey::of(at)];
    }
    brick->set(place % kSide);
  }
  return bricks;
}

// So many voxels along each axis, to either side.
struct Step {
  glm::ivec3 voxels;
  double mm;
};

// All that are no longer than some length, shortest first.
std::vector<Step> shortSteps(glm::dvec3 spacingMm) {
  const double voxelMm3 = spacingMm.x * spacingMm.y * spacingMm.z;
  const double ofAnEighthBallMm = std::cbrt(kSteps * voxelMm3 * 6 / std::numbers::pi);
  const double longestMm =
      std::min(ofAnEighthBallMm, Surroundings::kReach * std::min({spacingMm.x, spacingMm.y, spacingMm.z}));
  const glm::ivec3 most(longestMm / spacingMm);
  std::vector<Step> steps;
  for (int z = 0; z <= most.z; ++z) {
    for (int y = 0; y <= most.y; ++y) {
      for (int x = 0; x <= most.x; ++x) {
        // Summed in the order in which a distance transform does, for the same last digits.
        const glm::dvec3 along = glm::dvec3(x, y, z) * spacingMm;
        const double mm = std::sqrt(along.z * along.z + along.y * along.y + along.x * along.x);
        if (mm <= longestMm) {
          steps.push_back({{x, y, z}, mm});
        }
      }
    }
  }
  std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.mm < b.mm; });
  return steps;
}

// Voxels of one row of a brick, and what becomes of each.
struct Row {
  int y = 0, z = 0;
  std::uint32_t voxels = 0;
  std::array<double*, kSide> mm;
};

void takeSteps(Row row, const Surroundings& places, std::span<const Step> steps) {
  for (const Step& step : steps) {
    const auto [x, y, z] = std::array{step.voxels.x, step.voxels.y, step.voxels.z};
    const std::uint64_t there = places.row(row.y - y, row.z - z) | places.row(row.y + y, row.z - z) |
                                places.row(row.y - y, row.z + z) | places.row(row.y + y, row.z + z);
    std::uint32_t met =
        row.voxels & std::uint32_t(there >> (Surroundings::kReach - x) | there >> (Surroundings::kReach + x));
    row.voxels &= ~met;
    for (; met != 0; met &= met - 1) {
      *row.mm[std::size_t(std::countr_zero(met))] = step.mm;
    }
    if (row.voxels == 0) {
      return;
    }
  }
}

}  // namespace

std::vector<double> nearPlacesMm(std::span<const glm::ivec3> from, std::span<const glm::ivec3> to,
                                 glm::dvec3 spacingMm) {
  std::vector<double> distances(from.size(), std::numeric_limits<double>::infinity());
  const core::Mask::Bricks bricks = bricksWith(to);
  const std::vector<Step> steps = shortSteps(spacingMm);
  int reach = 0;
  for (const Step& step : steps) {
    reach = std::max({reach, step.voxels.y, step.voxels.z});
  }
  core::parallelFor((from.size() + kPerTask - 1) / kPerTask, [&](std::size_t task) {
    const std::size_t end = std::min(from.size(), (task + 1) * kPerTask);
    for (std::size_t n = task * kPerTask; n < end;) {
      const glm::ivec3 brick = from[n] / kSide;
      const Surroundings places(bricks, brick, reach);
      while (n < end && from[n] / kSide == brick) {
        const glm::ivec3 first = from[n];
        Row row{.y = first.y % kSide, .z = first.z % kSide};
        for (; n < end && from[n] / kSide == brick && from[n].y == first.y && from[n].z == first.z; ++n) {
          row.voxels |= 1u << from[n].x % kSide;
          row.mm[std::size_t(from[n].x % kSide)] = &distances[n];
        }
        if (!places.isEmpty()) {
          takeSteps(row, places, steps);
        }
      }
    }
  });
  return distances;
}

}  // namespace analysis
