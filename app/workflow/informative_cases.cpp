#include "workflow/informative_cases.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/text.h"

namespace workflow {
namespace {

constexpr double kUnsureBits = 0.7;  // of a candidate: with a confidence between 0.19 and 0.81

// Of the question whether a candidate is one, from a model's confidence in it.
double bitsOf(double confidence) {
  const double p = std::clamp(confidence, 0.0, 1.0);
  return p <= 0 || p >= 1 ? 0 : -p * std::log2(p) - (1 - p) * std::log2(1 - p);
}

struct Tally {
  std::size_t findings = 0;  // that are reviewed
  std::size_t disputed = 0;
  std::size_t candidates = 0;
  std::size_t rated = 0;  // of them, with a confidence
  std::size_t unsure = 0;
  double bits = 0;
  std::size_t mended = 0;  // of the candidates, corrected or rejected
};

std::string partOf(std::size_t part, std::size_t of) {
  return std::to_string(part) + " of " + std::to_string(of);
}

}  // namespace

std::vector<InformativeCase> informativeCases(const Record& record, std::span<const QueueItem> queue) {
  std::map<core::CaseId, Tally> tallies;
  for (const QueueItem& item : queue) {
    const LesionFacts& facts = record.lesions[item.lesion];
    Tally& tally = tallies[facts.lesion.caseId];
    ++tally.findings;
    tally.disputed += facts.disputed || facts.contested || item.state == LesionState::Escalated ? 1 : 0;
    if (facts.lesion.provenance == core::Provenance::Candidate) {
      ++tally.candidates;
      tally.mended += !facts.changedBy.empty() || item.state == LesionState::Rejected ? 1 : 0;
      if (const auto confidence = facts.lesion.confidence) {
        const double bits = bitsOf(*confidence);
        ++tally.rated;
        tally.bits += bits;
        tally.unsure += bits > kUnsureBits ? 1 : 0;
      }
    }
  }
  std::vector<InformativeCase> found;
  for (const core::Case& each : record.cases) {
    const auto at = tallies.find(each.id);
    if (at == tallies.end() || record.isSequestered(each.id)) {
      continue;
    }
    const Tally& tally = at->second;
    InformativeCase item{.caseId = each.id};
    item.score = double(tally.disputed) / double(tally.findings);
    if (tally.disputed > 0) {
      item.why.push_back("people differ on " + partOf(tally.disputed, tally.findings));
    }
    if (tally.rated > 0) {
      item.score += tally.bits / double(tally.rated);
      if (tally.unsure > 0) {
        item.why.push_back("its model is unsure of " + partOf(tally.unsure, tally.candidates));
      }
    }
    if (tally.mended > 0) {
      item.score += double(tally.mended) / double(tally.candidates);
      item.why.push_back("its model was put right on " + partOf(tally.mended, tally.candidates));
    }
    if (!item.why.empty()) {
      found.push_back(std::move(item));
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
  return found;
}

}  // namespace workflow
