// The edge of sight goes dark while a volume that fills the view moves: what sweeps past there tells the body that it
// moves itself, which makes people ill. Only then, for a narrow view is worse for everything else. Pure; one thread.
#pragma once

#include <optional>

#include "interaction/placement.h"

namespace interaction {

// Which part of what an eye sees the volume's box takes, 0..1.
double viewFilled(const Placement& placement, const core::Grid& grid, const Eye& eye);

class Vignette {
 public:
  static constexpr double kMost = 0.85;        // of the light at the edge that is taken
  static constexpr double kFills = 0.6;        // of the view, from which on the volume does
  static constexpr double kMovesMPerS = 0.05;  // below, a hand that holds it rests
  static constexpr double kComesInS = 0.12;    // two thirds of the way
  static constexpr double kGoesInS = 0.4;

  // How dark the edge is, 0..kMost, `seconds` (> 0) after the last frame.
  double next(const Placement& placement, const core::Grid& grid, const Eye& eye, double seconds);

 private:
  std::optional<Placement> last_;
  double strength_ = 0;
};

}  // namespace interaction
