// What the cards beside a headset wearer's hands say and where they stand. From values; pure; any thread.
#pragma once

#include <array>
#include <optional>

#include "interaction/hand_hints.h"
#include "ui/headset_panel.h"

namespace stage {

// By Side: the hand that works names tool and lesion, the other what the guideline says of the lesion's class. While
// both scale, one says how large the case is.
std::array<ui::HandCard, 2> handCards(const interaction::HandTools& tools, const ui::Model& model,
                                      const ui::ControlNames& names);

struct CardInRoom {
  interaction::Pose pose;  // of its middle; it faces +z, to the eyes
  glm::dvec2 sizeM{0};
  float opacity = 1;
};
// Beside the hand, outward; nothing while the hand does something or nobody looks toward it: cards are for whoever
// asks, never before what is painted. Between the hands while they scale.
std::optional<CardInRoom> cardPlace(const interaction::HandsInput& hands, const interaction::HandTools& tools,
                                    interaction::Side side);

}  // namespace stage
