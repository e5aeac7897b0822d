#include "interaction/projection.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>

namespace interaction {
namespace {

// Half the picture's height in mm, at 1 mm from a perspective eye or anywhere before an orthographic one.
double halfHeight(const core::Camera& camera) {
  return camera.projection == core::Projection::Perspective ? std::tan(glm::radians(camera.fieldOfViewDeg) / 2)
                                                            : camera.heightMm / 2;
}

}  // namespace

CameraAxes axesOf(const core::Camera& camera) {
  const glm::dvec3 forward = glm::normalize(camera.targetMm - camera.positionMm);
  const glm::dvec3 right = glm::normalize(glm::cross(forward, camera.up));
  return {right, glm::cross(right, forward), forward};
}

Ray rayThrough(const core::Camera& camera, glm::dvec2 sizeDp, glm::dvec2 atDp) {
  const CameraAxes axes = axesOf(camera);
  const double scale = halfHeight(camera) / (sizeDp.y / 2);
  const glm::dvec3 aside = axes.right * ((atDp.x - sizeDp.x / 2) * scale) - axes.up * ((atDp.y - sizeDp.y / 2) * scale);
  if (camera.projection == core::Projection::Perspective) {
    return {camera.positionMm, glm::normalize(axes.forward + aside)};
  }
  return {camera.positionMm + aside, axes.forward};
}

std::optional<glm::dvec2> projected(const core::Camera& camera, glm::dvec2 sizeDp, glm::dvec3 pointMm) {
  const CameraAxes axes = axesOf(camera);
  const glm::dvec3 toPoint = pointMm - camera.positionMm;
  const double depth = glm::dot(toPoint, axes.forward);
  const bool perspective = camera.projection == core::Projection::Perspective;
  if (perspective && depth <= 1e-6) {
    return std::nullopt;
  }
  const double scale = sizeDp.y / 2 / (halfHeight(camera) * (perspective ? depth : 1));
  return sizeDp * 0.5 + glm::dvec2(glm::dot(toPoint, axes.right), -glm::dot(toPoint, axes.up)) * scale;
}

double mmPerDpAt(const core::Camera& camera, glm::dvec2 sizeDp, glm::dvec3 pointMm) {
  const double depth = glm::dot(pointMm - camera.positionMm, axesOf(camera).forward);
  const bool perspective = camera.projection == core::Projection::Perspective;
  return halfHeight(camera) * (perspective ? std::max(depth, 1e-6) : 1) / (sizeDp.y / 2);
}

double sliceMmPerDp(const core::Grid& grid, const core::SlicePlane& plane, glm::dvec2 sizeDp, double zoom) {
  const glm::dvec3 right = glm::normalize(plane.right);
  const glm::dvec3 down = glm::normalize(plane.down);
  glm::dvec2 extentMm(0);
  for (int a = 0; a < 3; ++a) {
    const glm::dvec3 edge = glm::dvec3(grid.worldFromVoxel()[a]) * double(grid.size()[a]);
    extentMm += glm::dvec2(std::abs(glm::dot(edge, right)), std::abs(glm::dot(edge, down)));
  }
  return std::max(extentMm.x / sizeDp.x, extentMm.y / sizeDp.y) / zoom;
}

glm::dvec3 pointOnSlice(const core::SlicePlane& plane, double mmPerDp, glm::dvec2 sizeDp, glm::dvec2 atDp) {
  const glm::dvec2 fromCenterMm = (atDp - sizeDp * 0.5) * mmPerDp;
  return plane.centerMm + glm::normalize(plane.right) * fromCenterMm.x + glm::normalize(plane.down) * fromCenterMm.y;
}

glm::dvec2 projected(const core::SlicePlane& plane, double mmPerDp, glm::dvec2 sizeDp, glm::dvec3 pointMm) {
  const glm::dvec3 fromCenter = pointMm - plane.centerMm;
  const glm::dvec2 mm(glm::dot(fromCenter, glm::normalize(plane.right)),
                      glm::dot(fromCenter, glm::normalize(plane.down)));
  return sizeDp * 0.5 + mm / mmPerDp;
}

}  // namespace interaction
