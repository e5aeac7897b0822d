#include "interaction/calm_view.h"

#include <cmath>
#include <glm/geometric.hpp>
#include <glm/gtc/quaternion.hpp>

namespace interaction {
namespace {

constexpr double kHalfHeight = 0.55;  // tangent: 58 degrees from top to bottom
constexpr double kSteepest = 0.999;   // looking straight up or down, no direction is level

// The same direction with the head upright.
glm::dquat upright(const Pose& head) {
  const glm::dvec3 forward = head.forward();
  const glm::dvec3 up = std::abs(forward.y) < kSteepest ? glm::dvec3(0, 1, 0) : head.up();
  return glm::quatLookAt(forward, up);
}

}  // namespace

Eye CalmView::next(const Pose& head, double seconds, double aspect) {
  const Pose wanted{head.positionM, upright(head)};
  if (!last_ || glm::distance(last_->positionM, wanted.positionM) > kJumpM) {
    last_ = wanted;
  } else {
    const double share = 1 - std::exp(-seconds / kSettlesInS);
    const glm::dquat turned = glm::slerp(last_->turn, wanted.turn, share);
    last_ = Pose{glm::mix(last_->positionM, wanted.positionM, share), turned};
    last_->turn = upright(*last_);  // the way between two level views need not be level
  }
  const double halfWidth = kHalfHeight * aspect;
  return {*last_, {-halfWidth, halfWidth, -kHalfHeight, kHalfHeight}};
}

}  // namespace interaction
