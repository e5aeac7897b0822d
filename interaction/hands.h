// What a headset tells of the wearer, once per frame: hands with what they hold and press, and eyes. Controllers and
// bare hands look alike here; which button is which is said in xr/bindings.h. Plain values; any thread.
#pragma once

#include <array>
#include <glm/vec2.hpp>
#include <optional>

#include "core/view.h"
#include "interaction/pose.h"

namespace interaction {

enum class Side : std::uint8_t { Left, Right };

constexpr Side other(Side side) {
  return side == Side::Left ? Side::Right : Side::Left;
}

struct HandInput {
  bool tracked = false;      // poses are known; everything else is at rest where they are not
  Pose grip;                 // where it is held
  Pose aim;                  // where it points, forward
  std::optional<Pose> poke;  // of a bare hand: the tip of its forefinger, forward along it
  double trigger = 0;        // 0..1
  double squeeze = 0;        // 0..1
  glm::dvec2 stick{0};       // -1..1, right and up
  bool primary = false;      // A, X or menu
  bool secondary = false;

  bool operator==(const HandInput&) const = default;
};

struct HandsInput {
  bool focused = false;  // input is for us; without, nothing that was held is known to be held
  Pose head;
  std::array<HandInput, 2> hands;  // by Side

  const HandInput& at(Side side) const { return hands[std::size_t(side)]; }
  bool operator==(const HandsInput&) const = default;
};

struct Eye {
  Pose pose;
  core::Frustum frustum;

  bool operator==(const Eye&) const = default;
};

// A short shake of a controller.
struct Buzz {
  Side side = Side::Right;
  double seconds = 0.01;
  double strength = 0.5;  // 0..1

  bool operator==(const Buzz&) const = default;
};

}  // namespace interaction
