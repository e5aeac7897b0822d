#include "interaction/lens.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>

namespace interaction {
namespace {

constexpr double kRadiusM = 0.055;
constexpr double kEnlarges = 4;
constexpr double kBrushShare = 0.6;   // of the lens that the brush may take: a large one is enlarged less
constexpr double kLeast = 1;          // but never made smaller than it is
constexpr double kGapM = 0.03;        // from the brush to the rim
constexpr double kFarthestM = 0.14;   // from the brush's middle to the rim, however large the brush
constexpr double kBeforeM = 0.004;    // the brush, toward the eyes
constexpr double kAwayDeg = 40;       // from straight above, away from the hand
constexpr double kOnSliceM = 0.0005;  // nearer than this the brush lies on the slice

// Facing the eyes, upright; as the head is turned where they look straight down at it.
glm::dquat toward(glm::dvec3 eyes, glm::dvec3 at, const Pose& head) {
  const glm::dvec3 back = glm::normalize(eyes - at);
  glm::dvec3 right = glm::cross(glm::dvec3(0, 1, 0), back);
  right = glm::length(right) > 0.05 ? glm::normalize(right) : head.right();
  const glm::dvec3 up = glm::normalize(glm::cross(back, right));
  return glm::normalize(glm::quat_cast(glm::dmat3(glm::cross(up, back), up, back)));
}

}  // namespace

std::optional<Lens> lensFor(const HandTools& tools, const Pose& head) {
  const HandTool tool = tools.settings().tool;
  const bool brushes = tool == HandTool::Paint || tool == HandTool::Erase;
  if (!tools.settings().lens || !brushes || !tools.tipM() || glm::distance(head.positionM, *tools.tipM()) < 1e-3) {
    return std::nullopt;
  }
  const Placement& placement = tools.placement();
  const glm::dvec3 tip = *tools.tipM();
  const glm::dquat facing = toward(head.positionM, tip, head);
  glm::dquat turn = facing;
  if (const auto& slice = tools.slice()) {
    const glm::dvec3 right = glm::normalize(placement.roomDirection(slice->right));
    const glm::dvec3 up = -glm::normalize(placement.roomDirection(slice->down));
    const glm::dvec3 back = glm::cross(right, up);
    if (std::abs(glm::dot(tip - placement.room(slice->centerMm), back)) < kOnSliceM) {
      turn = glm::normalize(glm::quat_cast(glm::dmat3(right, up, back)));
    }
  }
  Lens lens;
  lens.radiusM = kRadiusM;
  const double brushM = tools.settings().brush.radiusMm * placement.metresPerMm;
  lens.enlarges = std::clamp(kBrushShare * kRadiusM / brushM, kLeast, kEnlarges);
  lens.brushM = brushM * lens.enlarges;
  lens.pose.turn = turn;
  lens.plane = {.centerMm = placement.world(tip),
                .right = placement.worldDirection(lens.pose.right()),
                .down = placement.worldDirection(-lens.pose.up())};
  // Square to the line of sight, so that however a slice leans the rim, which is no wider, stays clear of the brush.
  const double away = glm::radians(tools.settings().leftHanded ? kAwayDeg : -kAwayDeg);
  const double asideM = std::min(brushM + kGapM, kFarthestM) + kRadiusM;
  lens.pose.positionM = tip + facing * glm::dvec3(std::sin(away) * asideM, std::cos(away) * asideM, kBeforeM);
  return lens;
}

}  // namespace interaction
