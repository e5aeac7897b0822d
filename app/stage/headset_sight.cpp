#include "stage/headset_sight.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>
#include <utility>

#include "stage/review_look.h"

namespace stage {
namespace {

using interaction::HandTool;
using interaction::ToolId;

constexpr double kFindingM = 0.08;  // in the room: 8 degrees where the hands meet
constexpr double kSmallestFindingMm =
    12;                             // what is smaller is shown as if it were as large: its surroundings tell what it is
constexpr double kPictureM = 0.25;  // of what a window's picture showed from bottom to top
constexpr double kFieldDeg = 40;    // of the window in which others look as the wearer does
constexpr std::size_t kFreeCut =
    std::size_t(interaction::PlaneId::CutFree) - std::size_t(interaction::PlaneId::CutAxial);

double pictureHeightMm(const core::Camera& camera) {
  return camera.projection == core::Projection::Orthographic ? camera.heightMm
                                                             : 2 * glm::distance(camera.positionMm, camera.targetMm) *
                                                                   std::tan(glm::radians(camera.fieldOfViewDeg / 2));
}

}  // namespace

ToolId HeadsetSight::tool() const {
  const HandTool tool = tools_.settings().tool;
  return tool == HandTool::Paint ? ToolId::Brush : tool == HandTool::Erase ? ToolId::Eraser : ToolId::Look;
}

void HeadsetSight::choose(ToolId tool) {
  tools_.settings().tool = tool == ToolId::Brush    ? HandTool::Paint
                           : tool == ToolId::Eraser ? HandTool::Erase
                                                    : HandTool::Move;
}

// Upright, its normal away from the wearer.
core::SlicePlane HeadsetSight::facing(glm::dvec3 pointMm) const {
  const interaction::Placement& placement = tools_.placement();
  const glm::dvec3 pointM = placement.room(pointMm);
  glm::dvec3 right = glm::cross(pointM - head_.positionM, glm::dvec3(0, 1, 0));
  right = glm::length(right) > 1e-3 ? glm::normalize(right) : head_.right();
  const glm::dvec3 down(0, -1, 0);
  return {pointMm, placement.worldDirection(right), placement.worldDirection(down)};
}

void HeadsetSight::lookAt(const core::Grid& grid, const core::Mask& mask) {
  const core::VoxelBox box = *mask.bounds();
  const glm::dvec3 sides = glm::dvec3(box.max - box.min + 1) * grid.spacingMm();
  const double sizeMm = std::max({sides.x, sides.y, sides.z, kSmallestFindingMm});
  const glm::dvec3 middle = middleOf(mask, grid);
  look_.view.focusMm = middle;
  tools_.placement() = interaction::broughtBefore(tools_.placement(), middle, kFindingM / sizeMm, head_);
  const bool first = !std::exchange(lookedAt_, true);
  if (const auto& slice = tools_.slice()) {
    tools_.putSlice({middle, slice->right, slice->down});
  } else if (first) {
    tools_.putSlice(facing(middle));
  }
}

void HeadsetSight::lookAway() {
  lookedAt_ = false;
  tools_.putSliceAway();
  choose(ToolId::Brush);
}

std::string HeadsetSight::lookText() const {
  const interaction::Placement& placement = tools_.placement();
  interaction::ViewState seen = look_;
  seen.view.camera = core::Camera{.positionMm = placement.world(head_.positionM),
                                  .targetMm = *look_.view.focusMm,
                                  .up = placement.worldDirection(head_.up()),
                                  .fieldOfViewDeg = kFieldDeg};
  seen.view.clipPlanes = interaction::cutsOff();
  if (const auto& slice = tools_.slice()) {
    seen.view.clipPlanes[kFreeCut] = {slice->centerMm, glm::normalize(glm::cross(slice->right, slice->down)), true};
  }
  return stage::lookText(seen);
}

void HeadsetSight::lookAs(const core::Grid& grid, const std::string& text) {
  stage::lookAs(look_, grid, text);
  const core::Camera& camera = *look_.view.camera;
  const glm::dvec3 focus = *look_.view.focusMm;
  const glm::dvec3 forward = camera.targetMm - camera.positionMm;
  interaction::Placement placement =
      interaction::broughtBefore(tools_.placement(), focus, kPictureM / std::max(pictureHeightMm(camera), 1.0), head_);
  if (glm::length(glm::cross(forward, camera.up)) > 1e-6 * glm::length(forward) * glm::length(camera.up)) {
    placement = interaction::seenAlong(placement, focus, forward, camera.up, head_);
  }
  tools_.placement() = placement;
  lookedAt_ = true;
  tools_.putSliceAway();
  for (const core::ClipPlane& cut : look_.view.clipPlanes) {
    const glm::dvec3 normal = glm::normalize(cut.normal);
    if (!cut.enabled || tools_.slice()) {
      continue;
    }
    const glm::dvec3 right = glm::cross(normal, std::abs(normal.z) < 0.9 ? glm::dvec3(0, 0, 1) : glm::dvec3(0, -1, 0));
    tools_.putSlice({focus - normal * glm::dot(focus - cut.pointMm, normal), glm::normalize(right),
                     glm::normalize(glm::cross(normal, right))});
  }
}

}  // namespace stage
