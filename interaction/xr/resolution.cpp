#include "interaction/xr/resolution.h"

#include <algorithm>
#include <array>

namespace xr {
namespace {

// Slow to refine, quick to coarsen: a late frame is felt at once.
constexpr int kLate = 2;
constexpr int kEarly = 30;
constexpr int kMostPatience = 2'000;  // some twenty seconds

constexpr std::array kScales = {1.0, 0.85, 0.7, 0.55, 0.45, 0.35, 0.25};
// A little fewer than there are (renderer/fovea.h), so that more is expected of the step back than it will take.
constexpr std::array kRays = {1.0, 0.4, 0.2};  // by core::Foveation

}  // namespace

double Resolution::Step::rays() const {
  return scale * scale * kRays[std::size_t(foveation)];
}

Resolution::Resolution(std::optional<core::Foveation> always) : patience_(kEarly), sinceFiner_(kMostPatience) {
  using enum core::Foveation;
  if (always) {
    for (const double scale : kScales) {
      steps_.push_back({scale, *always});
    }
  } else {
    // Down to 0.7 few people see a difference; from there on the rim goes first.
    steps_ = {{1.0, Off},   {0.85, Off},  {0.7, Off},   {0.7, Low},  {0.55, Low},
              {0.55, High}, {0.45, High}, {0.35, High}, {0.25, High}};
  }
}

void Resolution::measured(double gpuMs, double periodMs) {
  if (gpuMs <= 0 || periodMs <= 0) {
    return;
  }
  const double budgetMs = periodMs * kShare;
  late_ = gpuMs > budgetMs ? late_ + 1 : 0;
  // Time goes with the rays; a tenth is kept, or it would go back at once.
  const double more = step_ == 0 ? 0 : steps_[step_ - 1].rays() / steps_[step_].rays();
  const bool room = step_ > 0 && gpuMs * more < 0.9 * budgetMs;
  early_ = room ? early_ + 1 : 0;
  sinceFiner_ = std::min(sinceFiner_ + 1, kMostPatience);
  if (late_ >= kLate && step_ + 1 < steps_.size()) {
    // Where the rim costs more than the middle a finer step may fail again and again: it is tried ever more rarely.
    patience_ = sinceFiner_ <= kEarly ? std::min(2 * patience_, kMostPatience) : kEarly;
    ++step_;
    late_ = early_ = 0;
  } else if (early_ >= patience_) {
    --step_;
    late_ = early_ = sinceFiner_ = 0;
  }
}

glm::ivec2 Resolution::of(glm::ivec2 fullPx) const {
  const glm::ivec2 scaled = glm::ivec2(glm::dvec2(fullPx) * scale()) / 2 * 2;
  return {std::max(scaled.x, 16), std::max(scaled.y, 16)};
}

}  // namespace xr
