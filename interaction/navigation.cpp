#include "interaction/navigation.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/gtc/quaternion.hpp>
#include <numbers>

#include "interaction/projection.h"

namespace interaction {
namespace {

// The voxel axis across a patient plane, and +1 where slices of rising index go along the rising patient axis.
struct Across {
  int axis;
  double sign;
};

Across acrossOf(const core::Grid& grid, core::Layout layout) {
  const core::SlicePlane plane = core::patientSlice(grid, layout, grid.worldOf({0, 0, 0}));
  const glm::dvec3 normal = glm::cross(plane.right, plane.down);
  int best = 0;
  double most = -1;
  for (int a = 0; a < 3; ++a) {
    const double along = std::abs(glm::dot(glm::normalize(glm::dvec3(grid.worldFromVoxel()[a])), normal));
    if (along > most) {
      most = along;
      best = a;
    }
  }
  const int patientAxis = layout == core::Layout::Axial ? 2 : layout == core::Layout::Coronal ? 1 : 0;
  return {best, grid.worldFromVoxel()[best][patientAxis] < 0 ? -1.0 : 1.0};
}

}  // namespace

core::Camera orbited(const core::Camera& camera, glm::dvec2 byDp, double heightDp) {
  const double radPerDp = std::numbers::pi / std::max(heightDp, 1.0);
  const CameraAxes axes = axesOf(camera);
  const glm::dquat turn = glm::angleAxis(-byDp.y * radPerDp, axes.right) * glm::angleAxis(-byDp.x * radPerDp, axes.up);
  core::Camera result = camera;
  result.positionMm = camera.targetMm + turn * (camera.positionMm - camera.targetMm);
  result.up = turn * axes.up;
  return result;
}

core::Camera navigated(const core::Camera& camera, const Navigated& by, glm::dvec2 sizeDp, glm::dvec3 anchorMm,
                       double minDistanceMm) {
  core::Camera result = camera;
  const double distance = std::max(glm::length(anchorMm - camera.positionMm), 1e-9);
  if (camera.projection == core::Projection::Perspective) {
    // Toward the anchor, which so stays where it is seen.
    const double factor = std::max(1 / by.zoom, std::min(1.0, minDistanceMm / distance));
    result.positionMm = anchorMm + (camera.positionMm - anchorMm) * factor;
    result.targetMm = anchorMm + (camera.targetMm - anchorMm) * factor;
  } else {
    result.heightMm = std::clamp(camera.heightMm / by.zoom, 1.0, 1e5);
    const CameraAxes axes = axesOf(camera);
    const glm::dvec3 toAnchor = anchorMm - camera.positionMm;
    const glm::dvec3 aside = toAnchor - axes.forward * glm::dot(toAnchor, axes.forward);
    const glm::dvec3 shift = aside * (1 - result.heightMm / camera.heightMm);
    result.positionMm += shift;
    result.targetMm += shift;
  }
  if (by.turnRad != 0) {
    // Clockwise on the screen is the eye's counter-clockwise about its view of the anchor.
    const glm::dvec3 axis = camera.projection == core::Projection::Perspective
                                ? glm::normalize(anchorMm - result.positionMm)
                                : axesOf(result).forward;
    const glm::dquat turn = glm::angleAxis(-by.turnRad, axis);
    result.up = turn * axesOf(result).up;
    result.targetMm = anchorMm + turn * (result.targetMm - anchorMm);
    result.positionMm = anchorMm + turn * (result.positionMm - anchorMm);
  }
  const CameraAxes axes = axesOf(result);
  const double mmPerDp = mmPerDpAt(result, sizeDp, anchorMm);
  const glm::dvec3 shift = (axes.right * -by.panDp.x + axes.up * by.panDp.y) * mmPerDp;
  result.positionMm += shift;
  result.targetMm += shift;
  return result;
}

core::Camera facing(const core::Camera& camera, glm::dvec3 side) {
  core::Camera result = camera;
  result.positionMm = camera.targetMm + side * glm::distance(camera.positionMm, camera.targetMm);
  result.up = std::abs(side.z) > 0.7 ? glm::dvec3(0, -1, 0) : glm::dvec3(0, 0, 1);
  return result;
}

core::SlicePlane planeOf(const core::Grid& grid, const core::View& view, core::Layout layout, const SliceLook& look) {
  const glm::dvec3 focusMm = *view.focusMm;
  core::SlicePlane plane =
      layout != core::Layout::Oblique ? core::patientSlice(grid, layout, focusMm)
      : view.oblique ? core::movedThrough(*view.oblique, focusMm, grid.worldOf(glm::dvec3(grid.size() - 1) * 0.5))
                     : core::patientSlice(grid, core::Layout::Coronal, focusMm);
  plane.centerMm += glm::normalize(plane.right) * look.panMm.x + glm::normalize(plane.down) * look.panMm.y;
  return plane;
}

SliceLook navigated(const core::Grid& grid, const core::View& view, core::Layout layout, const SliceLook& look,
                    const Navigated& by, glm::dvec2 sizeDp) {
  const core::SlicePlane plane = planeOf(grid, view, layout, look);
  SliceLook result = look;
  result.zoom = std::clamp(look.zoom * by.zoom, 0.25, 40.0);
  const double before = sliceMmPerDp(grid, plane, sizeDp, look.zoom);
  const double after = sliceMmPerDp(grid, plane, sizeDp, result.zoom);
  const glm::dvec2 heldFrom = by.centerDp - by.panDp - sizeDp * 0.5;
  const glm::dvec2 heldTo = by.centerDp - sizeDp * 0.5;
  result.panMm += heldFrom * before - heldTo * after;
  return result;
}

glm::dvec3 turned(const core::Grid& grid, const core::View& view, core::Layout layout, double steps) {
  glm::dvec3 voxel = grid.voxelOf(*view.focusMm);
  if (layout == core::Layout::Oblique && view.oblique) {
    const glm::dvec3 spacing = grid.spacingMm();
    const double stepMm = std::min({spacing.x, spacing.y, spacing.z});
    const glm::dvec3 along =
        glm::dmat3(grid.voxelFromWorld()) * (core::normalOf(*view.oblique) * std::copysign(stepMm, steps));
    // As far as the focus stays in the grid, and straight: beside its way lies another plane's business.
    double most = std::abs(steps);
    for (int a = 0; a < 3; ++a) {
      const double room = along[a] > 0 ? double(grid.size()[a] - 1) - voxel[a] : voxel[a];
      most = std::abs(along[a]) > 1e-12 ? std::min(most, std::max(room, 0.0) / std::abs(along[a])) : most;
    }
    return grid.worldOf(voxel + along * most);
  }
  const Across across = acrossOf(grid, layout == core::Layout::Oblique ? core::Layout::Coronal : layout);
  voxel[across.axis] = std::clamp(voxel[across.axis] + steps * across.sign, 0.0, double(grid.size()[across.axis] - 1));
  return grid.worldOf(voxel);
}

SliceNumber sliceNumber(const core::Grid& grid, core::Layout layout, glm::dvec3 focusMm) {
  const Across across = acrossOf(grid, layout);
  const int count = grid.size()[across.axis];
  const int index = std::clamp(int(std::lround(grid.voxelOf(focusMm)[across.axis])), 0, count - 1);
  return {index, count};
}

}  // namespace interaction
