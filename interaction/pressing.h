// When something that is pressed by degrees counts as pressed. Pure; any thread.
#pragma once

namespace interaction {

// A trigger or grip that was let go is pressed beyond the first, and one that was pressed let go below the second: it
// does not flutter in between.
constexpr double kPress = 0.55;
constexpr double kRelease = 0.35;

inline bool isPressed(double value, bool was, double press = kPress, double release = kRelease) {
  return value > (was ? release : press);
}

constexpr double kPanelReachM = 0.06;  // beside the panel, where a hand is still taken to be at it

}  // namespace interaction
