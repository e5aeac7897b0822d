// How many of a headset's pixels are drawn, so that frames are ready in time: from how long the GPU took. Pure.
#pragma once

#include <array>
#include <glm/vec2.hpp>

namespace xr {

class Resolution {
 public:
  // Of the full width and height. Few steps, so that images are seldom made anew.
  static constexpr std::array<double, 7> kScales = {1.0, 0.85, 0.7, 0.55, 0.45, 0.35, 0.25};
  static constexpr double kShare = 0.7;  // of a frame's time that drawing may take

  // After each frame: gpuMs is what drawing took (0: unknown), periodMs the time from frame to frame.
  void measured(double gpuMs, double periodMs);

  double scale() const { return kScales[step_]; }
  // Even numbers, at least 16.
  glm::ivec2 of(glm::ivec2 fullPx) const;

 private:
  std::size_t step_ = 2;  // until something is known
  int late_ = 0;          // frames in a row that took too long
  int early_ = 0;         // and that would have left room for the next finer step
};

}  // namespace xr
