#include "shape/scissors.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>
#include <limits>

#include "core/error.h"
#include "interaction/projection.h"
#include "samples.h"

namespace shape {
namespace {

constexpr glm::dvec2 kSizeDp(800, 600);

// How often the outline goes round the point, by the angles under which it sees the edges.
bool goesRound(const std::vector<glm::dvec2>& outline, glm::dvec2 point) {
  double turned = 0;
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const glm::dvec2 a = outline[i] - point, b = outline[(i + 1) % outline.size()] - point;
    turned += std::atan2(a.x * b.y - a.y * b.x, glm::dot(a, b));
  }
  return std::abs(turned) > 3.14159265;
}

std::vector<glm::dvec2> randomOutline(std::mt19937& engine) {
  std::uniform_real_distribution<double> x(100, 700), y(50, 550);
  std::vector<glm::dvec2> outline(std::uniform_int_distribution<std::size_t>(3, 12)(engine));
  for (glm::dvec2& point : outline) {
    point = {x(engine), y(engine)};  // crosses itself more often than not
  }
  return outline;
}

core::Camera randomCamera(std::mt19937& engine, const core::Grid& grid, int round) {
  std::normal_distribution<double> any;
  core::Camera camera = core::framingCamera(grid, kSizeDp.x / kSizeDp.y);
  const glm::dvec3 direction = glm::normalize(glm::dvec3(any(engine), any(engine), any(engine)));
  // Every third camera stands inside the volume, so that some voxels are behind it.
  camera.positionMm =
      camera.targetMm + direction * (round % 3 == 0 ? 3.0 : glm::length(camera.positionMm - camera.targetMm));
  camera.up = glm::normalize(glm::cross(direction, glm::dvec3(any(engine), any(engine), any(engine))));
  camera.projection = round % 2 == 0 ? core::Projection::Perspective : core::Projection::Orthographic;
  return camera;
}

TEST(Scissors, CutWhatIsSeenInsideTheOutline) {
  std::mt19937 engine(51);
  for (int round = 0; round < 24; ++round) {
    const core::Grid grid = randomGrid(engine);
    const core::Mask mask = randomMask(engine, grid);
    const core::Camera camera = randomCamera(engine, grid, round);
    Lasso lasso{.outlineDp = randomOutline(engine), .projection = projectionOf(camera, kSizeDp), .depth = {}};
    const glm::dvec3 forward = glm::normalize(camera.targetMm - camera.positionMm);
    const auto depthOf = [&](glm::ivec3 voxel) {
      return glm::dot(grid.worldOf(glm::dvec3(voxel)) - camera.positionMm, forward);
    };
    const double middleMm = glm::dot(camera.targetMm - camera.positionMm, forward);
    for (const bool limited : {false, true}) {
      lasso.depth = limited ? std::optional(DepthRange{middleMm - 6.1, middleMm + 4.3}) : std::nullopt;
      const auto isTaken = [&](glm::ivec3 voxel, bool inside) {
        const double depth = depthOf(voxel);
        if (!mask.test(voxel) || (limited && (depth < middleMm - 6.1 || depth > middleMm + 4.3))) {
          return false;
        }
        const std::optional<glm::dvec2> seen = interaction::projected(camera, kSizeDp, grid.worldOf(glm::dvec3(voxel)));
        return (seen && goesRound(lasso.outlineDp, *seen)) == inside;
      };
      EXPECT_EQ(cut(mask, grid, lasso, CutSide::Inside),
                maskWhere(grid, [&](glm::ivec3 voxel) { return isTaken(voxel, true); }))
          << "round " << round;
      EXPECT_EQ(cut(mask, grid, lasso, CutSide::Outside),
                maskWhere(grid, [&](glm::ivec3 voxel) { return isTaken(voxel, false); }))
          << "round " << round;
    }
  }
}

TEST(Scissors, InsideAndOutsideTogetherAreTheWhole) {
  std::mt19937 engine(52);
  const core::Grid grid = randomGrid(engine);
  const core::Mask mask = randomMask(engine, grid);
  const Lasso lasso{randomOutline(engine), projectionOf(randomCamera(engine, grid, 1), kSizeDp), {}};
  const core::Mask inside = cut(mask, grid, lasso, CutSide::Inside);
  core::Mask both = inside, outside = cut(mask, grid, lasso, CutSide::Outside);
  both &= outside;
  EXPECT_TRUE(both.isEmpty());
  EXPECT_EQ(outside |= inside, mask);
}

TEST(Scissors, CutOnASliceThroughASlabOnly) {
  const core::Grid grid = gridOf({40, 40, 20}, {1, 1, 3});
  const core::SlicePlane plane = core::patientSlice(grid, core::Layout::Axial, grid.worldOf({20, 20, 10}));
  const double mmPerDp = interaction::sliceMmPerDp(grid, plane, kSizeDp, 1);
  const core::Mask all = maskWhere(grid, [](glm::ivec3) { return true; });
  const Lasso lasso{{{301.3, 201.1}, {503.7, 211.9}, {481.1, 423.3}, {313.7, 391.3}},
                    projectionOf(plane, mmPerDp, kSizeDp),
                    DepthRange{-1.5, 1.5}};
  const core::Mask taken = cut(all, grid, lasso, CutSide::Inside);
  EXPECT_GT(taken.count(), 100);
  EXPECT_EQ(taken, maskWhere(grid, [&](glm::ivec3 voxel) {
              const glm::dvec3 mm = grid.worldOf(glm::dvec3(voxel));
              const double depth = glm::dot(mm - plane.centerMm, glm::cross(plane.right, plane.down));
              return std::abs(depth) <= 1.5 &&
                     goesRound(lasso.outlineDp, interaction::projected(plane, mmPerDp, kSizeDp, mm));
            }));
}

TEST(Scissors, SeeNothingBehindTheEye) {
  const core::Grid grid = gridOf({30, 30, 30}, {1, 1, 1});
  const core::Mask all = maskWhere(grid, [](glm::ivec3) { return true; });
  core::Camera camera;
  camera.positionMm = grid.worldOf({15.2, 15.3, 15.4});
  camera.targetMm = grid.worldOf({15.2, 15.3, 20.4});
  camera.up = grid.worldOf({15.2, 25.3, 15.4}) - camera.positionMm;
  const Lasso lasso{{{100, 100}, {700, 100}, {700, 500}, {100, 500}}, projectionOf(camera, kSizeDp), {}};
  const core::Mask inside = cut(all, grid, lasso, CutSide::Inside);
  EXPECT_TRUE(inside.test({15, 15, 25}));
  EXPECT_GE(inside.bounds()->min.z, 16);
  const core::Mask outside = cut(all, grid, lasso, CutSide::Outside);
  EXPECT_TRUE(outside.test({15, 15, 5}));
}

TEST(Scissors, RefuseWhatIsNoOutline) {
  const core::Grid grid = gridOf({10, 10, 10}, {1, 1, 1});
  core::Mask dot;
  dot.set({1, 1, 1});
  EXPECT_THROW(cut(dot, grid, {.outlineDp = {{0, 0}, {1, 1}}, .projection = {}, .depth = {}}, CutSide::Inside),
               core::Error);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(cut(dot, grid, {{{0, 0}, {1, 1}, {nan, 2}}, {}, {}}, CutSide::Inside), core::Error);
  EXPECT_THROW(cut(dot, grid, {{{0, 0}, {1, 1}, {0, 2}}, {}, DepthRange{2, 1}}, CutSide::Inside), core::Error);
}

}  // namespace
}  // namespace shape
