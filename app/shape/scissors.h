// Cutting a mask with an outline drawn on a picture of it, through all of its depth or a part. Pure functions; any
// thread.
#pragma once

#include <glm/mat4x4.hpp>
#include <glm/vec2.hpp>
#include <optional>
#include <vector>

#include "core/grid.h"
#include "core/mask.h"
#include "core/progress.h"
#include "core/view.h"

namespace shape {

// Where a picture shows a point of the patient: the geometry that the renderer draws by (positions in a picture are dp
// from its upper left corner, world is LPS mm).
struct PictureProjection {
  // Takes (world, 1) to (x w, y w, depth, w): x and y in dp, the depth in mm along the view. Nothing is seen where w <=
  // 0.
  glm::dmat4 pictureFromWorld{1};
};
PictureProjection projectionOf(const core::Camera& camera, glm::dvec2 sizeDp);                     // depth from the eye
PictureProjection projectionOf(const core::SlicePlane& plane, double mmPerDp, glm::dvec2 sizeDp);  // from the plane

// mm, both ends included.
struct DepthRange {
  double nearMm = 0;
  double farMm = 0;
};

struct Lasso {
  std::vector<glm::dvec2> outlineDp;  // at least three points; closed from the last to the first
  PictureProjection projection;
  std::optional<DepthRange> depth;  // nothing: all of it

  static constexpr std::size_t kMaxPoints = 100'000;
};

enum class CutSide { Inside, Outside };

// The voxels of the mask that the cut takes away: those whose centre is seen inside the outline (or not inside: also
// what is behind the eye) and whose depth lies in the range. Where an outline crosses itself, everything that it goes
// round is inside (nonzero winding). Throws core::Error where the outline has fewer than three or too many points, or
// one that is not finite, or the depth range is empty; and what `progress` throws to cancel.
core::Mask cut(const core::Mask& mask, const core::Grid& grid, const Lasso& lasso, CutSide side,
               const core::ProgressSink& progress = {});

}  // namespace shape
