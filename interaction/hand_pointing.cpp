// How hands point at the panel and touch it.
#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

#include "interaction/hand_tools.h"
#include "interaction/pressing.h"

namespace interaction {
namespace {

constexpr std::int64_t kPanelPointer = 1;

// What touches: a bare hand's forefinger, or the end of the rod ahead of a controller.
glm::dvec3 tipOf(const HandInput& hand) {
  return hand.poke ? hand.poke->positionM : hand.aim.positionM + hand.aim.forward() * HandTools::kTipM;
}

PointerInput onPanel(Phase phase, glm::dvec2 atDp) {
  return {.kind = Pointer::Mouse, .id = kPanelPointer, .phase = phase, .atDp = atDp};
}

}  // namespace

std::optional<PanelInRoom::Hit> PanelInRoom::hitBy(const Pose& aim) const {
  const Pose local = inverse(pose) * aim;
  const glm::dvec3 along = local.forward();
  if (local.positionM.z <= 0 || along.z >= -1e-6) {
    return std::nullopt;
  }
  const double distance = -local.positionM.z / along.z;
  const glm::dvec3 at = local.positionM + along * distance;
  const glm::dvec2 part(at.x / sizeM.x + 0.5, 0.5 - at.y / sizeM.y);
  if (part.x < 0 || part.y < 0 || part.x >= 1 || part.y >= 1) {
    return std::nullopt;
  }
  return Hit{part * sizeDp, distance};
}

glm::dvec2 PanelInRoom::below(glm::dvec3 pointM) const {
  const glm::dvec3 at = (inverse(pose) * Pose{.positionM = pointM}).positionM;
  return glm::dvec2(at.x / sizeM.x + 0.5, 0.5 - at.y / sizeM.y) * sizeDp;
}

std::optional<glm::dvec2> PanelInRoom::passedBy(glm::dvec3 fromM, glm::dvec3 toM) const {
  const double before = beforeM(fromM);
  const double after = beforeM(toM);
  if (before <= 0 || after >= 0) {
    return std::nullopt;
  }
  const glm::dvec2 at = below(glm::mix(fromM, toM, before / (before - after)));
  const bool beside = at.x < 0 || at.y < 0 || at.x >= sizeDp.x || at.y >= sizeDp.y;
  return beside ? std::nullopt : std::optional(at);
}

std::optional<double> HandTools::tipToPanelM() const {
  return pointing_ ? std::optional(pointing_->distanceM - kTipM) : std::nullopt;
}

// What a hand points at the panel with: a bare one that is near, by its fingertip, as though that were a controller's
// tip.
Pose HandTools::pointerOf(const HandInput& hand) const {
  if (hand.poke) {
    const Pose behind{hand.poke->positionM - hand.poke->forward() * kTipM, hand.poke->turn};
    const auto hit = panel_.hitBy(behind);
    if (hit && hit->distanceM - kTipM < kTouchNearM) {
      return behind;
    }
  }
  return hand.aim;
}

// The panel is for whichever hand points at it: the one that presses keeps it, one whose tip is near comes before one
// that points from afar, and the working one first where nothing else decides.
std::optional<Side> HandTools::choosePointing(const HandsInput& input) const {
  const Side working = settings_.working();
  std::optional<Side> chosen;
  for (const Side side : {working, other(working)}) {
    const bool busy = painting_ || held_[std::size_t(side)] || (pressedBy_ && side != pointingSide_);
    const auto hit = busy || !input.at(side).tracked ? std::nullopt : panel_.hitBy(pointerOf(input.at(side)));
    if (hit && (!chosen || hit->distanceM - kTipM < kTouchNearM)) {
      chosen = side;
      if (hit->distanceM - kTipM < kTouchNearM) {
        break;
      }
    }
  }
  return chosen;
}

// Whether a trigger presses the panel now, of the hand that points at it (pointing_).
std::optional<HandTools::PressedBy> HandTools::pressOf(const HandsInput& input, Side side) const {
  const double trigger = input.at(side).trigger;
  if (pressedBy_ == PressedBy::Trigger) {
    return isPressed(trigger, true) ? pressedBy_ : std::nullopt;
  }
  const bool spent = last_.at(side).trigger > kPress || (side == settings_.working() && triggerSpent_);
  return isPressed(trigger, false) && !spent ? std::optional(PressedBy::Trigger) : std::nullopt;
}

void HandTools::pointBy(const HandInput& hand, Side side, PanelInRoom::Hit hit) {
  pointingFrom_ = pointerOf(hand);
  pointingSide_ = side;
  pointing_ = hit;
}

// A tip presses on its way through the front, wherever it is by the time of the next frame; and again only after it was
// well before the panel: it does not flutter, and one that slid in from the side or from behind does nothing.
bool HandTools::touch(const HandsInput& input, std::int64_t timeMs, HandStep& out) {
  bool touched = false;
  for (const Side side : {settings_.working(), other(settings_.working())}) {
    const HandInput& hand = input.at(side);
    const HandInput& before = last_.at(side);
    bool& may = mayTouch_[std::size_t(side)];
    if (!hand.tracked) {
      continue;
    }
    const glm::dvec3 tip = tipOf(hand);
    const bool followed = before.tracked && before.poke.has_value() == hand.poke.has_value();
    const bool free = may && followed && !pressedBy_ && !painting_ && !held_[std::size_t(side)];
    if (const auto atDp = free ? panel_.passedBy(tipOf(before), tip) : std::nullopt) {
      touched = true;
      may = false;
      pressedBy_ = PressedBy::Tip;
      touch_ = {*atDp, timeMs, false};
      pointBy(hand, side, {*atDp, kTipM + panel_.beforeM(tip)});
      out.panel.push_back({timeMs, onPanel(Phase::Down, *atDp)});
      out.buzzes.push_back({side, 0.01, 0.6});  // a tip meets nothing that it could feel
    }
    const double beforeM = panel_.beforeM(tip);
    may = beforeM > kTouchBackM || (may && beforeM >= 0);
  }
  return touched;
}

// A finger wanders while it presses: what it pressed is where it went in, unless it goes on far along the panel. False
// where it has left.
bool HandTools::keepTouching(const HandsInput& input, std::int64_t timeMs, HandStep& out) {
  const HandInput& hand = input.at(pointingSide_);
  const glm::dvec3 tip = tipOf(hand);
  const glm::dvec2 atDp = panel_.below(tip);
  const glm::dvec2 beside = glm::max(glm::max(-atDp, atDp - panel_.sizeDp), 0.0) * panel_.sizeM / panel_.sizeDp;
  const bool isThrough = panel_.beforeM(hand.poke ? tip : hand.aim.positionM) < (hand.poke ? -kTipM : 0);
  if (!hand.tracked || held_[std::size_t(pointingSide_)] || glm::length(beside) > kPanelReachM ||
      (isThrough && timeMs - touch_.sinceMs > kThroughMs)) {
    return false;
  }
  touch_.slides = touch_.slides || glm::distance(atDp, touch_.atDp) > kSlideDp;
  const double beforeM = panel_.beforeM(tip);
  const bool back = beforeM > kTouchBackM;
  if (touch_.slides && !back) {
    touch_.atDp = atDp;
  }
  pointBy(hand, pointingSide_, {touch_.atDp, kTipM + beforeM});
  out.panel.push_back({timeMs, onPanel(back ? Phase::Up : Phase::Move, touch_.atDp)});
  if (back) {
    pressedBy_.reset();
  }
  return true;
}

void HandTools::point(const HandsInput& input, std::int64_t timeMs, HandStep& out) {
  const auto send = [&](Phase phase, glm::dvec2 atDp) { out.panel.push_back({timeMs, onPanel(phase, atDp)}); };
  const bool touching = pressedBy_ == PressedBy::Tip;
  if (touch(input, timeMs, out) || (touching && keepTouching(input, timeMs, out))) {
    return;
  }
  const std::optional<Side> side = touching ? std::nullopt : choosePointing(input);
  if (!side) {
    if (pointing_) {
      if (pressedBy_) {
        send(Phase::Cancel, pointing_->atDp);  // a ray that slips off presses nothing
      }
      out.panel.push_back({timeMs, FocusLost{}});
      triggerSpent_ = pressedBy_ || triggerSpent_;
    }
    pressedBy_.reset();
    pointing_.reset();
    return;
  }
  pointBy(input.at(*side), *side, *panel_.hitBy(pointerOf(input.at(*side))));
  const bool was = pressedBy_.has_value();
  pressedBy_ = pressOf(input, *side);
  if (pressedBy_) {
    mayTouch_[std::size_t(*side)] = false;  // one press is enough
  }
  if (pressedBy_ && !was) {
    send(Phase::Down, pointing_->atDp);
    out.buzzes.push_back({*side, 0.01, 0.3});
  } else if (was && !pressedBy_) {
    send(Phase::Up, pointing_->atDp);
  } else {
    send(was ? Phase::Move : Phase::Hover, pointing_->atDp);
  }
}

}  // namespace interaction
