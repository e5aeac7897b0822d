#include "workflow/granularity_pilot.h"

#include <algorithm>
#include <deque>

#include "core/mask.h"

namespace workflow {
namespace {

core::Mask boxAround(const core::Mask& mask) {
  core::Mask box;
  if (const auto bounds = mask.bounds()) {
    box.setBox(*bounds);
  }
  return box;
}

// What several readers marked in one case, one way.
struct CaseReadings {
  const core::Grid* grid = nullptr;
  std::vector<analysis::ReadLesions> readings;
  std::vector<double> seconds;
};

double medianOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

// The mean Dice of all pairs over findings that both marked, and over how many.
std::pair<double, std::int64_t> diceOfPairs(const analysis::Comparison& compared) {
  double sum = 0;
  std::int64_t count = 0;
  for (const analysis::FindingComparison& finding : compared.findings) {
    for (const analysis::PairMeasures& pair : finding.pairs) {
      if (finding.finding.lesionOf[pair.a] && finding.finding.lesionOf[pair.b]) {
        sum += pair.overlap.dice().value_or(1);
        ++count;
      }
    }
  }
  return {sum, count};
}

std::vector<analysis::RatedItem> itemsOf(const analysis::Comparison& compared, const CaseReadings& readings,
                                         std::map<std::string, double>& classes) {
  std::vector<analysis::RatedItem> items;
  for (const analysis::FindingComparison& finding : compared.findings) {
    analysis::RatedItem& item = items.emplace_back();
    for (std::size_t reader = 0; reader < readings.readings.size(); ++reader) {
      const std::optional<std::size_t>& lesion = finding.finding.lesionOf[reader];
      const double rating =
          lesion ? classes.try_emplace(readings.readings[reader][*lesion].className, double(classes.size() + 1))
                       .first->second
                 : 0;
      item.ratings.push_back(rating);
    }
  }
  return items;
}

GranularityResult resultOf(const std::vector<CaseReadings>& cases) {
  GranularityResult result;
  analysis::ItemGroups items;
  std::map<std::string, double> classes;
  std::vector<std::pair<double, std::int64_t>> dice;
  std::vector<double> seconds;
  double allSeconds = 0;
  for (const CaseReadings& each : cases) {
    const analysis::Comparison compared = analysis::compare(each.readings, *each.grid);
    items.push_back(itemsOf(compared, each, classes));
    dice.push_back(diceOfPairs(compared));
    for (const analysis::ReadLesions& reading : each.readings) {
      result.lesions += std::int64_t(reading.size());
    }
    for (const double spent : each.seconds) {
      allSeconds += spent;
      seconds.push_back(spent);
    }
  }
  const auto mean = [&](std::span<const std::size_t> drawn) -> std::optional<double> {
    double sum = 0;
    std::int64_t count = 0;
    for (const std::size_t place : drawn) {
      sum += dice[place].first;
      count += dice[place].second;
    }
    return count == 0 ? std::nullopt : std::optional(sum / double(count));
  };
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < dice.size(); ++i) {
    all.push_back(i);
  }
  result.meanDice = mean(all);
  result.diceInterval = analysis::bootstrapInterval(dice.size(), mean);
  result.alphaOfLesions = analysis::estimate(
      items, [](std::span<const analysis::RatedItem> drawn) { return analysis::krippendorffAlpha(drawn); });
  if (!seconds.empty()) {
    result.medianSecondsPerCase = medianOf(seconds);
    if (result.lesions > 0) {
      result.secondsPerLesion = allSeconds / double(result.lesions);
    }
  }
  return result;
}

}  // namespace

double workedSeconds(std::vector<std::int64_t> editsMs) {
  std::sort(editsMs.begin(), editsMs.end());
  double seconds = 0;
  for (std::size_t i = 1; i < editsMs.size(); ++i) {
    const double between = double(editsMs[i] - editsMs[i - 1]) / 1000;
    seconds += between <= kPauseSeconds ? between : 0;
  }
  return seconds;
}

GranularityPilot granularityPilotOf(std::span<const std::vector<PilotCase>> readers) {
  std::map<core::CaseId, std::vector<const PilotCase*>> byCase;
  for (const std::vector<PilotCase>& reader : readers) {
    for (const PilotCase& each : reader) {
      byCase[each.caseId].push_back(&each);
    }
  }
  std::deque<core::Mask> around;  // that readings point to
  std::vector<CaseReadings> masks, asBoxes, boxes;
  for (const auto& [id, read] : byCase) {
    if (read.size() < 2) {
      continue;
    }
    for (std::vector<CaseReadings>* way : {&masks, &asBoxes, &boxes}) {
      way->push_back({.grid = &read.front()->grid});
    }
    for (const PilotCase* each : read) {
      masks.back().readings.push_back(each->masks);
      masks.back().seconds.push_back(each->secondsByMasks);
      boxes.back().readings.push_back(each->boxes);
      boxes.back().seconds.push_back(each->secondsByBoxes);
      analysis::ReadLesions& boxed = asBoxes.back().readings.emplace_back();
      for (const analysis::ReadLesion& lesion : each->masks) {
        around.push_back(boxAround(*lesion.mask));
        boxed.push_back({&around.back(), lesion.className});
      }
    }
  }
  return {.cases = std::int64_t(masks.size()),
          .masks = resultOf(masks),
          .asBoxes = resultOf(asBoxes),
          .boxes = resultOf(boxes)};
}

}  // namespace workflow
