#include "workflow/missed_findings.h"

#include <algorithm>

#include "workflow/calibration.h"

namespace workflow {
namespace {

bool isCandidate(const core::Lesion& lesion) {
  return lesion.provenance == core::Provenance::Candidate;
}

}  // namespace

void countMissed(const Record& record, std::span<const QueueItem> queue, const Meets& meets,
                 std::span<ClassWatch> watches) {
  std::vector<const core::Lesion*> candidates;
  std::vector<const core::Lesion*> found;  // by people, and accepted
  for (const LesionFacts& each : record.lesions) {
    if (isCandidate(each.lesion) && !isCalibrationTrack(record, each.lesion.caseId, each.lesion.track)) {
      candidates.push_back(&each.lesion);
    }
  }
  for (const QueueItem& item : queue) {
    const core::Lesion& lesion = record.lesions[item.lesion].lesion;
    if (item.state == LesionState::Accepted && !isCandidate(lesion)) {
      found.push_back(&lesion);
    }
  }
  for (ClassWatch& watch : watches) {
    const auto isOfModel = [&](const core::Lesion& lesion) {
      return lesion.model == watch.model && lesion.modelVersion == watch.modelVersion;
    };
    std::vector<const core::Lesion*> missed;
    for (const core::Lesion* lesion : found) {
      if (lesion->className != watch.className) {
        continue;
      }
      bool wasAsked = false;
      const bool wasSeen = std::any_of(candidates.begin(), candidates.end(), [&](const core::Lesion* candidate) {
        const bool isThere = candidate->caseId == lesion->caseId && isOfModel(*candidate);
        wasAsked |= isThere;
        return isThere && meets(candidate->id, lesion->id);
      });
      // What several readers marked is one finding.
      const bool isKnown = std::any_of(missed.begin(), missed.end(), [&](const core::Lesion* other) {
        return other->caseId == lesion->caseId && meets(other->id, lesion->id);
      });
      if (wasAsked && !wasSeen && !isKnown) {
        missed.push_back(lesion);
      }
    }
    watch.missed = std::int64_t(missed.size());
  }
}

}  // namespace workflow
