#include "interaction/steady.h"

#include <glm/common.hpp>
#include <glm/geometric.hpp>

namespace interaction {
namespace {

// How much of the new value counts, for a low pass of this cutoff.
double share(double cutoffHz, double seconds) {
  constexpr double kTwoPi = 6.283185307179586;
  const double r = kTwoPi * cutoffHz * seconds;
  return r / (r + 1);
}

}  // namespace

glm::dvec3 Steady::next(glm::dvec3 pointM, double seconds) {
  if (!last_) {
    speed_ = glm::dvec3(0);
    return *(last_ = pointM);
  }
  const glm::dvec3 speed = (pointM - *last_) / seconds;
  speed_ = glm::mix(speed_, speed, share(options_.speedCutoffHz, seconds));
  const double cutoff = options_.leastCutoffHz + options_.perMetreSecond * glm::length(speed_);
  return *(last_ = glm::mix(*last_, pointM, share(cutoff, seconds)));
}

}  // namespace interaction
