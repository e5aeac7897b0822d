#include "analysis/cusum.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace analysis {

BernoulliCusum::BernoulliCusum(const CusumSettings& settings)
    : settings_(settings),
      acceptedStep_(std::log(settings.acceptedBad / settings.acceptedGood)),
      rejectedStep_(std::log((1 - settings.acceptedBad) / (1 - settings.acceptedGood))) {
  core::check(0 < settings.acceptedBad && settings.acceptedBad < settings.acceptedGood && settings.acceptedGood < 1 &&
                  0 < settings.warnAt && settings.warnAt <= settings.pauseAt,
              "a CUSUM has a bad share below its good one, and warns before it pauses");
}

CusumState BernoulliCusum::add(bool accepted) {
  sum_ = std::max(0.0, sum_ + (accepted ? acceptedStep_ : rejectedStep_));
  paused_ = paused_ || sum_ >= settings_.pauseAt;
  return state();
}

void BernoulliCusum::release() {
  sum_ = 0;
  paused_ = false;
}

CusumState BernoulliCusum::state() const {
  return paused_ ? CusumState::Paused : sum_ >= settings_.warnAt ? CusumState::Warning : CusumState::Calm;
}

}  // namespace analysis
