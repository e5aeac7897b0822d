// How much a person changed what a model proposed. Pure functions; any thread. For acceptance statistics per class.
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>
#include <optional>

#include "core/mask.h"

namespace analysis {

enum class CorrectionSize : std::uint8_t { Untouched, Small, Large, Rejected };

struct Correction {
  CorrectionSize size = CorrectionSize::Untouched;
  double changedPart = 0;  // voxels added or taken away, as a part of the candidate's; 1 where it was empty
  std::optional<double> hausdorff95Mm;  // between both surfaces; nothing where nothing is left
};

// Small: both limits are kept.
struct CorrectionLimits {
  double changedPart = 0.10;
  double hausdorff95Mm = 2;
};

// A candidate of which nothing is left was rejected.
Correction correctionOf(const core::Mask& candidate, const core::Mask& corrected, glm::dvec3 spacingMm,
                        const CorrectionLimits& limits = {});

}  // namespace analysis
