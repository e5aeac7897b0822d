#include "workflow/case_agreement.h"

namespace workflow {
namespace {

struct MeanOfPairs {
  double sum = 0;
  std::int64_t count = 0;

  void add(const std::optional<double>& value) {
    sum += value.value_or(0);
    count += value ? 1 : 0;
  }
  std::optional<double> value() const { return count == 0 ? std::nullopt : std::optional(sum / double(count)); }
};

const store::LesionRow& firstOf(const analysis::Finding& finding, const std::vector<CaseReading>& readings) {
  std::size_t reader = 0;
  while (!finding.lesionOf[reader]) {
    ++reader;
  }
  return readings[reader].lesions[*finding.lesionOf[reader]];
}

}  // namespace

std::vector<analysis::ReadLesions> lesionsOf(const std::vector<CaseReading>& readings) {
  std::vector<analysis::ReadLesions> lesions(readings.size());
  for (std::size_t reader = 0; reader < readings.size(); ++reader) {
    for (std::size_t lesion = 0; lesion < readings[reader].lesions.size(); ++lesion) {
      lesions[reader].push_back({&readings[reader].masks[lesion], readings[reader].lesions[lesion].lesion.className});
    }
  }
  return lesions;
}

CaseAgreement agreementOf(const std::vector<CaseReading>& readings, const analysis::Comparison& compared) {
  CaseAgreement agreement{.findings = compared.findings.size()};
  for (const CaseReading& each : readings) {
    agreement.tracks.push_back(each.track);
  }
  MeanOfPairs all, f1, quality;
  for (const analysis::FindingComparison& each : compared.findings) {
    MeanOfPairs own;
    for (const analysis::PairMeasures& pair : each.pairs) {
      own.add(pair.overlap.dice());
      all.add(pair.overlap.dice());
    }
    agreement.foundByAll += each.finding.markedBy() == readings.size() ? 1 : 0;
    const store::LesionRow& lesion = firstOf(each.finding, readings);
    if (agreement.leastLesion.empty() || own.value().value_or(1) < agreement.leastDice) {
      agreement.leastLesion = lesion.lesion.name;
      agreement.leastClass = each.className;
      agreement.leastDice = own.value().value_or(1);
    }
    if (each.classDisputed) {
      agreement.disputedClasses.push_back(lesion.lesion.name);
    }
  }
  for (const analysis::PairDetection& pair : compared.detections) {
    f1.add(pair.detection.f1());
    quality.add(pair.detection.panopticQuality());
  }
  agreement.dice = all.value();
  agreement.f1 = f1.value();
  agreement.panopticQuality = quality.value();
  return agreement;
}

}  // namespace workflow
