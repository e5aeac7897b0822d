#include "stage/hand_cards.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <glm/geometric.hpp>
#include <glm/gtc/quaternion.hpp>

#include "core/text.h"

namespace stage {
namespace {

using interaction::HandTool;
using interaction::Side;

constexpr double kMetresPerDp = 0.00062;  // capitals of 14 points are 0.7 degrees high at half a metre
constexpr double kBesideM = 0.05;         // from the grip to the card's edge
constexpr double kAboveM = 0.03;
// A card is fully seen where the hand is nearer to where one looks than the first, and gone beyond the second.
constexpr double kSeenDeg = 20, kGoneDeg = 28;
constexpr double kAtRest = 0.15;  // of trigger and grip

std::string titleOf(const interaction::HandTools& tools, const ui::Model& model) {
  if (model.review) {
    return model.review->name.empty() ? "Review" : model.review->name;
  }
  if (model.compare) {
    return "Compare";
  }
  const auto& settings = tools.settings();
  std::string what = settings.tool == HandTool::Erase   ? "Erase"
                     : settings.tool == HandTool::Move  ? "Move"
                     : settings.tool == HandTool::Slice ? "Slice"
                                                        : "Paint";
  if (settings.tool != HandTool::Paint && settings.tool != HandTool::Erase) {
    return what;
  }
  if (model.activeLesion && *model.activeLesion < model.lesions.size()) {
    const ui::LesionItem& lesion = model.lesions[*model.activeLesion];
    if (lesion.locked) {
      return lesion.name + " is locked";
    }
    what += " " + lesion.name;
  }
  std::array<char, 32> size{};
  const double diameterMm = settings.brush.radiusMm * 2;
  std::snprintf(size.data(), size.size(), diameterMm < 10 ? ", %.1f mm" : ", %.0f mm", diameterMm);
  return what + size.data();
}

// While both hands scale there is one card, between them, that says how large the case is.
std::array<ui::HandCard, 2> scaleCard(const interaction::HandTools& tools) {
  std::array<ui::HandCard, 2> cards;
  const double percent = tools.placement().metresPerMm * 1000 * 100;
  cards[std::size_t(tools.settings().working())].title =
      core::printed(percent < 10 ? "%.1f" : "%.0f", percent) + " % of true size";
  return cards;
}

// Facing the eyes; nothing straight above or below them, where it would have no upright.
std::optional<CardInRoom> facingCard(const interaction::Pose& head, glm::dvec3 middleM, float opacity) {
  CardInRoom card{.pose = {.positionM = middleM}, .sizeM = ui::kHandCardDp * kMetresPerDp, .opacity = opacity};
  const glm::dvec3 toEyes = glm::normalize(head.positionM - middleM);
  const glm::dvec3 right = glm::cross(glm::dvec3(0, 1, 0), toEyes);
  if (glm::length(right) < 1e-3) {
    return std::nullopt;
  }
  const glm::dvec3 across = glm::normalize(right);
  card.pose.turn = glm::quat_cast(glm::dmat3(across, glm::cross(toEyes, across), toEyes));
  return card;
}

}  // namespace

std::array<ui::HandCard, 2> handCards(const interaction::HandTools& tools, const ui::Model& model,
                                      const ui::ControlNames& names) {
  if (tools.isScaling()) {
    return scaleCard(tools);
  }
  std::array<ui::HandCard, 2> cards;
  for (const Side side : {Side::Left, Side::Right}) {
    ui::HandCard& card = cards[std::size_t(side)];
    for (const interaction::HandHint& hint : interaction::hintsFor(tools, side)) {
      if (const std::string_view control = names(side, hint.control); !control.empty()) {
        card.hints.push_back({control, hint.deed});
      }
    }
    if (side == tools.settings().working()) {
      card.title = titleOf(tools, model);
      if (model.activeLesion && *model.activeLesion < model.lesions.size()) {
        card.color = model.lesions[*model.activeLesion].color;
      }
    } else if (model.guideline) {
      card.title = model.guideline->className;
      card.about = model.guideline->definition;
      if (card.about.empty() && !model.guideline->limits.empty()) {
        card.about = model.guideline->limits.front();
      }
    } else {
      card.title = tools.slice() ? "Slice" : "Other hand";
    }
  }
  return cards;
}

std::optional<CardInRoom> cardPlace(const interaction::HandsInput& hands, const interaction::HandTools& tools,
                                    Side side) {
  const interaction::HandInput& hand = hands.at(side);
  if (tools.isScaling() && side == tools.settings().working()) {
    const glm::dvec3 between = (hand.grip.positionM + hands.at(other(side)).grip.positionM) * 0.5;
    const double below = ui::kHandCardDp.y / 2 * kMetresPerDp;  // its words stand at its top
    return facingCard(hands.head, between + glm::dvec3(0, kAboveM - below, 0), 1);
  }
  const bool busy = hand.trigger > kAtRest || hand.squeeze > kAtRest || tools.isPainting() || tools.isHolding();
  if (!tools.settings().cards || !hands.focused || !hand.tracked || busy) {
    return std::nullopt;
  }
  const interaction::Pose& head = hands.head;
  const glm::dvec3 toHand = hand.grip.positionM - head.positionM;
  if (glm::length(toHand) < 1e-3) {
    return std::nullopt;
  }
  const double cosine = glm::dot(glm::normalize(toHand), head.forward());
  const double offDeg = glm::degrees(std::acos(std::clamp(cosine, -1.0, 1.0)));
  const double seen = std::clamp((kGoneDeg - offDeg) / (kGoneDeg - kSeenDeg), 0.0, 1.0);
  if (seen <= 0) {
    return std::nullopt;
  }
  const double outward = side == Side::Left ? -1 : 1;
  const double asideM = outward * (kBesideM + ui::kHandCardDp.x / 2 * kMetresPerDp);
  return facingCard(head, hand.grip.positionM + head.right() * asideM + glm::dvec3(0, kAboveM, 0), float(seen));
}

}  // namespace stage
