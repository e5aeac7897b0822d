// What hands do, as values: fingers, pen, mouse, wheel, keys, text. Displays yield them, gestures and panels read them,
// recordings keep them. Positions are dp (density-independent pixels, 160 to the inch) from the upper left of the
// window, times are milliseconds since the display opened. Plain values; any thread.
#pragma once

#include <cstdint>
#include <glm/vec2.hpp>
#include <string>
#include <variant>

namespace interaction {

enum class Pointer : std::uint8_t { Finger, Pen, Mouse };

enum class Phase : std::uint8_t {
  Hover,  // near or over, not touching
  Down,
  Move,  // while touching
  Up,
  Cancel,  // the system took the contact away: what it began never happened
};

// A finger's contact and a pen's tip are Primary.
enum class Button : std::uint8_t { Primary, Secondary, Middle };

struct Modifiers {
  bool control = false;
  bool shift = false;
  bool alt = false;

  bool operator==(const Modifiers&) const = default;
};

struct PointerInput {
  Pointer kind = Pointer::Mouse;
  std::int64_t id = 0;  // of a contact, while it lasts
  Phase phase = Phase::Hover;
  glm::dvec2 atDp{0};
  Button button = Button::Primary;
  double pressure = 1;  // 0..1; 1 where the device does not tell
  bool eraser = false;  // the pen's other end
  Modifiers modifiers;

  bool operator==(const PointerInput&) const = default;
};

struct WheelInput {
  glm::dvec2 atDp{0};
  double steps = 0;  // notches, positive away from the user
  Modifiers modifiers;

  bool operator==(const WheelInput&) const = default;
};

struct KeyInput {
  std::string key;  // what is printed on it: "A", "Escape", "Left", "Return", "/"
  bool down = true;
  bool repeat = false;  // sent again because it is held
  Modifiers modifiers;

  bool operator==(const KeyInput&) const = default;
};

struct TextInput {
  std::string utf8;
  bool operator==(const TextInput&) const = default;
};

// Another window takes the input: nothing that was held is known to be held any more.
struct FocusLost {
  bool operator==(const FocusLost&) const = default;
};

struct Input {
  std::int64_t timeMs = 0;
  std::variant<PointerInput, WheelInput, KeyInput, TextInput, FocusLost> what;

  bool operator==(const Input&) const = default;
};

}  // namespace interaction
