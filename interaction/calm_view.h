// Where onlookers look from while someone wears a headset: from the wearer's head, but without its haste and its tilt,
// which make people ill who don't move themselves. Pure; one thread.
#pragma once

#include <optional>

#include "interaction/hands.h"

namespace interaction {

class CalmView {
 public:
  static constexpr double kSettlesInS = 0.5;  // two thirds of a movement later
  static constexpr double kJumpM = 1;         // further in one frame is another place (recentred): no flight there

  // The view, `seconds` (> 0) after the last one, for a picture of this width over height. Its horizon is level.
  Eye next(const Pose& head, double seconds, double aspect);

 private:
  std::optional<Pose> last_;
};

}  // namespace interaction
