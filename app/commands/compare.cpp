// sagitta compare FILE --case C [--tracks A,B,...] [--tolerance MM|CLASS=MM]... [--iou T] --json
#include "analysis/comparison.h"

#include <charconv>
#include <memory>

#include "commands/commands.h"
#include "commands/lookup.h"
#include "commands/readings.h"
#include "commands/terminal.h"
#include "core/error.h"
#include "core/text.h"
#include "release/comparison_json.h"
#include "store/project_file.h"
#include "workflow/case_agreement.h"

namespace commands {
namespace {

using Tracks = std::vector<workflow::CaseReading>;

struct CompareOptions {
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

analysis::ComparisonSettings settingsOf(const CompareOptions& options) {
  analysis::ComparisonSettings settings{.matchIou = options.matchIou};
  for (const std::string& each : options.tolerances) {
    const auto [className, mm] = toleranceOf(each).value();
    (className.empty() ? settings.toleranceMm : settings.toleranceMmOfClass[className]) = mm;
  }
  return settings;
}

std::string percent(const std::optional<double>& part) {
  char text[32] = "-";
  if (part) {
    std::snprintf(text, sizeof text, "%+.0f %%", *part * 100);
  }
  return text;
}

std::string measure(const std::optional<double>& value, const char* format) {
  return value ? core::printed(format, *value) : "-";
}

void print(const analysis::Comparison& comparison, const Tracks& tracks) {
  std::printf("%-24s %8s %8s %8s %8s %8s  %s\n", "reader", "lesions", "missed", "added", "Dice", "volume",
              "typical error");
  for (std::size_t reader = 0; reader < tracks.size(); ++reader) {
    const analysis::ReaderComparison& each = comparison.readers[reader];
    std::printf("%-24s %8lld %8lld %8lld %8s %8s  %s\n", tracks[reader].track.c_str(),
                static_cast<long long>(each.lesions), static_cast<long long>(each.missed),
                static_cast<long long>(each.added), measure(each.meanDice, "%.3f").c_str(),
                percent(each.meanExcess).c_str(), std::string(release::name(each.typicalError)).c_str());
  }
  for (const analysis::FindingComparison& each : comparison.findings) {
    std::printf("\n%s, marked by %zu of %zu%s\n", each.className.c_str(), each.finding.markedBy(), tracks.size(),
                each.classDisputed ? ", its class disputed" : "");
    for (const analysis::PairMeasures& pair : each.pairs) {
      std::printf("  %s, %s: Dice %s, HD95 %s mm, surface Dice %s\n", tracks[pair.a].track.c_str(),
                  tracks[pair.b].track.c_str(), measure(pair.overlap.dice(), "%.3f").c_str(),
                  measure(pair.hausdorff95Mm, "%.1f").c_str(), measure(pair.surfaceDice, "%.3f").c_str());
    }
  }
}

void compareReadings(const CompareOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const core::Case theCase = findCase(project, options.caseName);
  const Tracks tracks = readingsOf(project, theCase, options.tracks);
  TerminalProgress progress;
  const analysis::Comparison comparison =
      analysis::compare(workflow::lesionsOf(tracks), theCase.grid, settingsOf(options), progress.sink());
  if (!options.json) {
    print(comparison, tracks);
    return;
  }
  printJson(release::comparisonJson(comparison, tracks, theCase.name, options.matchIou));
}

}  // namespace

void addCompare(Command program) {
  auto options = std::make_shared<CompareOptions>();
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
