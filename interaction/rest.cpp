#include "interaction/rest.h"

namespace interaction {

bool Rest::isDue(bool worn, std::int64_t timeMs) {
  if (!worn) {
    return false;
  }
  if (!sinceMs_ || timeMs - lastWornMs_ > kRestedMs) {
    sinceMs_ = timeMs;
  }
  lastWornMs_ = timeMs;
  if (timeMs - *sinceMs_ < kEveryMs) {
    return false;
  }
  sinceMs_ = timeMs;
  return true;
}

}  // namespace interaction
