#include "interaction/xr/resolution.h"

#include <algorithm>

namespace xr {
namespace {

// Slow to refine, quick to coarsen: a late frame is felt at once.
constexpr int kLate = 2;
constexpr int kEarly = 30;

}  // namespace

void Resolution::measured(double gpuMs, double periodMs) {
  if (gpuMs <= 0 || periodMs <= 0) {
    return;
  }
  const double budgetMs = periodMs * kShare;
  late_ = gpuMs > budgetMs ? late_ + 1 : 0;
  // Time goes with the pixels; a tenth is kept, or it would go back at once.
  const double finer = step_ == 0 ? 0 : kScales[step_ - 1] / kScales[step_];
  const bool room = step_ > 0 && gpuMs * finer * finer < 0.9 * budgetMs;
  early_ = room ? early_ + 1 : 0;
  if (late_ >= kLate && step_ + 1 < kScales.size()) {
    ++step_;
    late_ = early_ = 0;
  } else if (early_ >= kEarly) {
    --step_;
    late_ = early_ = 0;
  }
}

glm::ivec2 Resolution::of(glm::ivec2 fullPx) const {
  const glm::ivec2 scaled = glm::ivec2(glm::dvec2(fullPx) * scale()) / 2 * 2;
  return {std::max(scaled.x, 16), std::max(scaled.y, 16)};
}

}  // namespace xr
