#include "interaction/gain.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>

namespace interaction {

glm::dvec3 Gain::next(glm::dvec3 pointM, double seconds, bool fine) {
  const glm::dvec3 moved = last_ ? pointM - *last_ : glm::dvec3(0);
  last_ = pointM;
  // Averaged as a vector, so that what swings to and fro is slow.
  velocity_ = glm::mix(velocity_, moved / seconds, seconds / (seconds + options_.speedS));
  const double speed = glm::length(velocity_);
  if (fine && speed < options_.recoverMps) {
    const double gain = speed < options_.restMps ? 0 : std::min(speed / options_.fullMps, 1.0);
    offset_ -= moved * (1 - gain);
  } else {
    offset_ *= std::exp(-seconds / options_.recoverS);
  }
  const double off = glm::length(offset_);
  offset_ *= off > options_.mostM ? options_.mostM / off : 1.0;
  return pointM + offset_;
}

void Gain::forget() {
  last_.reset();
  velocity_ = offset_ = glm::dvec3(0);
}

}  // namespace interaction
