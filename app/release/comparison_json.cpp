#include "release/comparison_json.h"

#include "analysis/consensus.h"
#include "analysis/surface_distance.h"
#include "core/error.h"

namespace release {
namespace {

using Tracks = std::vector<workflow::CaseReading>;

Json orNull(const std::optional<double>& value) {
  return value ? Json(*value) : Json();
}

Json asJson(const std::optional<analysis::Kappa>& kappa) {
  if (!kappa) {
    return nullptr;
  }
  return {{"value", kappa->value},
          {"standard_error", kappa->standardError},
          {"interval_95", {kappa->interval.low, kappa->interval.high}}};
}

Json asJson(const analysis::PairMeasures& pair, const Tracks& tracks) {
  return {{"tracks", {tracks[pair.a].track, tracks[pair.b].track}},
          {"voxels", {pair.overlap.a, pair.overlap.b}},
          {"dice", orNull(pair.overlap.dice())},
          {"iou", orNull(pair.overlap.iou())},
          {"volume_similarity", orNull(pair.overlap.volumeSimilarity())},
          {"hausdorff_mm", orNull(pair.hausdorffMm)},
          {"hausdorff_95_mm", orNull(pair.hausdorff95Mm)},
          {"mean_surface_distance_mm", orNull(pair.meanDistanceMm)},
          {"surface_dice", orNull(pair.surfaceDice)},
          {"tolerance_mm", pair.toleranceMm}};
}

Json asJson(const analysis::PairDetection& pair, const Tracks& tracks) {
  const analysis::Detection& detection = pair.detection;
  return {{"tracks", {tracks[pair.a].track, tracks[pair.b].track}},
          {"matched", detection.truePositives},
          {"only_first", detection.falsePositives},
          {"only_second", detection.falseNegatives},
          {"precision", orNull(detection.precision())},
          {"recall", orNull(detection.recall())},
          {"f1", orNull(detection.f1())},
          {"mean_dice", orNull(detection.meanDice())},
          {"segmentation_quality", orNull(detection.segmentationQuality())},
          {"panoptic_quality", orNull(detection.panopticQuality())},
          {"cohen_kappa", asJson(pair.kappa)}};
}

Json asJson(const analysis::Agreement& agreement) {
  return {{"lesions",
           {{"fleiss_kappa", estimateJson(agreement.fleissOfLesions)},
            {"krippendorff_alpha", estimateJson(agreement.krippendorffOfLesions)}}},
          {"voxels",
           {{"fleiss_kappa", estimateJson(agreement.fleissOfVoxels)},
            {"krippendorff_alpha", estimateJson(agreement.krippendorffOfVoxels)}}}};
}

Json asJson(const analysis::FindingComparison& finding, const Tracks& tracks);
Json asJson(const analysis::ClassComparison& each, const Tracks& tracks);

template <typename Item>
Json listOf(const std::vector<Item>& items, const Tracks& tracks) {
  Json list = Json::array();
  for (const Item& each : items) {
    list.push_back(asJson(each, tracks));
  }
  return list;
}

Json asJson(const analysis::FindingComparison& finding, const Tracks& tracks) {
  Json readings = Json::array();
  for (std::size_t reader = 0; reader < tracks.size(); ++reader) {
    if (finding.finding.lesionOf[reader]) {
      const store::LesionRow& row = tracks[reader].lesions[*finding.finding.lesionOf[reader]];
      readings.push_back({{"track", tracks[reader].track},
                          {"id", row.lesion.id.hex()},
                          {"name", row.lesion.name},
                          {"class", row.lesion.className},
                          {"voxels", row.voxels}});
    }
  }
  return {{"name", readings[0]["name"]},
          {"class", finding.className},
          {"class_disputed", finding.classDisputed},
          {"marked_by", finding.finding.markedBy()},
          {"of", tracks.size()},
          {"voxels_by_votes", finding.votes},
          {"readings", readings},
          {"pairs", listOf(finding.pairs, tracks)}};
}

Json asJson(const analysis::ClassComparison& each, const Tracks& tracks) {
  return {{"class", each.className},
          {"voxels", each.voxels},
          {"pairs", listOf(each.pairs, tracks)},
          {"detection", listOf(each.detections, tracks)},
          {"agreement", asJson(each.agreement)}};
}

Json asJson(const analysis::ReaderComparison& reader, const std::string& track) {
  return {{"track", track},
          {"lesions", reader.lesions},
          {"missed", reader.missed},
          {"added", reader.added},
          {"mean_dice", orNull(reader.meanDice)},
          {"mean_volume_excess", orNull(reader.meanExcess)},
          {"mean_signed_distance_mm", orNull(reader.meanSignedMm)},
          {"typical_error", name(reader.typicalError)}};
}

}  // namespace

Json estimateJson(const std::optional<analysis::Estimate>& estimate) {
  if (!estimate) {
    return nullptr;
  }
  Json interval;
  if (estimate->interval) {
    interval = {estimate->interval->low, estimate->interval->high};
  }
  return {{"value", estimate->value}, {"interval_95", interval}};
}

std::string_view name(analysis::TypicalError error) {
  switch (error) {
    case analysis::TypicalError::None:
      return "none";
    case analysis::TypicalError::TooLarge:
      return "too large";
    case analysis::TypicalError::TooSmall:
      return "too small";
    case analysis::TypicalError::Misses:
      return "misses lesions";
    case analysis::TypicalError::Adds:
      return "adds lesions";
  }
  core::invariantBroken("every error has a name", std::source_location::current());
}

Json comparisonJson(const analysis::Comparison& comparison, const Tracks& tracks, const std::string& caseName,
                    double matchIou) {
  Json names = Json::array();
  for (const workflow::CaseReading& each : tracks) {
    names.push_back(each.track);
  }
  Json readers = Json::array();
  for (std::size_t reader = 0; reader < tracks.size(); ++reader) {
    readers.push_back(asJson(comparison.readers[reader], tracks[reader].track));
  }
  return {{"case", caseName},
          {"tracks", names},
          {"definitions",
           {{"surface_distance", analysis::SurfaceDistances::kDefinition},
            {"same_finding", "IoU of 0.1 or more, or half of the smaller within the larger; one to one"},
            {"matched", "one to one with the largest sum of IoU (Hungarian)"},
            {"match_iou", matchIou},
            {"interval_95", "percentile bootstrap over findings, 2000 draws, fixed seed"},
            {"field_margin_mm", analysis::kFieldMarginMm}}},
          {"lesions", listOf(comparison.findings, tracks)},
          {"classes", listOf(comparison.classes, tracks)},
          {"detection", listOf(comparison.detections, tracks)},
          {"readers", readers},
          {"agreement", asJson(comparison.agreement)}};
}

}  // namespace release
