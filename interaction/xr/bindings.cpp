#include "interaction/xr/bindings.h"

#include <array>

namespace xr {
namespace {

using enum ActionId;

constexpr std::array kActions = {
    ActionInfo{GripPose, ActionKind::Pose, "grip_pose", "Where the hand is"},
    ActionInfo{AimPose, ActionKind::Pose, "aim_pose", "Where the hand points"},
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
                                   both(Trigger, "/input/pinch_ext/value"), both(Squeeze, "/input/grasp_ext/value")};

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

}  // namespace xr
