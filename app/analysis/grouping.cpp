#include "analysis/grouping.h"

#include <algorithm>
#include <numeric>

#include "analysis/matching.h"

namespace analysis {
namespace {

struct Likeness {
  double iou = 0;
  std::size_t a = 0;  // lesions, counted over all readings
  std::size_t b = 0;
};

bool isSame(const Overlap& overlap) {
  return *overlap.iou() >= kSameIou || double(overlap.both) >= kSameWithin * double(std::min(overlap.a, overlap.b));
}

}  // namespace

std::size_t Finding::markedBy() const {
  return std::size_t(std::count_if(lesionOf.begin(), lesionOf.end(), [](const auto& lesion) { return lesion; }));
}

std::vector<Finding> findingsOf(std::span<const Reading> readings) {
  std::vector<std::size_t> firstOf;  // of each reading, its first lesion's number
  std::vector<Finding> findings;     // one a lesion to begin with; those joined to another become empty
  for (std::size_t reading = 0; reading < readings.size(); ++reading) {
    firstOf.push_back(findings.size());
    for (std::size_t lesion = 0; lesion < readings[reading].size(); ++lesion) {
      findings.push_back({std::vector<std::optional<std::size_t>>(readings.size())});
      findings.back().lesionOf[reading] = lesion;
    }
  }
  std::vector<Likeness> alike;
  for (std::size_t a = 0; a < readings.size(); ++a) {
    for (std::size_t b = a + 1; b < readings.size(); ++b) {
      for (const SharedVoxels::Pair& pair : sharedVoxels(readings[a], readings[b]).pairs) {
        if (isSame(pair.overlap)) {
          alike.push_back({*pair.overlap.iou(), firstOf[a] + pair.a, firstOf[b] + pair.b});
        }
      }
    }
  }
  std::stable_sort(alike.begin(), alike.end(), [](const Likeness& x, const Likeness& y) { return x.iou > y.iou; });

  std::vector<std::size_t> findingOf(findings.size());
  std::iota(findingOf.begin(), findingOf.end(), std::size_t{0});
  for (const Likeness& each : alike) {
    const std::size_t into = std::min(findingOf[each.a], findingOf[each.b]);
    const std::size_t from = std::max(findingOf[each.a], findingOf[each.b]);
    bool excluded = into == from;
    for (std::size_t reading = 0; reading < readings.size(); ++reading) {
      excluded |= findings[into].lesionOf[reading] && findings[from].lesionOf[reading];
    }
    if (excluded) {
      continue;
    }
    for (std::size_t reading = 0; reading < readings.size(); ++reading) {
      if (std::optional<std::size_t>& lesion = findings[from].lesionOf[reading]) {
        findings[into].lesionOf[reading] = lesion;
        findingOf[firstOf[reading] + *lesion] = into;
        lesion.reset();
      }
    }
  }
  std::erase_if(findings, [](const Finding& finding) { return finding.markedBy() == 0; });
  return findings;
}

}  // namespace analysis
