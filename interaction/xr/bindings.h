// Which button does what on which controller: one visible table, as OpenXR's interaction profiles name them. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "interaction/hand_hints.h"

namespace xr {

enum class ActionId : std::uint8_t { GripPose, AimPose, PokePose, Trigger, Squeeze, Stick, Primary, Secondary, Buzz };
enum class ActionKind : std::uint8_t { Pose, Value, Direction, Press, Shake };

struct ActionInfo {
  ActionId id;
  ActionKind kind;
  const char* name;   // as OpenXR allows: a-z, 0-9, - and _
  const char* title;  // as a runtime's own binding panel shows it
};
std::span<const ActionInfo> actions();  // in the order of ActionId

// Where a component stands, below /user/hand/left and /user/hand/right. Null: this hand has none.
struct Binding {
  ActionId action;
  const char* left;
  const char* right;
};

struct Profile {
  const char* path;       // /interaction_profiles/...
  const char* title;      // what people call it
  const char* extension;  // that a runtime must have for it; null: part of OpenXR 1.0
  std::span<const Binding> bindings;
};
std::span<const Profile> profiles();

// What people call a component by its path: "/input/a/click" is "A". Empty for one that no profile here names.
std::string_view nameOf(std::string_view component);
// What a profile has for a control of a hand, in people's words; empty where it has nothing.
std::string_view nameOf(interaction::Control control);  // on a controller of which nothing is known
std::string_view nameOf(const Profile& profile, interaction::Side side, interaction::Control control);

}  // namespace xr
