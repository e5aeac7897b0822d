#include "interaction/xr/lifecycle.h"

namespace xr {

const Duty& dutyOf(SessionState state) {
  static constexpr std::array<Duty, kSessionStates> kTable{{
      {},                                                                                   // Unknown
      {.told = "The headset is resting. Put it on."},                                       // Idle
      {.begin = true, .frames = true},                                                      // Ready
      {.frames = true, .told = "The headset is off. Everything painted is kept."},          // Synchronized
      {.frames = true, .draws = true, .told = "Something else has the hands' attention."},  // Visible
      {.frames = true, .draws = true, .hands = true, .told = "The hands are yours."},       // Focused
      {.end = true},                                                                        // Stopping
      {.lost = true, .told = "The connection to the headset is going away."},               // LossPending
      {.leave = true},                                                                      // Exiting
  }};
  return kTable[std::size_t(state)];
}

}  // namespace xr
