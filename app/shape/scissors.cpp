#include "shape/scissors.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>

#include "core/error.h"
#include "core/parallel.h"

namespace shape {
namespace {

// Rows of the homogeneous map: each is what a point (world, 1) is multiplied with.
PictureProjection fromRows(glm::dvec4 x, glm::dvec4 y, glm::dvec4 depth, glm::dvec4 w) {
  PictureProjection projection;
  for (int column = 0; column < 4; ++column) {
    projection.pictureFromWorld[column] = {x[column], y[column], depth[column], w[column]};
  }
  return projection;
}

// The signed distance of a point from a plane, as a row.
glm::dvec4 along(glm::dvec3 direction, glm::dvec3 from) {
  return {direction, -glm::dot(direction, from)};
}

constexpr glm::dvec4 kOne(0, 0, 0, 1);

// An outline that answers quickly which points it goes round: its edges are sorted into horizontal bands.
class Outline {
 public:
  explicit Outline(const std::vector<glm::dvec2>& points) : low_(points[0].y), high_(points[0].y) {
    for (const glm::dvec2& point : points) {
      low_ = std::min(low_, point.y);
      high_ = std::max(high_, point.y);
    }
    for (std::size_t i = 0; i < points.size(); ++i) {
      const Edge edge{points[i], points[(i + 1) % points.size()]};
      const std::size_t first = bandOf(std::min(edge.from.y, edge.to.y));
      const std::size_t last = bandOf(std::max(edge.from.y, edge.to.y));
      for (std::size_t band = first; band <= last; ++band) {
        bands_[band].push_back(edge);
      }
    }
  }

  bool goesRound(glm::dvec2 point) const {
    if (!(point.y >= low_ && point.y <= high_)) {
      return false;
    }
    int winding = 0;
    for (const Edge& edge : bands_[bandOf(point.y)]) {
      const bool rises = edge.from.y <= point.y && edge.to.y > point.y;
      const bool falls = edge.from.y > point.y && edge.to.y <= point.y;
      if (rises || falls) {
        const glm::dvec2 way = edge.to - edge.from;
        const glm::dvec2 there = point - edge.from;
        const double side = way.x * there.y - way.y * there.x;
        winding += rises && side > 0 ? 1 : falls && side < 0 ? -1 : 0;
      }
    }
    return winding != 0;
  }

 private:
  static constexpr std::size_t kBands = 512;

  struct Edge {
    glm::dvec2 from;
    glm::dvec2 to;
  };

  std::size_t bandOf(double y) const {
    const double share = high_ > low_ ? (y - low_) / (high_ - low_) : 0;
    return std::min(kBands - 1, std::size_t(share * double(kBands)));
  }

  double low_;
  double high_;
  std::vector<std::vector<Edge>> bands_{kBands};
};

void validate(const Lasso& lasso) {
  const auto require = [](bool holds, const char* cause, const char* remedy) {
    if (!holds) {
      throw core::Error("scissors", cause, remedy);
    }
  };
  require(lasso.outlineDp.size() >= 3 && lasso.outlineDp.size() <= Lasso::kMaxPoints,
          "an outline needs three points, and no more than 100,000", "Draw round what is to be cut");
  require(std::all_of(lasso.outlineDp.begin(), lasso.outlineDp.end(),
                      [](glm::dvec2 point) { return std::isfinite(point.x) && std::isfinite(point.y); }),
          "a point of the outline is nowhere", "Draw it again");
  require(!lasso.depth || lasso.depth->nearMm <= lasso.depth->farMm, "the depth to cut is empty",
          "Give [near, far] with near <= far");
}

}  // namespace

PictureProjection projectionOf(const core::Camera& camera, glm::dvec2 sizeDp) {
  const glm::dvec3 forward = glm::normalize(camera.targetMm - camera.positionMm);
  const glm::dvec3 right = glm::normalize(glm::cross(forward, camera.up));
  const glm::dvec3 up = glm::cross(right, forward);
  const glm::dvec4 depth = along(forward, camera.positionMm);
  const bool perspective = camera.projection == core::Projection::Perspective;
  // Half the picture's height in mm: at 1 mm from a perspective eye, or anywhere before an orthographic one.
  const double halfMm = perspective ? std::tan(glm::radians(camera.fieldOfViewDeg) / 2) : camera.heightMm / 2;
  const double dpPerMm = sizeDp.y / 2 / halfMm;
  const glm::dvec4 w = perspective ? depth : kOne;
  return fromRows(along(right, camera.positionMm) * dpPerMm + w * (sizeDp.x / 2),
                  along(up, camera.positionMm) * -dpPerMm + w * (sizeDp.y / 2), depth, w);
}

PictureProjection projectionOf(const core::SlicePlane& plane, double mmPerDp, glm::dvec2 sizeDp) {
  const glm::dvec3 right = glm::normalize(plane.right);
  const glm::dvec3 down = glm::normalize(plane.down);
  return fromRows(along(right, plane.centerMm) / mmPerDp + kOne * (sizeDp.x / 2),
                  along(down, plane.centerMm) / mmPerDp + kOne * (sizeDp.y / 2),
                  along(glm::cross(right, down), plane.centerMm), kOne);
}

core::Mask cut(const core::Mask& mask, const core::Grid& grid, const Lasso& lasso, CutSide side,
               const core::ProgressSink& progress) {
  validate(lasso);
  const Outline outline(lasso.outlineDp);
  const glm::dmat4 pictureFromVoxel = lasso.projection.pictureFromWorld * grid.worldFromVoxel();
  const auto isTaken = [&](glm::dvec4 seen) {
    if (lasso.depth && !(seen.z >= lasso.depth->nearMm && seen.z <= lasso.depth->farMm)) {
      return false;
    }
    const bool inside = seen.w > 0 && outline.goesRound(glm::dvec2(seen) / seen.w);
    return inside == (side == CutSide::Inside);
  };

  std::vector<std::pair<core::BrickKey, core::Brick>> bricks(mask.bricks().begin(), mask.bricks().end());
  core::parallelFor(
      bricks.size(),
      [&](std::size_t i) {
        auto& [key, brick] = bricks[i];
        const glm::ivec3 origin = key.brick() * core::Brick::kSide;
        for (int row = 0; row < core::Brick::kRows; ++row) {
          std::uint32_t& bits = brick.rows[std::size_t(row)];
          const glm::dvec4 start = pictureFromVoxel * glm::dvec4(origin.x, origin.y + row % core::Brick::kSide,
                                                                 origin.z + row / core::Brick::kSide, 1);
          for (std::uint32_t left = bits; left != 0; left &= left - 1) {
            const int x = std::countr_zero(left);
            if (!isTaken(start + pictureFromVoxel[0] * double(x))) {
              bits &= ~(1u << x);
            }
          }
        }
      },
      [&](std::size_t done) { core::report(progress, "Cutting", std::int64_t(done), std::int64_t(bricks.size())); });
  core::Mask taken;
  for (const auto& [key, brick] : bricks) {
    taken.assign(key, brick);
  }
  return taken;
}

}  // namespace shape
