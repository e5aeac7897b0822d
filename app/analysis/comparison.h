// Several readings of one case, compared: each pair of readers on each finding and each class, each reader against the
// others, and all of them together. Pure functions; any thread. Behind `sagitta compare`.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analysis/agreement.h"
#include "analysis/grouping.h"
#include "analysis/matching.h"
#include "analysis/overlap.h"
#include "core/grid.h"
#include "core/progress.h"

namespace analysis {

struct ReadLesion {
  const core::Mask* mask = nullptr;
  std::string className;
};
using ReadLesions = std::vector<ReadLesion>;  // what one reader marked in the case

struct ComparisonSettings {
  double toleranceMm = 1;  // of surface Dice, where a class has none of its own
  std::map<std::string, double> toleranceMmOfClass;
  double matchIou = kMatchIou;  // of detection
  Bootstrap bootstrap;
};

// Two readers' masks of one finding or class. Distances are nothing where one of them marked nothing.
struct PairMeasures {
  std::size_t a = 0;  // readers
  std::size_t b = 0;
  Overlap overlap;
  std::optional<double> hausdorffMm;
  std::optional<double> hausdorff95Mm;
  std::optional<double> meanDistanceMm;
  std::optional<double> surfaceDice;
  double toleranceMm = 0;
};

struct FindingComparison {
  Finding finding;
  std::string className;            // what most readers called it; of equally many, the first by name
  bool classDisputed = false;       // whether some called it otherwise
  core::VoxelBox fieldOfView;       // that voxel agreement is over
  std::vector<std::int64_t> votes;  // voxels that exactly 1, 2, ... readers marked
  std::vector<PairMeasures> pairs;  // of all readers, also of those who missed it
};

struct PairDetection {
  std::size_t a = 0;
  std::size_t b = 0;
  Detection detection;         // of a, with b as the reference
  std::optional<Kappa> kappa;  // over findings of either: what each called it, or not marked
};

// Agreement over everything that anybody found. Lesions: an item a finding, rated by its class or as not marked; there
// are no items that nobody marked, so chance agreement is high and kappas are low where readers differ on what is
// there. Voxels: an item a voxel of a finding's field of view, marked or not. Intervals draw findings with replacement.
struct Agreement {
  std::optional<Estimate> fleissOfLesions;
  std::optional<Estimate> krippendorffOfLesions;
  std::optional<Estimate> fleissOfVoxels;
  std::optional<Estimate> krippendorffOfVoxels;
};

struct ClassComparison {
  std::string className;
  std::vector<std::int64_t> voxels;  // by reader, all lesions of the class together
  std::vector<PairMeasures> pairs;   // of those together
  std::vector<PairDetection> detections;
  Agreement agreement;  // over the findings of this class
};

enum class TypicalError : std::uint8_t { None, TooLarge, TooSmall, Misses, Adds };

// A reader against the others, who stand in for the truth. Means are over the findings that both marked.
struct ReaderComparison {
  std::int64_t lesions = 0;
  std::int64_t missed = 0;  // findings that more than half of the others marked
  std::int64_t added = 0;   // findings that fewer than half of the others marked
  std::optional<double> meanDice;
  std::optional<double> meanExcess;    // of volume, as a part of the other's: 1 less than the geometric mean of ratios
  std::optional<double> meanSignedMm;  // of the surface: outside the other's is positive
  TypicalError typicalError = TypicalError::None;
};

// What is typical: a fifth of the findings missed or added comes first, then a tenth of the volume.
inline constexpr double kTypicalPart = 0.2;
inline constexpr double kTypicalExcess = 0.1;
// lesions, missed, added, meanExcess: as of ReaderComparison, or summed and averaged over cases.
TypicalError typicalOf(std::int64_t lesions, std::int64_t missed, std::int64_t added, std::optional<double> meanExcess);

struct Comparison {
  std::vector<FindingComparison> findings;
  std::vector<ClassComparison> classes;   // by name
  std::vector<PairDetection> detections;  // over all classes
  std::vector<ReaderComparison> readers;
  Agreement agreement;
};

// readings: 2 to kMaxReaders, some may be empty. progress may throw to cancel.
Comparison compare(std::span<const ReadLesions> readings, const core::Grid& grid,
                   const ComparisonSettings& settings = {}, const core::ProgressSink& progress = {});

}  // namespace analysis
