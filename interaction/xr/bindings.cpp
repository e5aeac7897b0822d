#include "interaction/xr/bindings.h"

#include <array>
#include <utility>

namespace xr {
namespace {

using enum ActionId;

constexpr std::array kActions = {
    ActionInfo{GripPose, ActionKind::Pose, "grip_pose", "Where the hand is"},
    ActionInfo{AimPose, ActionKind::Pose, "aim_pose", "Where the hand points"},
    ActionInfo{PokePose, ActionKind::Pose, "poke_pose", "Where the forefinger's tip is"},
    ActionInfo{Trigger, ActionKind::Value, "trigger", "Paint; hold the slice; press a button"},
    ActionInfo{Squeeze, ActionKind::Value, "squeeze", "Take hold of the volume"},
    ActionInfo{Stick, ActionKind::Direction, "stick", "Brush size; undo and redo"},
    ActionInfo{Primary, ActionKind::Press, "primary", "Add or erase; bring the volume back"},
    ActionInfo{Secondary, ActionKind::Press, "secondary", "Next lesion; put the slice away"},
    ActionInfo{Buzz, ActionKind::Shake, "buzz", "Tick at borders"},
};

constexpr Binding both(ActionId action, const char* path) {
  return {action, path, path};
}

constexpr std::array kSimple = {both(GripPose, "/input/grip/pose"), both(AimPose, "/input/aim/pose"),
                                both(Trigger, "/input/select/click"), both(Primary, "/input/menu/click"),
                                both(Buzz, "/output/haptic")};

constexpr std::array kTouch = {both(GripPose, "/input/grip/pose"),
                               both(AimPose, "/input/aim/pose"),
                               both(Trigger, "/input/trigger/value"),
                               both(Squeeze, "/input/squeeze/value"),
                               both(Stick, "/input/thumbstick"),
                               Binding{Primary, "/input/x/click", "/input/a/click"},
                               Binding{Secondary, "/input/y/click", "/input/b/click"},
                               both(Buzz, "/output/haptic")};

constexpr std::array kIndex = {both(GripPose, "/input/grip/pose"),    both(AimPose, "/input/aim/pose"),
                               both(Trigger, "/input/trigger/value"), both(Squeeze, "/input/squeeze/value"),
                               both(Stick, "/input/thumbstick"),      both(Primary, "/input/a/click"),
                               both(Secondary, "/input/b/click"),     both(Buzz, "/output/haptic")};

constexpr std::array kVive = {both(GripPose, "/input/grip/pose"),       both(AimPose, "/input/aim/pose"),
                              both(Trigger, "/input/trigger/value"),    both(Squeeze, "/input/squeeze/click"),
                              both(Stick, "/input/trackpad"),           both(Primary, "/input/menu/click"),
                              both(Secondary, "/input/trackpad/click"), both(Buzz, "/output/haptic")};

constexpr std::array kMotion = {both(GripPose, "/input/grip/pose"),       both(AimPose, "/input/aim/pose"),
                                both(Trigger, "/input/trigger/value"),    both(Squeeze, "/input/squeeze/click"),
                                both(Stick, "/input/thumbstick"),         both(Primary, "/input/menu/click"),
                                both(Secondary, "/input/trackpad/click"), both(Buzz, "/output/haptic")};

constexpr std::array kBareHands = {both(GripPose, "/input/grip/pose"), both(AimPose, "/input/aim/pose"),
                                   both(PokePose, "/input/poke_ext/pose"), both(Trigger, "/input/pinch_ext/value"),
                                   both(Squeeze, "/input/grasp_ext/value")};

constexpr std::array kProfiles = {
    Profile{"/interaction_profiles/khr/simple_controller", "any controller with one button", nullptr, kSimple},
    Profile{"/interaction_profiles/oculus/touch_controller", "Meta Quest Touch", nullptr, kTouch},
    Profile{"/interaction_profiles/valve/index_controller", "Valve Index", nullptr, kIndex},
    Profile{"/interaction_profiles/htc/vive_controller", "HTC Vive", nullptr, kVive},
    Profile{"/interaction_profiles/microsoft/motion_controller", "Windows Mixed Reality", nullptr, kMotion},
    Profile{"/interaction_profiles/ext/hand_interaction_ext", "bare hands", "XR_EXT_hand_interaction", kBareHands},
};

}  // namespace

std::span<const ActionInfo> actions() {
  return kActions;
}

std::span<const Profile> profiles() {
  return kProfiles;
}

std::string_view nameOf(std::string_view component) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kNames = {
      {{"/input/a/click", "A"},
       {"/input/b/click", "B"},
       {"/input/x/click", "X"},
       {"/input/y/click", "Y"},
       {"/input/menu/click", "Menu"},
       {"/input/select/click", "Button"},
       {"/input/trigger/value", "Trigger"},
       {"/input/squeeze/value", "Grip"},
       {"/input/squeeze/click", "Grip"},
       {"/input/thumbstick", "Stick"},
       {"/input/trackpad", "Pad"},
       {"/input/trackpad/click", "Pad press"},
       {"/input/pinch_ext/value", "Pinch"},
       {"/input/grasp_ext/value", "Fist"}}};
  for (const auto& [path, name] : kNames) {
    if (path == component) {
      return name;
    }
  }
  return {};
}

std::string_view nameOf(interaction::Control control) {
  constexpr std::array<std::string_view, 5> kNames = {"Trigger", "Grip", "Stick", "Button 1",
                                                      "Button 2"};  // by Control
  return kNames[std::size_t(control)];
}

std::string_view nameOf(const Profile& profile, interaction::Side side, interaction::Control control) {
  constexpr std::array kActionOf = {Trigger, Squeeze, Stick, Primary, Secondary};  // by Control
  for (const Binding& binding : profile.bindings) {
    if (binding.action == kActionOf[std::size_t(control)]) {
      const char* path = side == interaction::Side::Left ? binding.left : binding.right;
      return path != nullptr ? nameOf(std::string_view(path)) : std::string_view();
    }
  }
  return {};
}

}  // namespace xr
