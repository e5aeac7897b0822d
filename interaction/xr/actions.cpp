#include "interaction/xr/actions.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace xr {
namespace {

constexpr std::array<const char*, 2> kHands = {"/user/hand/left", "/user/hand/right"};

XrActionType typeOf(ActionKind kind) {
  switch (kind) {
    case ActionKind::Pose:
      return XR_ACTION_TYPE_POSE_INPUT;
    case ActionKind::Value:
      return XR_ACTION_TYPE_FLOAT_INPUT;
    case ActionKind::Direction:
      return XR_ACTION_TYPE_VECTOR2F_INPUT;
    case ActionKind::Press:
      return XR_ACTION_TYPE_BOOLEAN_INPUT;
    case ActionKind::Shake:
      return XR_ACTION_TYPE_VIBRATION_OUTPUT;
  }
  core::check(false, "an action is of a kind");
  return {};
}

XrPath pathOf(const Instance& instance, const std::string& text) {
  XrPath path = XR_NULL_PATH;
  require(xrStringToPath(instance.get(), text.c_str(), &path), text);
  return path;
}

}  // namespace

Actions::Actions(const Instance& instance, XrSession session) {
  XrActionSetCreateInfo setInfo{.type = XR_TYPE_ACTION_SET_CREATE_INFO};
  std::strcpy(setInfo.actionSetName, "hands");
  std::strcpy(setInfo.localizedActionSetName, "Hands");
  XrActionSet set{};
  require(xrCreateActionSet(instance.get(), &setInfo, &set), "naming the hands");
  set_ = ActionSetHandle(set);
  for (std::size_t side = 0; side < 2; ++side) {
    hands_[side] = pathOf(instance, kHands[side]);
  }
  for (const ActionInfo& each : xr::actions()) {
    XrActionCreateInfo info{.type = XR_TYPE_ACTION_CREATE_INFO,
                            .actionType = typeOf(each.kind),
                            .countSubactionPaths = 2,
                            .subactionPaths = hands_.data()};
    std::strncpy(info.actionName, each.name, sizeof info.actionName - 1);
    std::strncpy(info.localizedActionName, each.title, sizeof info.localizedActionName - 1);
    XrAction made{};
    require(xrCreateAction(set, &info, &made), each.name);
    actions_.push_back(made);
  }
  for (const Profile& profile : profiles()) {
    profiles_.push_back(XR_NULL_PATH);
    if (profile.extension != nullptr && !instance.runtime().has(profile.extension)) {
      continue;
    }
    profiles_.back() = pathOf(instance, profile.path);
    std::vector<XrActionSuggestedBinding> bound;
    for (const Binding& binding : profile.bindings) {
      const std::array sides = {binding.left, binding.right};
      for (std::size_t side = 0; side < 2; ++side) {
        if (sides[side] != nullptr) {
          bound.push_back({action(binding.action), pathOf(instance, std::string(kHands[side]) + sides[side])});
        }
      }
    }
    const XrInteractionProfileSuggestedBinding suggestion{.type = XR_TYPE_INTERACTION_PROFILE_SUGGESTED_BINDING,
                                                          .interactionProfile = profiles_.back(),
                                                          .countSuggestedBindings = std::uint32_t(bound.size()),
                                                          .suggestedBindings = bound.data()};
    require(xrSuggestInteractionProfileBindings(instance.get(), &suggestion), profile.path);
  }
  const XrSessionActionSetsAttachInfo attach{
      .type = XR_TYPE_SESSION_ACTION_SETS_ATTACH_INFO, .countActionSets = 1, .actionSets = &set};
  require(xrAttachSessionActionSets(session, &attach), "taking the hands up");
  const auto space = [&](ActionId id, std::size_t side) {
    const XrActionSpaceCreateInfo info{.type = XR_TYPE_ACTION_SPACE_CREATE_INFO,
                                       .action = action(id),
                                       .subactionPath = hands_[side],
                                       .poseInActionSpace = {{0, 0, 0, 1}, {0, 0, 0}}};
    XrSpace made{};
    require(xrCreateActionSpace(session, &info, &made), "following the hands");
    return SpaceHandle(made);
  };
  for (std::size_t side = 0; side < 2; ++side) {
    grips_[side] = space(ActionId::GripPose, side);
    aims_[side] = space(ActionId::AimPose, side);
    pokes_[side] = space(ActionId::PokePose, side);
  }
}

interaction::HandsInput Actions::read(XrSession session, XrSpace seat, XrTime at) const {
  const XrActiveActionSet active{set_.get(), XR_NULL_PATH};
  const XrActionsSyncInfo sync{
      .type = XR_TYPE_ACTIONS_SYNC_INFO, .countActiveActionSets = 1, .activeActionSets = &active};
  const XrResult result = xrSyncActions(session, &sync);
  require(result, "following the hands");
  interaction::HandsInput input;
  input.focused = result == XR_SUCCESS;
  for (std::size_t side = 0; input.focused && side < 2; ++side) {
    input.hands[side] = readHand(session, seat, at, side);
  }
  return input;
}

interaction::HandInput Actions::readHand(XrSession session, XrSpace seat, XrTime at, std::size_t side) const {
  const auto asked = [&](ActionId id) {
    return XrActionStateGetInfo{
        .type = XR_TYPE_ACTION_STATE_GET_INFO, .action = action(id), .subactionPath = hands_[side]};
  };
  const auto value = [&](ActionId id) {
    const XrActionStateGetInfo info = asked(id);
    XrActionStateFloat state{.type = XR_TYPE_ACTION_STATE_FLOAT};
    require(xrGetActionStateFloat(session, &info, &state), "following the hands");
    return state.isActive == XR_TRUE ? std::clamp(double(state.currentState), 0.0, 1.0) : 0.0;
  };
  const auto press = [&](ActionId id) {
    const XrActionStateGetInfo info = asked(id);
    XrActionStateBoolean state{.type = XR_TYPE_ACTION_STATE_BOOLEAN};
    require(xrGetActionStateBoolean(session, &info, &state), "following the hands");
    return state.isActive == XR_TRUE && state.currentState == XR_TRUE;
  };
  const auto locate = [&](const SpaceHandle& space, interaction::Pose& pose) {
    XrSpaceLocation location{.type = XR_TYPE_SPACE_LOCATION};
    require(xrLocateSpace(space.get(), seat, at, &location), "following the hands");
    constexpr XrSpaceLocationFlags kBoth =
        XR_SPACE_LOCATION_POSITION_VALID_BIT | XR_SPACE_LOCATION_ORIENTATION_VALID_BIT;
    pose = poseOf(location.pose);
    return (location.locationFlags & kBoth) == kBoth;
  };
  const auto follows = [&](ActionId id) {
    const XrActionStateGetInfo info = asked(id);
    XrActionStatePose state{.type = XR_TYPE_ACTION_STATE_POSE};
    require(xrGetActionStatePose(session, &info, &state), "following the hands");
    return state.isActive == XR_TRUE;
  };
  interaction::HandInput hand;
  if (!follows(ActionId::GripPose) || !locate(grips_[side], hand.grip) || !locate(aims_[side], hand.aim)) {
    return {};
  }
  hand.tracked = true;
  if (interaction::Pose poke; follows(ActionId::PokePose) && locate(pokes_[side], poke)) {
    hand.poke = poke;
  }
  hand.trigger = value(ActionId::Trigger);
  hand.squeeze = value(ActionId::Squeeze);
  const XrActionStateGetInfo stickInfo = asked(ActionId::Stick);
  XrActionStateVector2f stick{.type = XR_TYPE_ACTION_STATE_VECTOR2F};
  require(xrGetActionStateVector2f(session, &stickInfo, &stick), "following the hands");
  if (stick.isActive == XR_TRUE) {
    hand.stick = {stick.currentState.x, stick.currentState.y};
  }
  hand.primary = press(ActionId::Primary);
  hand.secondary = press(ActionId::Secondary);
  return hand;
}

const Profile* Actions::profile(XrSession session, interaction::Side side) const {
  XrInteractionProfileState state{.type = XR_TYPE_INTERACTION_PROFILE_STATE};
  require(xrGetCurrentInteractionProfile(session, hands_[std::size_t(side)], &state), "asking what is in the hands");
  for (std::size_t i = 0; i < profiles_.size(); ++i) {
    if (profiles_[i] != XR_NULL_PATH && profiles_[i] == state.interactionProfile) {
      return &profiles()[i];
    }
  }
  return nullptr;
}

void Actions::buzz(XrSession session, const interaction::Buzz& buzz) const {
  const XrHapticActionInfo info{.type = XR_TYPE_HAPTIC_ACTION_INFO,
                                .action = action(ActionId::Buzz),
                                .subactionPath = hands_[std::size_t(buzz.side)]};
  const XrHapticVibration shake{.type = XR_TYPE_HAPTIC_VIBRATION,
                                .duration = XrDuration(buzz.seconds * 1e9),
                                .frequency = XR_FREQUENCY_UNSPECIFIED,
                                .amplitude = float(buzz.strength)};
  require(xrApplyHapticFeedback(session, &info, reinterpret_cast<const XrHapticBaseHeader*>(&shake)), "a tick");
}

}  // namespace xr
