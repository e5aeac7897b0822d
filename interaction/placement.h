// Where a patient's millimetres stand in the room: set before a seated person, moved, turned and scaled by hands, never
// distorted. Pure; any thread.
#pragma once

#include "core/grid.h"
#include "interaction/hands.h"

namespace interaction {

struct Placement {
  double metresPerMm = 0.001;
  glm::dquat turn{1, 0, 0, 0};  // room from world
  glm::dvec3 originM{0};        // where the world's origin stands

  glm::dvec3 room(glm::dvec3 pointMm) const { return originM + turn * (pointMm * metresPerMm); }
  glm::dvec3 world(glm::dvec3 pointM) const { return glm::conjugate(turn) * (pointM - originM) / metresPerMm; }
  glm::dvec3 roomDirection(glm::dvec3 direction) const { return turn * direction; }
  glm::dvec3 worldDirection(glm::dvec3 direction) const { return glm::conjugate(turn) * direction; }
  bool operator==(const Placement&) const = default;
};

// The case upright before a seated person, its front toward them, at arm's length: at true size, or smaller where it
// would not be taken in at a glance.
Placement seated(const core::Grid& grid, const Pose& head);

// Which side of the patient the wearer looks at. Head up; seen from above or
// below, the front up.
enum class PatientSide : std::uint8_t { Front, Back, Left, Right, Above, Below };

// The case where it is and as large as it is, with that side toward the wearer.
Placement facing(const Placement& placement, const core::Grid& grid, PatientSide side, const Pose& head);

// The case where it is, as large as the patient.
Placement trueSize(const Placement& placement, const core::Grid& grid);

// A point of the case where a seated person's hands meet, so many metres per mm; turned as it is.
Placement broughtBefore(const Placement& placement, glm::dvec3 pointMm, double metresPerMm, const Pose& head);

// The case turned about a point, so that the wearer sees it along a direction of the patient, with another one up. Any
// lengths but zero; not along each other.
Placement seenAlong(const Placement& placement, glm::dvec3 pointMm, glm::dvec3 forward, glm::dvec3 up,
                    const Pose& head);

// What a hand that went from `before` to `now` carries along. gain 1: as if held; below: slower than the hand, for
// precision.
Placement carried(const Placement& placement, const Pose& before, const Pose& now, double gain = 1);

// What two hands carry along: turned with the line between them and the mean of their own twist about it, scaled with
// their distance about the point between them. The scale stays within 1/50 and 50 times true size.
Placement carried(const Placement& placement, const std::array<Pose, 2>& before, const std::array<Pose, 2>& now,
                  double gain = 1);

// The wearer recentred the room: what was placed stays where it is seen.
Placement recentred(const Placement& placement, const Pose& newFromOld);

}  // namespace interaction
