#include "interaction/gestures.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

namespace interaction {
namespace {

double angleBetween(glm::dvec2 from, glm::dvec2 to) {
  return std::atan2(from.x * to.y - from.y * to.x, glm::dot(from, to));
}

}  // namespace

Recognized GestureRecognizer::push(const Input& input) {
  if (const auto* pointer = std::get_if<PointerInput>(&input.what)) {
    return pushPointer(*pointer, input.timeMs);
  }
  if (const auto* wheel = std::get_if<WheelInput>(&input.what)) {
    return pushWheel(*wheel);
  }
  Recognized recognized{.forPanels = true};
  if (std::holds_alternative<FocusLost>(input.what)) {
    loseFocus(recognized.gestures);
  }
  return recognized;
}

ToolSample GestureRecognizer::sampleOf(const PointerInput& pointer, const Place& place) const {
  return {.pane = place.pane,
          .zone = place.zone,
          .atDp = pointer.atDp,
          .pressure = pointer.pressure,
          .erase = pointer.eraser || pointer.modifiers.control,
          .kind = pointer.kind,
          .modifiers = pointer.modifiers};
}

Recognized GestureRecognizer::pushPointer(const PointerInput& pointer, std::int64_t timeMs) {
  Recognized recognized;
  if (pointer.kind == Pointer::Pen) {
    penSeenMs_ = timeMs;
  }
  const Key key{pointer.kind, pointer.id};
  const auto found = contacts_.find(key);
  if (pointer.phase == Phase::Hover) {
    const Place place = placeOf_(pointer.atDp);
    recognized.forPanels = true;  // they must learn that the pointer has left them, too
    if (!isWorking()) {
      recognized.gestures.emplace_back(ToolHover{sampleOf(pointer, place)});
    }
    return recognized;
  }
  if (pointer.phase == Phase::Down) {
    if (found != contacts_.end()) {
      return recognized;  // a second button of a mouse that already holds one
    }
    const Place place = placeOf_(pointer.atDp);
    contacts_[key] = {pointer.kind, pointer.button, place, timeMs, pointer.atDp, pointer.atDp, false};
    if (place.zone == Zone::Panel) {
      recognized.forPanels = true;
    } else {
      down(pointer, timeMs, recognized.gestures);
    }
    return recognized;
  }
  if (found == contacts_.end()) {
    return recognized;
  }
  Contact& contact = found->second;
  if (contact.place.zone == Zone::Panel) {
    recognized.forPanels = true;
    if (pointer.phase != Phase::Move && pointer.button == contact.button) {
      contacts_.erase(found);
    }
    return recognized;
  }
  if (pointer.phase == Phase::Move) {
    move(pointer, contact, recognized.gestures);
  } else if (pointer.button == contact.button) {
    up(pointer, timeMs, recognized.gestures);
  }
  return recognized;
}

void GestureRecognizer::down(const PointerInput& pointer, std::int64_t timeMs, std::vector<Gesture>& out) {
  const Key key{pointer.kind, pointer.id};
  Contact& contact = contacts_.at(key);
  const Place& place = contact.place;
  if (pointer.kind == Pointer::Pen) {
    // The hand that holds a pen lands before it: what it seemed to begin is taken back.
    if (isWorking()) {
      cancelAll(out);
    }
  } else if (pointer.kind == Pointer::Finger) {
    const bool penNear = penSeenMs_ && timeMs - *penSeenMs_ < options_.penQuietMs;
    const bool penWorks = isWorking() && first_.first == Pointer::Pen;
    if (penWorks || (penNear && !options_.penOnly)) {
      contact.ignored = true;
      return;
    }
    if (isWorking() && mode_ != Mode::Drained && first_.first == Pointer::Finger) {
      const Contact& first = contacts_.at(first_);
      const bool young = timeMs - first.downMs <= options_.secondFingerMs;
      if (mode_ == Mode::Tool || mode_ == Mode::Edge || mode_ == Mode::OneFingerView) {
        const bool stays = mode_ == Mode::Tool && options_.toolPaints && !young;
        const bool palm = glm::distance(first.atDp, pointer.atDp) > options_.palmDp;
        if (stays || palm || place.pane != first.place.pane) {
          contact.ignored = true;
          return;
        }
        startPair(key, out);
        return;
      }
      if (mode_ == Mode::PairUndecided && tapStill_ && timeMs - tapStartMs_ <= options_.tapMs) {
        mode_ = Mode::Three;
        tapFingers_ = 3;
        return;
      }
    }
  }
  if (isWorking()) {
    contact.ignored = true;
    return;
  }
  first_ = key;
  tapStartMs_ = timeMs;
  tapStill_ = true;
  tapFingers_ = 1;
  if (pointer.kind == Pointer::Mouse && pointer.button != Button::Primary) {
    mode_ = Mode::OneFingerView;
  } else if (pointer.kind == Pointer::Finger && place.sliceEdge) {
    mode_ = Mode::Edge;
  } else if (pointer.kind == Pointer::Finger && options_.penOnly) {
    mode_ = Mode::OneFingerView;
  } else {
    mode_ = Mode::Tool;
    lastTool_ = pointer;
    out.emplace_back(ToolDown{sampleOf(pointer, place)});
  }
}

void GestureRecognizer::startPair(Key second, std::vector<Gesture>& out) {
  if (mode_ == Mode::Tool) {
    out.emplace_back(ToolCancel{});
  }
  second_ = second;
  const Contact& a = contacts_.at(first_);
  const Contact& b = contacts_.at(second_);
  mode_ = Mode::PairUndecided;
  tapFingers_ = 2;
  pairStartCenter_ = pairCenter_ = (a.atDp + b.atDp) * 0.5;
  pairStartSpan_ = pairSpan_ = b.atDp - a.atDp;
}

void GestureRecognizer::move(const PointerInput& pointer, Contact& contact, std::vector<Gesture>& out) {
  const glm::dvec2 by = pointer.atDp - contact.atDp;
  contact.atDp = pointer.atDp;
  if (contact.ignored) {
    return;
  }
  if (glm::distance(contact.atDp, contact.downDp) > options_.slopDp) {
    tapStill_ = false;
  }
  const Key key{pointer.kind, pointer.id};
  switch (mode_) {
    case Mode::Tool:
      if (key == first_) {
        lastTool_ = pointer;
        out.emplace_back(ToolMove{sampleOf(pointer, contact.place)});
      }
      return;
    case Mode::OneFingerView:
      if (key == first_) {
        mouseView(pointer, contact, by, out);
      }
      return;
    case Mode::Edge:
      if (key == first_) {
        out.emplace_back(SlicesTurned{contact.place.pane, by.y / options_.dpPerSlice});
      }
      return;
    case Mode::PairUndecided:
    case Mode::PairView:
    case Mode::PairSlices:
      if (key == first_ || key == second_) {
        movePair(out);
      }
      return;
    case Mode::Three:
    case Mode::Drained:
    case Mode::Idle:
      return;
  }
}

void GestureRecognizer::mouseView(const PointerInput& pointer, const Contact& contact, glm::dvec2 by,
                                  std::vector<Gesture>& out) const {
  const bool turns = contact.place.zone == Zone::Volume && contact.button != Button::Middle && !pointer.modifiers.shift;
  if (turns) {
    out.emplace_back(Orbited{contact.place.pane, by});
  } else {
    out.emplace_back(
        Navigated{.pane = contact.place.pane, .zone = contact.place.zone, .centerDp = pointer.atDp, .panDp = by});
  }
}

void GestureRecognizer::movePair(std::vector<Gesture>& out) {
  const Contact& a = contacts_.at(first_);
  const Contact& b = contacts_.at(second_);
  const glm::dvec2 center = (a.atDp + b.atDp) * 0.5;
  const glm::dvec2 span = b.atDp - a.atDp;
  if (mode_ == Mode::PairUndecided) {
    const glm::dvec2 moved = center - pairStartCenter_;
    const glm::dvec2 spread = span - pairStartSpan_;
    if (glm::length(moved) < options_.slopDp && glm::length(spread) < 2 * options_.slopDp) {
      return;
    }
    // Both fingers up or down together, the way pages are leafed, turn slices; anything else moves the picture.
    const bool together = glm::length(spread) < glm::length(moved);
    const bool vertical = std::abs(moved.y) > 2 * std::abs(moved.x);
    mode_ = a.place.zone == Zone::Slice && together && vertical ? Mode::PairSlices : Mode::PairView;
    tapStill_ = false;
  }
  if (mode_ == Mode::PairSlices) {
    out.emplace_back(SlicesTurned{a.place.pane, (center.y - pairCenter_.y) / options_.dpPerSlice});
  } else {
    const double before = std::max(glm::length(pairSpan_), 1.0);
    const double now = std::max(glm::length(span), 1.0);
    out.emplace_back(Navigated{.pane = a.place.pane,
                               .zone = a.place.zone,
                               .centerDp = center,
                               .panDp = center - pairCenter_,
                               .zoom = now / before,
                               .turnRad = angleBetween(pairSpan_, span)});
  }
  pairCenter_ = center;
  pairSpan_ = span;
}

void GestureRecognizer::up(const PointerInput& pointer, std::int64_t timeMs, std::vector<Gesture>& out) {
  const Key key{pointer.kind, pointer.id};
  const Contact contact = contacts_.at(key);
  contacts_.erase(key);
  if (!contact.ignored) {
    const bool cancelled = pointer.phase == Phase::Cancel;
    if (mode_ == Mode::Tool && key == first_) {
      if (cancelled) {
        out.emplace_back(ToolCancel{});
      } else {
        out.emplace_back(ToolUp{sampleOf(pointer, contact.place)});
      }
    }
    tapStill_ = tapStill_ && !cancelled;
    mode_ = Mode::Drained;
  }
  const bool anyLeft = std::any_of(contacts_.begin(), contacts_.end(), [](const auto& each) {
    return each.second.place.zone != Zone::Panel && !each.second.ignored;
  });
  if (mode_ == Mode::Drained && !anyLeft) {
    if (tapStill_ && tapFingers_ >= 2 && timeMs - tapStartMs_ <= options_.tapMs) {
      out.emplace_back(Tapped{tapFingers_});
    }
    mode_ = Mode::Idle;
  }
}

Recognized GestureRecognizer::pushWheel(const WheelInput& wheel) {
  const Place place = placeOf_(wheel.atDp);
  if (place.zone == Zone::Panel) {
    return {.forPanels = true};
  }
  Recognized recognized;
  if (place.zone == Zone::Slice && !wheel.modifiers.control) {
    recognized.gestures.emplace_back(SlicesTurned{place.pane, -wheel.steps});
  } else {
    recognized.gestures.emplace_back(
        Navigated{.pane = place.pane, .zone = place.zone, .centerDp = wheel.atDp, .zoom = std::pow(1.12, wheel.steps)});
  }
  return recognized;
}

void GestureRecognizer::loseFocus(std::vector<Gesture>& out) {
  // What is on the screen was meant: the stroke ends where it is, and is kept.
  if (mode_ == Mode::Tool) {
    out.emplace_back(ToolUp{sampleOf(lastTool_, contacts_.at(first_).place)});
  }
  contacts_.clear();
  mode_ = Mode::Idle;
}

void GestureRecognizer::cancelAll(std::vector<Gesture>& out) {
  if (mode_ == Mode::Tool) {
    out.emplace_back(ToolCancel{});
  }
  for (auto& [key, contact] : contacts_) {
    contact.ignored = contact.ignored || (contact.place.zone != Zone::Panel && key.first == Pointer::Finger);
  }
  mode_ = Mode::Idle;
}

}  // namespace interaction
