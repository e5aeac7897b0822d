// Between points of a picture and points of the patient: rays through 3D pictures, places on slices, millimetres per
// dp. The same geometry that the renderer draws by. Positions in a picture are dp from its upper left corner, world is
// LPS mm. Pure; any thread.
#pragma once

#include <glm/vec2.hpp>
#include <optional>

#include "core/view.h"

namespace interaction {

struct Ray {
  glm::dvec3 originMm{0};
  glm::dvec3 direction{0, 0, 1};  // unit
};

// The camera's axes in the world, unit and square to each other.
struct CameraAxes {
  glm::dvec3 right;
  glm::dvec3 up;
  glm::dvec3 forward;
};
CameraAxes axesOf(const core::Camera& camera);

Ray rayThrough(const core::Camera& camera, glm::dvec2 sizeDp, glm::dvec2 atDp);
// Where a point is seen; nothing where it is behind the eye.
std::optional<glm::dvec2> projected(const core::Camera& camera, glm::dvec2 sizeDp, glm::dvec3 pointMm);
// How many mm a dp is, across the view, at the depth of a point.
double mmPerDpAt(const core::Camera& camera, glm::dvec2 sizeDp, glm::dvec3 pointMm);

// Of a slice that shows the whole grid at zoom 1.
double sliceMmPerDp(const core::Grid& grid, const core::SlicePlane& plane, glm::dvec2 sizeDp, double zoom);
glm::dvec3 pointOnSlice(const core::SlicePlane& plane, double mmPerDp, glm::dvec2 sizeDp, glm::dvec2 atDp);
// The foot of a point on the slice, as seen there.
glm::dvec2 projected(const core::SlicePlane& plane, double mmPerDp, glm::dvec2 sizeDp, glm::dvec3 pointMm);

}  // namespace interaction
