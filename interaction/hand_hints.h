// What each part of a controller does just now, in words: for the cards beside the hands, so that nobody has to learn a
// table by heart. Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

#include "interaction/hand_tools.h"

namespace interaction {

// What a hand works with; xr/bindings.h says what it is called on which controller.
enum class Control : std::uint8_t { Trigger, Squeeze, Stick, Primary, Secondary };

struct HandHint {
  Control control;
  std::string_view deed;  // "paints", as in: the trigger paints

  bool operator==(const HandHint&) const = default;
};

// In the order in which they are needed. Only what would do something: no "put the slice away" while there is none.
std::vector<HandHint> hintsFor(const HandTools& tools, Side side);

}  // namespace interaction
