// Where something is in the room and how it is turned, in metres: heads, hands and panels of a headset. The room is
// OpenXR's: x right, y up, z toward the wearer, as it was when the session began. Plain values; any thread.
#pragma once

#include <glm/gtc/quaternion.hpp>
#include <glm/vec3.hpp>

namespace interaction {

struct Pose {
  glm::dvec3 positionM{0};
  glm::dquat turn{1, 0, 0, 0};  // unit

  glm::dvec3 right() const { return turn * glm::dvec3(1, 0, 0); }
  glm::dvec3 up() const { return turn * glm::dvec3(0, 1, 0); }
  glm::dvec3 forward() const { return turn * glm::dvec3(0, 0, -1); }
  bool operator==(const Pose&) const = default;
};

// What is at `inner` as seen from `outer`, as seen from where `outer` is seen.
inline Pose operator*(const Pose& outer, const Pose& inner) {
  return {outer.positionM + outer.turn * inner.positionM, glm::normalize(outer.turn * inner.turn)};
}
inline Pose inverse(const Pose& pose) {
  const glm::dquat back = glm::conjugate(pose.turn);
  return {back * -pose.positionM, back};
}

}  // namespace interaction
