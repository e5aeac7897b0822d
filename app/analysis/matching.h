// Which lesions of two readings are the same one. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/overlap.h"
#include "core/mask.h"

namespace analysis {

// Every overlap between lesions of two sets that share at least one voxel.
struct SharedVoxels {
  struct Pair {
    std::size_t a = 0;
    std::size_t b = 0;
    Overlap overlap;
  };
  std::vector<Pair> pairs;  // by a, then b
};
SharedVoxels sharedVoxels(std::span<const core::Mask* const> a, std::span<const core::Mask* const> b);

enum class Pairing : std::uint8_t {
  Optimal,  // the one-to-one pairing with the largest sum of IoU (Hungarian method); right where lesions overlap
  Greedy,   // the largest IoU first, as panoptica's threshold matching has it; the same above 0.5 without overlaps
};

// One-to-one, of pairs whose IoU is at least a threshold.
struct Matching {
  std::vector<SharedVoxels::Pair> pairs;  // by a
  std::vector<std::size_t> onlyA;         // those left, in order
  std::vector<std::size_t> onlyB;
};
inline constexpr double kMatchIou = 0.5;
// iouThreshold: above 0, at most 1.
Matching matchLesions(std::span<const core::Mask* const> a, std::span<const core::Mask* const> b,
                      double iouThreshold = kMatchIou, Pairing pairing = Pairing::Optimal);

// How well A finds the lesions of B, the reference (Kirillov et al., Panoptic Segmentation, CVPR 2019). Sums, so that
// several cases add up.
struct Detection {
  std::int64_t truePositives = 0;
  std::int64_t falsePositives = 0;  // only in A
  std::int64_t falseNegatives = 0;  // only in B
  double iouSum = 0;                // of the true positives
  double diceSum = 0;

  // Nothing where their denominator is 0.
  std::optional<double> precision() const;
  std::optional<double> recall() const;
  std::optional<double> f1() const;  // 2 TP / (2 TP + FP + FN), also called recognition quality
  std::optional<double> meanDice() const;
  std::optional<double> segmentationQuality() const;  // mean IoU of the true positives
  std::optional<double> panopticQuality() const;      // segmentation quality times f1; 0 where nothing was found

  Detection& operator+=(const Detection& other);
};
Detection detectionOf(const Matching& matching);

}  // namespace analysis
