#include "analysis/comparison.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "analysis/consensus.h"
#include "analysis/surface_distance.h"
#include "core/error.h"

namespace analysis {
namespace {

const core::Mask kNothing;

// The readings by findings: every mask that a measure asks for is reached from here.
class Material {
 public:
  explicit Material(std::span<const ReadLesions> readings) : readings_(readings) {
    std::vector<Reading> masks(readings.size());
    for (std::size_t reader = 0; reader < readings.size(); ++reader) {
      for (const ReadLesion& lesion : readings[reader]) {
        masks[reader].push_back(lesion.mask);
        classes_.insert(lesion.className);
      }
    }
    findings_ = findingsOf(masks);
  }

  std::size_t readers() const { return readings_.size(); }
  const std::vector<Finding>& findings() const { return findings_; }
  const std::set<std::string>& classes() const { return classes_; }

  const ReadLesion* lesion(const Finding& finding, std::size_t reader) const {
    return finding.lesionOf[reader] ? &readings_[reader][*finding.lesionOf[reader]] : nullptr;
  }

  // By reader; empty where it did not mark the finding.
  std::vector<const core::Mask*> masksOf(const Finding& finding) const {
    std::vector<const core::Mask*> masks;
    for (std::size_t reader = 0; reader < readers(); ++reader) {
      const ReadLesion* there = lesion(finding, reader);
      masks.push_back(there != nullptr ? there->mask : &kNothing);
    }
    return masks;
  }

  // A reader's lesions of one class, or of all.
  Reading lesionsOf(std::size_t reader, const std::optional<std::string>& className) const {
    Reading lesions;
    for (const ReadLesion& each : readings_[reader]) {
      if (!className || each.className == *className) {
        lesions.push_back(each.mask);
      }
    }
    return lesions;
  }

  core::Mask together(std::size_t reader, const std::string& className) const {
    core::Mask all;
    for (const core::Mask* mask : lesionsOf(reader, className)) {
      all |= *mask;
    }
    return all;
  }

  // What each reader called a finding: the number of the class, or 0 for not marked.
  RatedItem ratingsOf(const Finding& finding) const {
    RatedItem item;
    for (std::size_t reader = 0; reader < readers(); ++reader) {
      const ReadLesion* there = lesion(finding, reader);
      item.ratings.emplace_back(
          there == nullptr ? 0 : 1 + double(std::distance(classes_.begin(), classes_.find(there->className))));
    }
    return item;
  }

 private:
  std::span<const ReadLesions> readings_;
  std::vector<Finding> findings_;
  std::set<std::string> classes_;
};

template <typename Visit>
void forEachPair(std::size_t readers, const Visit& visit) {
  for (std::size_t a = 0; a < readers; ++a) {
    for (std::size_t b = a + 1; b < readers; ++b) {
      visit(a, b);
    }
  }
}

PairMeasures measure(std::size_t a, std::size_t b, const core::Mask& ofA, const core::Mask& ofB, const core::Grid& grid,
                     double toleranceMm) {
  PairMeasures measures{.a = a, .b = b, .overlap = overlapOf(ofA, ofB), .toleranceMm = toleranceMm};
  const SurfaceDistances distances = surfaceDistances(ofA, ofB, grid.spacingMm());
  measures.hausdorffMm = distances.hausdorffMm();
  measures.hausdorff95Mm = distances.hausdorffMm(95);
  measures.meanDistanceMm = distances.meanMm();
  measures.surfaceDice = distances.surfaceDice(toleranceMm);
  return measures;
}

double toleranceOf(const ComparisonSettings& settings, const std::string& className) {
  const auto found = settings.toleranceMmOfClass.find(className);
  return found == settings.toleranceMmOfClass.end() ? settings.toleranceMm : found->second;
}

FindingComparison compareFinding(const Material& material, const Finding& finding, const core::Grid& grid,
                                 const ComparisonSettings& settings) {
  FindingComparison result{.finding = finding};
  std::map<std::string, int> called;
  for (std::size_t reader = 0; reader < material.readers(); ++reader) {
    if (const ReadLesion* lesion = material.lesion(finding, reader)) {
      ++called[lesion->className];
    }
  }
  result.className = std::max_element(called.begin(), called.end(), [](const auto& x, const auto& y) {
                       return x.second < y.second;
                     })->first;
  result.classDisputed = called.size() > 1;
  const std::vector<const core::Mask*> masks = material.masksOf(finding);
  result.votes.resize(masks.size());
  for (const PatternCount& each : patternsOf(masks)) {
    result.votes[std::size_t(each.votes()) - 1] += each.voxels;
  }
  // A lesion that was created and not painted marks no voxel.
  result.fieldOfView = boundsOf(masks) ? fieldOfViewOf(masks, grid) : core::VoxelBox{};
  forEachPair(masks.size(), [&](std::size_t a, std::size_t b) {
    result.pairs.push_back(measure(a, b, *masks[a], *masks[b], grid, toleranceOf(settings, result.className)));
  });
  return result;
}

Agreement agreementOn(const Material& material, const std::vector<const FindingComparison*>& findings,
                      const Bootstrap& bootstrap) {
  ItemGroups lesions, voxels;
  for (const FindingComparison* each : findings) {
    lesions.push_back({material.ratingsOf(each->finding)});
    const std::vector<const core::Mask*> masks = material.masksOf(each->finding);
    if (boundsOf(masks)) {
      voxels.push_back(ratedVoxels(patternsWithin(masks, each->fieldOfView), masks.size()));
    }
  }
  const auto alpha = [](std::span<const RatedItem> items) { return krippendorffAlpha(items); };
  return {.fleissOfLesions = estimate(lesions, fleissKappa, bootstrap),
          .krippendorffOfLesions = estimate(lesions, alpha, bootstrap),
          .fleissOfVoxels = estimate(voxels, fleissKappa, bootstrap),
          .krippendorffOfVoxels = estimate(voxels, alpha, bootstrap)};
}

std::vector<PairDetection> detectionsOf(const Material& material, const std::vector<const FindingComparison*>& findings,
                                        const std::optional<std::string>& className, double matchIou) {
  std::vector<RatedItem> items;
  for (const FindingComparison* each : findings) {
    items.push_back(material.ratingsOf(each->finding));
  }
  std::vector<PairDetection> detections;
  forEachPair(material.readers(), [&](std::size_t a, std::size_t b) {
    std::vector<RatedItem> ofEither;
    std::copy_if(items.begin(), items.end(), std::back_inserter(ofEither),
                 [&](const RatedItem& item) { return *item.ratings[a] != 0 || *item.ratings[b] != 0; });
    detections.push_back(
        {a, b, detectionOf(matchLesions(material.lesionsOf(a, className), material.lesionsOf(b, className), matchIou)),
         cohenKappa(ofEither, a, b)});
  });
  return detections;
}

ClassComparison compareClass(const Material& material, const std::string& className,
                             const std::vector<FindingComparison>& findings, const core::Grid& grid,
                             const ComparisonSettings& settings) {
  ClassComparison result{.className = className};
  std::vector<core::Mask> masks;
  for (std::size_t reader = 0; reader < material.readers(); ++reader) {
    masks.push_back(material.together(reader, className));
    result.voxels.push_back(masks.back().count());
  }
  std::vector<const FindingComparison*> ofClass;
  for (const FindingComparison& each : findings) {
    if (each.className == className) {
      ofClass.push_back(&each);
    }
  }
  forEachPair(material.readers(), [&](std::size_t a, std::size_t b) {
    result.pairs.push_back(measure(a, b, masks[a], masks[b], grid, toleranceOf(settings, className)));
  });
  result.detections = detectionsOf(material, ofClass, className, settings.matchIou);
  result.agreement = agreementOn(material, ofClass, settings.bootstrap);
  return result;
}

class Mean {
 public:
  void add(const std::optional<double>& value) {
    sum_ += value.value_or(0);
    count_ += value ? 1 : 0;
  }
  std::optional<double> value() const { return count_ == 0 ? std::nullopt : std::optional(sum_ / count_); }

 private:
  double sum_ = 0;
  int count_ = 0;
};

ReaderComparison compareReader(const Material& material, std::size_t reader, const core::Grid& grid) {
  ReaderComparison result;
  Mean dice, logRatio, signedMm;
  const std::size_t others = material.readers() - 1;
  for (const Finding& finding : material.findings()) {
    const bool marked = finding.lesionOf[reader].has_value();
    const std::size_t twiceByOthers = 2 * (finding.markedBy() - (marked ? 1 : 0));
    result.lesions += marked ? 1 : 0;
    result.missed += !marked && twiceByOthers > others ? 1 : 0;
    result.added += marked && twiceByOthers < others ? 1 : 0;
    for (std::size_t other = 0; other < material.readers() && marked; ++other) {
      if (other != reader && finding.lesionOf[other]) {
        const core::Mask& own = *material.lesion(finding, reader)->mask;
        const core::Mask& theirs = *material.lesion(finding, other)->mask;
        const Overlap overlap = overlapOf(own, theirs);
        dice.add(overlap.dice());
        if (overlap.a > 0 && overlap.b > 0) {
          logRatio.add(std::log(double(overlap.a) / double(overlap.b)));
        }
        signedMm.add(signedMeanMm(own, theirs, grid.spacingMm()));
      }
    }
  }
  result.meanDice = dice.value();
  if (const std::optional<double> mean = logRatio.value()) {
    result.meanExcess = std::expm1(*mean);
  }
  result.meanSignedMm = signedMm.value();
  result.typicalError = typicalOf(result.lesions, result.missed, result.added, result.meanExcess);
  return result;
}

}  // namespace

TypicalError typicalOf(std::int64_t lesions, std::int64_t missed, std::int64_t added,
                       std::optional<double> meanExcess) {
  const double there = double(lesions - added + missed);
  if (there > 0 && double(missed) >= kTypicalPart * there) {
    return TypicalError::Misses;
  }
  if (lesions > 0 && double(added) >= kTypicalPart * double(lesions)) {
    return TypicalError::Adds;
  }
  const double excess = meanExcess.value_or(0);
  return excess >= kTypicalExcess    ? TypicalError::TooLarge
         : excess <= -kTypicalExcess ? TypicalError::TooSmall
                                     : TypicalError::None;
}

Comparison compare(std::span<const ReadLesions> readings, const core::Grid& grid, const ComparisonSettings& settings,
                   const core::ProgressSink& progress) {
  core::check(readings.size() >= 2 && readings.size() <= kMaxReaders, "2 to 64 readings are compared");
  const Material material(readings);
  Comparison result;
  const std::int64_t steps =
      std::int64_t(material.findings().size() + material.classes().size() + material.readers()) + 1;
  std::int64_t done = 0;
  const auto step = [&] { core::report(progress, "Comparing", done++, steps); };
  for (const Finding& finding : material.findings()) {
    step();
    result.findings.push_back(compareFinding(material, finding, grid, settings));
  }
  std::vector<const FindingComparison*> all;
  for (const FindingComparison& each : result.findings) {
    all.push_back(&each);
  }
  for (const std::string& className : material.classes()) {
    step();
    result.classes.push_back(compareClass(material, className, result.findings, grid, settings));
  }
  for (std::size_t reader = 0; reader < material.readers(); ++reader) {
    step();
    result.readers.push_back(compareReader(material, reader, grid));
  }
  step();
  result.detections = detectionsOf(material, all, std::nullopt, settings.matchIou);
  result.agreement = agreementOn(material, all, settings.bootstrap);
  return result;
}

}  // namespace analysis
