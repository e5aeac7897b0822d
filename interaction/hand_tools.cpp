#include "interaction/hand_tools.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

#include "interaction/pressing.h"

namespace interaction {
namespace {

constexpr double kGripPress = 0.30;
constexpr double kGripRelease = 0.15;
constexpr double kFullGrip = 0.75;  // below, what is held moves slower than the hand
constexpr double kSlow = 0.25;
constexpr double kStickRest = 0.25;
constexpr double kSizesPerS = 0.7;   // a full stick doubles the brush in a second
constexpr double kStickFlick = 0.8;  // undo takes a whole flick, and the way back before the next
// The panel at first: beside a case of 40 cm at arm's length, which it does not cover.
constexpr double kPanelAside = 0.70, kPanelBelowM = 0.10, kPanelAheadM = 0.60;
constexpr double kSmallestPanelM = 0.3, kLargestPanelM = 0.9;  // its width

Pose levelled(const Pose& head) {
  glm::dvec3 ahead = head.forward();
  ahead.y = 0;
  const double yaw = glm::length(ahead) > 1e-3 ? std::atan2(-ahead.x, -ahead.z) : 0;
  return {head.positionM, glm::angleAxis(yaw, glm::dvec3(0, 1, 0))};
}

}  // namespace

void HandTools::takeSeat(const core::Grid& grid, const Pose& head) {
  placement_ = seated(grid, head);
  placePanel(head);
}

void HandTools::placePanel(const Pose& head) {
  const double aside = settings_.leftHanded ? kPanelAside : -kPanelAside;
  const Pose turned{glm::dvec3(0), glm::angleAxis(aside, glm::dvec3(0, 1, 0))};
  const Pose ahead{{0, -kPanelBelowM, -kPanelAheadM},
                   glm::angleAxis(-std::atan2(kPanelBelowM, kPanelAheadM), glm::dvec3(1, 0, 0))};
  panel_.pose = levelled(head) * turned * ahead;
  panelAtRight_ = !settings_.leftHanded;
}

void HandTools::enlargePanel(double factor) {
  const double before = panel_.sizeM.x;
  panel_.sizeM *= std::clamp(before * factor, kSmallestPanelM, kLargestPanelM) / before;
  panel_.pose.positionM += panel_.pose.right() * ((panelAtRight_ ? 0.5 : -0.5) * (panel_.sizeM.x - before));
}

void HandTools::recentre(const Pose& newFromOld) {
  placement_ = recentred(placement_, newFromOld);
  panel_.pose = newFromOld * panel_.pose;
  for (HandInput& hand : last_.hands) {
    hand.aim = newFromOld * hand.aim;
    hand.poke = hand.poke ? std::optional(newFromOld * *hand.poke) : std::nullopt;
  }
  for (std::optional<Grip>& grip : held_) {
    if (grip) {
      grip->at = newFromOld * grip->at;
    }
  }
  gain_.forget();
  steady_.forget();
}

bool HandTools::isBelowVoxels(const core::Grid& grid) const {
  const glm::dvec3 spacing = grid.spacingMm();
  return settings_.brush.radiusMm < 0.5 * std::max({spacing.x, spacing.y, spacing.z});
}

HandStep HandTools::letGo(std::int64_t timeMs) {
  HandStep out;
  endStroke(out);
  held_ = {};
  sliceInHand_ = false;
  tipM_.reset();
  if (pointing_) {
    out.panel.push_back({timeMs, FocusLost{}});
  }
  pointing_.reset();
  pressedBy_.reset();
  // Whatever is still pressed when the hands come back must be let go first.
  triggerSpent_ = true;
  stickSpent_ = true;
  gain_.forget();
  steady_.forget();
  last_ = {};
  return out;
}

HandStep HandTools::step(const HandsInput& input, double seconds, std::int64_t timeMs, const HandContext& context) {
  if (!input.focused) {
    return letGo(timeMs);
  }
  HandStep out;
  const Side working = settings_.working();
  if (!input.at(working).tracked) {
    endStroke(out);
    tipM_.reset();
    onSlice_ = false;
    gain_.forget();
    steady_.forget();
  }
  if (!input.at(other(working)).tracked) {
    sliceInHand_ = false;
  }
  point(input, timeMs, out);
  hold(input, out);
  cut(input);
  paint(input, seconds, context, out);
  press(input, seconds, context, out);
  last_ = input;
  return out;
}

void HandTools::endStroke(HandStep& out) {
  if (painting_) {
    out.actions.emplace_back(StrokeEnded{});
    painting_ = false;
    triggerSpent_ = true;
  }
}

bool HandTools::holds(const HandsInput& input, Side side) const {
  const HandInput& hand = input.at(side);
  const bool was = held_[std::size_t(side)].has_value();
  const bool byTrigger = settings_.tool == HandTool::Move && side == settings_.working() && !pointing_ &&
                         !triggerSpent_ && isPressed(hand.trigger, was);
  return hand.tracked && (isPressed(hand.squeeze, was, kGripPress, kGripRelease) || byTrigger);
}

void HandTools::hold(const HandsInput& input, HandStep& out) {
  std::array<std::optional<Grip>, 2> now;
  for (const Side side : {Side::Left, Side::Right}) {
    const std::size_t i = std::size_t(side);
    if (!holds(input, side)) {
      continue;
    }
    const Pose& grip = input.at(side).grip;
    if (held_[i]) {
      now[i] = {grip, held_[i]->panel};
      continue;
    }
    const glm::dvec3 atPanel = (inverse(panel_.pose) * grip).positionM;
    const bool panel = std::abs(atPanel.x) < panel_.sizeM.x / 2 + kPanelReachM &&
                       std::abs(atPanel.y) < panel_.sizeM.y / 2 + kPanelReachM && std::abs(atPanel.z) < kPanelReachM;
    if (side == settings_.working()) {
      endStroke(out);
    }
    now[i] = {grip, panel};
    out.buzzes.push_back({side, 0.015, 0.4});
  }
  const auto gain = [&](Side side) {
    const HandInput& hand = input.at(side);
    return std::max(hand.squeeze, settings_.tool == HandTool::Move ? hand.trigger : 0) < kFullGrip ? kSlow : 1.0;
  };
  const bool both = held_[0] && held_[1] && now[0] && now[1] && !now[0]->panel && !now[1]->panel;
  if (both) {
    placement_ = carried(placement_, {held_[0]->at, held_[1]->at}, {now[0]->at, now[1]->at},
                         std::max(gain(Side::Left), gain(Side::Right)));
  } else {
    for (const Side side : {Side::Left, Side::Right}) {
      const std::size_t i = std::size_t(side);
      if (!held_[i] || !now[i]) {
        continue;
      }
      if (now[i]->panel) {
        panel_.pose = now[i]->at * (inverse(held_[i]->at) * panel_.pose);
      } else {
        placement_ = carried(placement_, held_[i]->at, now[i]->at, gain(side));
      }
    }
  }
  held_ = now;
}

// The slice follows the hand that holds it, and stays in the volume where it was let go.
void HandTools::cut(const HandsInput& input) {
  const bool byTool = settings_.tool == HandTool::Slice;
  const Side side = byTool ? settings_.working() : other(settings_.working());
  const HandInput& hand = input.at(side);
  const bool blocked = (pointing_ && pointingSide_ == side) || held_[std::size_t(side)] || (byTool && triggerSpent_);
  sliceInHand_ = hand.tracked && !blocked && isPressed(hand.trigger, sliceInHand_);
  if (sliceInHand_) {
    const glm::dvec3 middleM = hand.aim.positionM + hand.aim.forward() * kSliceM;
    slice_ = core::SlicePlane{.centerMm = placement_.world(middleM),
                              .right = placement_.worldDirection(hand.aim.right()),
                              .down = placement_.worldDirection(-hand.aim.up())};
  }
}

void HandTools::paint(const HandsInput& input, double seconds, const HandContext& context, HandStep& out) {
  const Side working = settings_.working();
  const HandInput& hand = input.at(working);
  triggerSpent_ = triggerSpent_ && hand.tracked && hand.trigger > kRelease;
  const bool paints = settings_.tool == HandTool::Paint || settings_.tool == HandTool::Erase;
  if (!hand.tracked || held_[std::size_t(working)] || (pointing_ && pointingSide_ == working)) {
    tipM_.reset();
    onSlice_ = false;
    gain_.forget();
    steady_.forget();
    endStroke(out);
    return;
  }
  const glm::dvec3 pointed = hand.aim.positionM + hand.aim.forward() * kTipM;
  glm::dvec3 tip = steady_.next(gain_.next(pointed, seconds, painting_), seconds);
  onSlice_ = false;
  if (slice_) {
    const glm::dvec3 middle = placement_.room(slice_->centerMm);
    const glm::dvec3 normal = glm::normalize(placement_.roomDirection(glm::cross(slice_->right, slice_->down)));
    const double away = glm::dot(tip - middle, normal);
    onSlice_ = std::abs(away) < kSliceCatchM;
    tip -= onSlice_ ? normal * away : glm::dvec3(0);
  }
  tipM_ = tip;
  const glm::dvec3 atMm = placement_.world(tip);
  const bool inActive = context.inActive && context.inActive(atMm);
  if (inActive != wasInActive_) {
    out.buzzes.push_back({working, 0.012, 0.35});
    wasInActive_ = inActive;
  }
  const bool pressed = paints && !triggerSpent_ && isPressed(hand.trigger, painting_);
  if (!pressed) {
    endStroke(out);
    triggerSpent_ = triggerSpent_ && hand.trigger > kRelease;
    return;
  }
  const bool blocked = settings_.brush.protectOthers && context.inOther && context.inOther(atMm);
  if (blocked) {
    out.buzzes.push_back({working, 0.03, 0.8});
  }
  if (!painting_) {
    core::BrushStroke stroke;
    stroke.mode = settings_.tool == HandTool::Erase ? core::BrushMode::Erase : core::BrushMode::Add;
    stroke.radiusMm = settings_.brush.radiusMm;
    stroke.range = settings_.brush.range;
    stroke.protectOthers = settings_.brush.protectOthers;
    stroke.pointsMm = {atMm};
    out.actions.emplace_back(StrokeBegun{std::move(stroke)});
    painting_ = true;
    lastPaintedMm_ = atMm;
    return;
  }
  // Points closer than this add nothing that a voxel or an eye could tell.
  const glm::dvec3 spacing = context.grid.spacingMm();
  const double leastMm = std::max(0.1 * settings_.brush.radiusMm, 0.25 * std::min({spacing.x, spacing.y, spacing.z}));
  if (glm::distance(atMm, lastPaintedMm_) >= leastMm) {
    out.actions.emplace_back(StrokeExtended{atMm});
    lastPaintedMm_ = atMm;
  }
}

void HandTools::press(const HandsInput& input, double seconds, const HandContext& context, HandStep& out) {
  const Side working = settings_.working();
  const HandInput& hand = input.at(working);
  const HandInput& helper = input.at(other(working));
  const HandInput& before = last_.at(working);
  const HandInput& helperBefore = last_.at(other(working));
  if (!painting_ && hand.tracked) {
    if (std::abs(hand.stick.y) > kStickRest && settings_.task == HandTask::Paint) {
      BrushSettings& brush = settings_.brush;
      brush.radiusMm = std::clamp(brush.radiusMm * std::exp(kSizesPerS * hand.stick.y * seconds), brush.kMinRadiusMm,
                                  brush.kMaxRadiusMm);
    }
    const bool primary = hand.primary && !before.primary && before.tracked;
    const bool secondary = hand.secondary && !before.secondary && before.tracked;
    if (settings_.task == HandTask::Review) {
      out.verdict = primary     ? std::optional(HandVerdict::Accept)
                    : secondary ? std::optional(HandVerdict::Skip)
                                : std::nullopt;
    } else if (primary && settings_.task == HandTask::Paint) {
      settings_.tool = settings_.tool == HandTool::Paint ? HandTool::Erase : HandTool::Paint;
      out.buzzes.push_back({working, 0.02, 0.5});
    }
    out.nextLesion = secondary && settings_.task != HandTask::Review;
  }
  const double flick = helper.tracked ? helper.stick.x : 0;
  if (std::abs(flick) < kStickRest) {
    stickSpent_ = false;
  } else if (!painting_ && !stickSpent_ && std::abs(flick) > kStickFlick &&
             std::abs(flick) > 2 * std::abs(helper.stick.y)) {
    stickSpent_ = true;
    out.actions.emplace_back(flick < 0 ? Action(UndoAsked{}) : Action(RedoAsked{}));
    out.buzzes.push_back({other(working), 0.02, 0.5});
  }
  if (helper.tracked && helperBefore.tracked && helper.primary && !helperBefore.primary && !painting_) {
    if (settings_.task == HandTask::Review) {
      out.verdict = out.verdict ? std::nullopt : std::optional(HandVerdict::Reject);  // both at once say nothing
    } else {
      takeSeat(context.grid, input.head);
    }
  }
  if (helper.tracked && helperBefore.tracked && helper.secondary && !helperBefore.secondary) {
    putSliceAway();
  }
  if (out.verdict) {
    out.buzzes.push_back({*out.verdict == HandVerdict::Reject ? other(working) : working, 0.02, 0.5});
  }
}

}  // namespace interaction
