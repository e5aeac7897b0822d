// How finely a headset's pictures are drawn, so that frames are ready in time: from how long the GPU took. Pure.
#pragma once

#include <glm/vec2.hpp>
#include <optional>
#include <vector>

#include "core/foveation.h"

namespace xr {

class Resolution {
 public:
  static constexpr double kShare = 0.7;  // of a frame's time that drawing may take

  // always: this much foveation, whatever the time is. Else none where frames are in time, and more of it before the
  // middle of sight would get blurred.
  explicit Resolution(std::optional<core::Foveation> always = std::nullopt);

  // After each frame: gpuMs is what drawing took (0: unknown), periodMs the time from frame to frame.
  void measured(double gpuMs, double periodMs);

  double scale() const { return steps_[step_].scale; }  // of the full width and height
  core::Foveation foveation() const { return steps_[step_].foveation; }
  // Even numbers, at least 16.
  glm::ivec2 of(glm::ivec2 fullPx) const;

 private:
  struct Step {
    double scale;
    core::Foveation foveation;

    double rays() const;  // of those of a full picture
  };
  std::vector<Step> steps_;  // few, so that images are seldom made anew; each costs less than the one before
  std::size_t step_ = 2;     // until something is known
  int late_ = 0;             // frames in a row that took too long
  int early_ = 0;            // and that would have left room for the next finer step
  int patience_;             // how many of those it takes
  int sinceFiner_;           // frames since such a step was taken
};

}  // namespace xr
