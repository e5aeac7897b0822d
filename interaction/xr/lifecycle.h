// What each state of an OpenXR session asks of the program, as one table (OpenXR 1.0, 9.3: session lifecycle). Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace xr {

// In the order of XrSessionState, so that a runtime's number is the place in the table.
enum class SessionState : std::uint8_t {
  Unknown,
  Idle,
  Ready,
  Synchronized,
  Visible,
  Focused,
  Stopping,
  LossPending,
  Exiting,
};
inline constexpr std::size_t kSessionStates = 9;

struct Duty {
  bool begin = false;     // xrBeginSession, once, on coming here
  bool frames = false;    // the frame loop runs: wait, begin, end
  bool draws = false;     // frames show something
  bool hands = false;     // input is ours
  bool end = false;       // xrEndSession, once, on coming here
  bool leave = false;     // the runtime or the wearer asks us to go
  bool lost = false;      // the session is over; another may be made
  std::string_view told;  // what the person is told on coming here; may be empty
};
const Duty& dutyOf(SessionState state);

}  // namespace xr
