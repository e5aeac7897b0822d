#include "analysis/consensus_bench.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <glm/geometric.hpp>

#include "analysis/agreement.h"
#include "analysis/consensus.h"
#include "analysis/surface_distance.h"

namespace analysis {
namespace {

constexpr int kRounds = 5;
constexpr glm::dvec3 kSpacingMm(0.8, 0.8, 1.5);

// Where a reader sees the edge, voxels from the middle, in a direction of length 1: a lumpy ball, its lumps more or
// less followed.
double radiusOf(int reader, glm::dvec3 direction, double side) {
  const double lumps = std::sin(5 * direction.x + 1) * std::cos(4 * direction.y) + 0.5 * std::sin(7 * direction.z);
  const double leaning = 1 + 0.02 * (reader % 3 - 1);
  return side * (0.35 + 0.03 * lumps * (1 - 0.15 * reader)) * leaning + 0.4 * std::sin(9.0 * reader + 23 * direction.y);
}

core::Mask drawnBy(int reader, int side) {
  core::Mask mask;
  const glm::dvec3 middle(side / 2.0);
  for (int z = 0; z < side; ++z) {
    for (int y = 0; y < side; ++y) {
      int begin = -1;
      for (int x = 0; x <= side; ++x) {
        const glm::dvec3 from = glm::dvec3(x, y, z) - middle;
        const double length = glm::length(from);
        const bool inside = x < side && (length < 1 || length <= radiusOf(reader, from / length, double(side)));
        if (inside && begin < 0) {
          begin = x;
        } else if (!inside && begin >= 0) {
          mask.setRun({begin, y, z}, x - begin);
          begin = -1;
        }
      }
    }
  }
  return mask;
}

}  // namespace

std::vector<core::Mask> benchReadings(const ConsensusBenchSize& size) {
  std::vector<core::Mask> readings;
  for (int reader = 0; reader < size.readers; ++reader) {
    readings.push_back(drawnBy(reader, size.side));
  }
  return readings;
}

double processorMs(int rounds, const std::function<void()>& work) {
  std::vector<double> times;
  for (int round = 0; round < rounds; ++round) {
    const std::clock_t start = std::clock();
    work();
    times.push_back(double(std::clock() - start) * 1e3 / double(CLOCKS_PER_SEC));
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

ConsensusBench benchConsensus(const ConsensusBenchSize& size) {
  const std::vector<core::Mask> masks = benchReadings(size);
  std::vector<const core::Mask*> readings;
  for (const core::Mask& mask : masks) {
    readings.push_back(&mask);
  }
  const core::VoxelBox cube{{0, 0, 0}, glm::ivec3(size.side - 1)};
  ConsensusBench bench;
  bench.majorityMs = processorMs(kRounds, [&] { consensusOf(readings, ConsensusMethod::Majority, cube); });
  bench.stapleMs = processorMs(kRounds, [&] { consensusOf(readings, ConsensusMethod::Staple, cube); });
  bench.agreementMs = processorMs(kRounds, [&] {
    const std::vector<PatternCount> patterns = patternsWithin(readings, cube);
    for (std::size_t a = 0; a < readings.size(); ++a) {
      for (std::size_t b = a + 1; b < readings.size(); ++b) {
        overlapOf(patterns, a, b);
      }
    }
    const std::vector<RatedItem> voxels = ratedVoxels(patterns, readings.size());
    fleissKappa(voxels);
    krippendorffAlpha(voxels);
  });
  bench.hausdorffMs = processorMs(kRounds, [&] { voxelDistances(masks[0], masks[1], kSpacingMm); });
  bench.surfacesMs = processorMs(kRounds, [&] {
    const SurfaceDistances distances = surfaceDistances(masks[0], masks[1], kSpacingMm);
    distances.hausdorffMm(95);
    distances.surfaceDice(1);
  });
  return bench;
}

}  // namespace analysis
