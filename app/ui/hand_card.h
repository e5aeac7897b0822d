// The small cards beside a headset wearer's hands: what is in work, and what each button of that hand does just now.
// Only looked at; the panel has what is pressed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/widgets.h"

namespace ui {

struct HandCard {
  struct Hint {
    std::string_view control;  // "Trigger", "A"
    std::string_view deed;     // "paints"
  };
  std::string title;
  std::optional<glm::vec3> color;  // of the lesion in work
  std::string about;               // up to two lines under the title; may be empty
  std::vector<Hint> hints;
};

constexpr glm::dvec2 kHandCardDp{248, 190};

// From the box's top, as high as what it says.
void drawHandCard(Widgets& widgets, const Rect& box, const HandCard& card);

}  // namespace ui
