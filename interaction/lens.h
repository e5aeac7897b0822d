// A magnifying glass at the brush: a small round picture of the slice through the brush's middle, larger than the room
// shows it, so that single voxels can be told apart where the hand works. Pure; any thread.
#pragma once

#include <optional>

#include "interaction/hand_tools.h"

namespace interaction {

struct Lens {
  Pose pose;               // of its middle; it faces +z
  double radiusM = 0;      // of its rim
  double enlarges = 1;     // how much larger than in the room
  core::SlicePlane plane;  // what it shows, its middle the brush's: patient mm, as it lies in the lens
  double brushM = 0;       // the brush's radius as the lens shows it

  // Across what is shown of the patient, mm.
  double sideMm(const Placement& placement) const { return 2 * radiusM / (enlarges * placement.metresPerMm); }
};

// Nothing while the brush is not in use. Seen from the eyes it stands above the brush, on the side away from the hand,
// and clear of it: what is worked on is never covered. It shows the slice that the brush lies on, as that lies, else
// it faces the wearer and shows the slice that is parallel to itself.
std::optional<Lens> lensFor(const HandTools& tools, const Pose& head);

}  // namespace interaction
