#include "analysis/correction.h"

#include "analysis/overlap.h"
#include "analysis/surface_distance.h"

namespace analysis {

Correction correctionOf(const core::Mask& candidate, const core::Mask& corrected, glm::dvec3 spacingMm,
                        const CorrectionLimits& limits) {
  const Overlap overlap = overlapOf(candidate, corrected);
  const std::int64_t changed = overlap.either() - overlap.both;
  if (changed == 0) {
    return {.size = overlap.a == 0 ? CorrectionSize::Rejected : CorrectionSize::Untouched};
  }
  Correction correction{.changedPart = overlap.a == 0 ? 1 : double(changed) / double(overlap.a)};
  if (corrected.isEmpty()) {
    correction.size = CorrectionSize::Rejected;
    return correction;
  }
  correction.hausdorff95Mm = surfaceDistances(candidate, corrected, spacingMm).hausdorffMm(95);
  const bool isSmall = correction.changedPart <= limits.changedPart && correction.hausdorff95Mm &&
                       *correction.hausdorff95Mm <= limits.hausdorff95Mm;
  correction.size = isSmall ? CorrectionSize::Small : CorrectionSize::Large;
  return correction;
}

}  // namespace analysis
