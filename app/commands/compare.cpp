// sagitta compare FILE --case C [--tracks A,B,...] [--tolerance MM|CLASS=MM]... [--iou T] --json
#include "analysis/comparison.h"

#include <charconv>
#include <memory>

#include "analysis/consensus.h"
#include "analysis/surface_distance.h"
#include "commands/commands.h"
#include "commands/lookup.h"
#include "commands/readings.h"
#include "commands/terminal.h"
#include "core/error.h"
#include "store/project_file.h"

namespace commands {
namespace {

using Tracks = std::vector<CaseReading>;

struct Options {
  std::string file;
  std::string caseName;
  std::vector<std::string> tracks;
  std::vector<std::string> tolerances;
  double matchIou = analysis::kMatchIou;
  bool json = false;
};

// "2" or "cyst=2": of which class (empty: of all others), and how many mm. Nothing where it is neither.
std::optional<std::pair<std::string, double>> toleranceOf(const std::string& text) {
  const std::size_t equals = text.rfind('=');
  const std::string number = equals == std::string::npos ? text : text.substr(equals + 1);
  constexpr double kLargestMm = 100;
  double mm = 0;
  const auto [end, failure] = std::from_chars(number.data(), number.data() + number.size(), mm);
  if (failure != std::errc() || end != number.data() + number.size() || !(mm >= 0 && mm <= kLargestMm) || equals == 0) {
    return std::nullopt;
  }
  return std::pair(equals == std::string::npos ? std::string() : text.substr(0, equals), mm);
}

analysis::ComparisonSettings settingsOf(const Options& options) {
  analysis::ComparisonSettings settings{.matchIou = options.matchIou};
  for (const std::string& each : options.tolerances) {
    const auto [className, mm] = toleranceOf(each).value();
    (className.empty() ? settings.toleranceMm : settings.toleranceMmOfClass[className]) = mm;
  }
  return settings;
}

Json orNull(const std::optional<double>& value) {
  return value ? Json(*value) : Json();
}

Json describe(const std::optional<analysis::Estimate>& estimate) {
  if (!estimate) {
    return nullptr;
  }
  Json interval;
  if (estimate->interval) {
    interval = {estimate->interval->low, estimate->interval->high};
  }
  return {{"value", estimate->value}, {"interval_95", interval}};
}

Json describe(const std::optional<analysis::Kappa>& kappa) {
  if (!kappa) {
    return nullptr;
  }
  return {{"value", kappa->value},
          {"standard_error", kappa->standardError},
          {"interval_95", {kappa->interval.low, kappa->interval.high}}};
}

Json describe(const analysis::PairMeasures& pair, const Tracks& tracks) {
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

Json describe(const analysis::PairDetection& pair, const Tracks& tracks) {
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
          {"cohen_kappa", describe(pair.kappa)}};
}

Json describe(const analysis::Agreement& agreement) {
  return {{"lesions",
           {{"fleiss_kappa", describe(agreement.fleissOfLesions)},
            {"krippendorff_alpha", describe(agreement.krippendorffOfLesions)}}},
          {"voxels",
           {{"fleiss_kappa", describe(agreement.fleissOfVoxels)},
            {"krippendorff_alpha", describe(agreement.krippendorffOfVoxels)}}}};
}

Json describe(const analysis::FindingComparison& finding, const Tracks& tracks);
Json describe(const analysis::ClassComparison& each, const Tracks& tracks);

template <typename Item>
Json listOf(const std::vector<Item>& items, const Tracks& tracks) {
  Json list = Json::array();
  for (const Item& each : items) {
    list.push_back(describe(each, tracks));
  }
  return list;
}

Json describe(const analysis::FindingComparison& finding, const Tracks& tracks) {
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

Json describe(const analysis::ClassComparison& each, const Tracks& tracks) {
  return {{"class", each.className},
          {"voxels", each.voxels},
          {"pairs", listOf(each.pairs, tracks)},
          {"detection", listOf(each.detections, tracks)},
          {"agreement", describe(each.agreement)}};
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

Json describe(const analysis::ReaderComparison& reader, const std::string& track) {
  return {{"track", track},
          {"lesions", reader.lesions},
          {"missed", reader.missed},
          {"added", reader.added},
          {"mean_dice", orNull(reader.meanDice)},
          {"mean_volume_excess", orNull(reader.meanExcess)},
          {"mean_signed_distance_mm", orNull(reader.meanSignedMm)},
          {"typical_error", name(reader.typicalError)}};
}

std::string percent(const std::optional<double>& part) {
  char text[32] = "-";
  if (part) {
    std::snprintf(text, sizeof text, "%+.0f %%", *part * 100);
  }
  return text;
}

std::string number(const std::optional<double>& value, const char* format) {
  char text[32] = "-";
  if (value) {
    std::snprintf(text, sizeof text, format, *value);
  }
  return text;
}

void print(const analysis::Comparison& comparison, const Tracks& tracks) {
  std::printf("%-24s %8s %8s %8s %8s %8s  %s\n", "reader", "lesions", "missed", "added", "Dice", "volume",
              "typical error");
  for (std::size_t reader = 0; reader < tracks.size(); ++reader) {
    const analysis::ReaderComparison& each = comparison.readers[reader];
    std::printf("%-24s %8lld %8lld %8lld %8s %8s  %s\n", tracks[reader].track.c_str(),
                static_cast<long long>(each.lesions), static_cast<long long>(each.missed),
                static_cast<long long>(each.added), number(each.meanDice, "%.3f").c_str(),
                percent(each.meanExcess).c_str(), std::string(name(each.typicalError)).c_str());
  }
  for (const analysis::FindingComparison& each : comparison.findings) {
    std::printf("\n%s, marked by %zu of %zu%s\n", each.className.c_str(), each.finding.markedBy(), tracks.size(),
                each.classDisputed ? ", its class disputed" : "");
    for (const analysis::PairMeasures& pair : each.pairs) {
      std::printf("  %s, %s: Dice %s, HD95 %s mm, surface Dice %s\n", tracks[pair.a].track.c_str(),
                  tracks[pair.b].track.c_str(), number(pair.overlap.dice(), "%.3f").c_str(),
                  number(pair.hausdorff95Mm, "%.1f").c_str(), number(pair.surfaceDice, "%.3f").c_str());
    }
  }
}

void compareReadings(const Options& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const core::Case theCase = findCase(project, options.caseName);
  const Tracks tracks = readingsOf(project, theCase, options.tracks);
  std::vector<analysis::ReadLesions> readings(tracks.size());
  Json names = Json::array();
  for (std::size_t reader = 0; reader < tracks.size(); ++reader) {
    names.push_back(tracks[reader].track);
    for (std::size_t lesion = 0; lesion < tracks[reader].lesions.size(); ++lesion) {
      readings[reader].push_back({&tracks[reader].masks[lesion], tracks[reader].lesions[lesion].lesion.className});
    }
  }
  TerminalProgress progress;
  const analysis::Comparison comparison =
      analysis::compare(readings, theCase.grid, settingsOf(options), progress.sink());
  if (!options.json) {
    print(comparison, tracks);
    return;
  }
  Json readers = Json::array();
  for (std::size_t reader = 0; reader < tracks.size(); ++reader) {
    readers.push_back(describe(comparison.readers[reader], tracks[reader].track));
  }
  printJson({{"case", theCase.name},
             {"tracks", names},
             {"definitions",
              {{"surface_distance", analysis::SurfaceDistances::kDefinition},
               {"same_finding", "IoU of 0.1 or more, or half of the smaller within the larger; one to one"},
               {"matched", "one to one with the largest sum of IoU (Hungarian)"},
               {"match_iou", options.matchIou},
               {"interval_95", "percentile bootstrap over findings, 2000 draws, fixed seed"},
               {"field_margin_mm", analysis::kFieldMarginMm}}},
             {"lesions", listOf(comparison.findings, tracks)},
             {"classes", listOf(comparison.classes, tracks)},
             {"detection", listOf(comparison.detections, tracks)},
             {"readers", readers},
             {"agreement", describe(comparison.agreement)}});
}

}  // namespace

void addCompare(Command program) {
  auto options = std::make_shared<Options>();
  Command command = program.command("compare", "How far several readings of a case agree");
  command.option("FILE", options->file, "The project").required();
  command.option("--case", options->caseName, "The case, by name or id").required();
  addTracksOption(command, options->tracks);
  command
      .option("--tolerance", options->tolerances,
              "Of surface Dice: MM for all classes (default: 1), CLASS=MM for one; may be given several times")
      .check({"MM|CLASS=MM", [](const std::string& text) -> std::optional<std::string> {
                if (toleranceOf(text)) {
                  return std::nullopt;
                }
                return "a tolerance is MM or CLASS=MM, 0 to 100 mm";
              }});
  command.option("--iou", options->matchIou, "From which IoU on a lesion counts as detected")
      .check(within(0.01, 1.0))
      .showDefault();
  command.flag("--json", options->json, "Everything, as JSON; without it, a table");
  command.runs([options] { compareReadings(*options); });
}

}  // namespace commands
