#include "interaction/navigation.h"

#include <gmock/gmock.h>

#include <cmath>
#include <glm/geometric.hpp>
#include <glm/gtc/matrix_transform.hpp>
#include <numbers>

#include "interaction/projection.h"

namespace {

using namespace interaction;
using core::Camera;
using core::Grid;
using core::Layout;
using core::Projection;

constexpr glm::dvec2 kSize{640, 480};

Camera someCamera(Projection projection) {
  Camera camera;
  camera.positionMm = {120, -430, 60};
  camera.targetMm = {10, 20, 30};
  camera.up = {0.1, 0.2, 0.97};
  camera.projection = projection;
  return camera;
}

// A left-handed grid with its axes permuted and flipped, turned by 10 degrees.
Grid obliqueGrid() {
  glm::dmat4 axes(0);
  axes[0] = {0, -0.8, 0, 0};
  axes[1] = {0, 0, 1.2, 0};
  axes[2] = {-3, 0, 0, 0};
  axes[3] = {0, 0, 0, 1};
  glm::dmat4 world = glm::rotate(glm::dmat4(1), glm::radians(10.0), glm::dvec3(0, 0, 1)) * axes;
  world[3] = {50, -20, 10, 1};
  return {{100, 80, 40}, world};
}

core::View viewOf(glm::dvec3 focusMm) {
  core::View view;
  view.focusMm = focusMm;
  view.oblique = core::SlicePlane{{7, 8, 9}, glm::dvec3(2, 1, 0), glm::dvec3(-1, 2, 3)};
  return view;
}

void expectNear(glm::dvec2 a, glm::dvec2 b, double tolerance) {
  EXPECT_NEAR(a.x, b.x, tolerance);
  EXPECT_NEAR(a.y, b.y, tolerance);
}

class Cameras : public testing::TestWithParam<Projection> {};
INSTANTIATE_TEST_SUITE_P(Both, Cameras, testing::Values(Projection::Perspective, Projection::Orthographic));

TEST_P(Cameras, ProjectAsGlmDoes) {
  Camera camera = someCamera(GetParam());
  const double aspect = kSize.x / kSize.y;
  const glm::dmat4 eyeFromWorld = glm::lookAt(camera.positionMm, camera.targetMm, camera.up);
  const double h = camera.heightMm / 2;
  const glm::dmat4 clipFromEye = GetParam() == Projection::Perspective
                                     ? glm::perspective(glm::radians(camera.fieldOfViewDeg), aspect, 1.0, 1e4)
                                     : glm::ortho(-h * aspect, h * aspect, -h, h, 1.0, 1e4);
  for (const glm::dvec3 point : {glm::dvec3(0, 0, 0), glm::dvec3(60, -40, 90), glm::dvec3(-80, 100, -20)}) {
    const glm::dvec4 clip = clipFromEye * eyeFromWorld * glm::dvec4(point, 1);
    const glm::dvec2 oracle{(clip.x / clip.w + 1) / 2 * kSize.x, (1 - clip.y / clip.w) / 2 * kSize.y};
    expectNear(*projected(camera, kSize, point), oracle, 1e-9);
    const Ray ray = rayThrough(camera, kSize, oracle);
    EXPECT_NEAR(glm::length(glm::cross(point - ray.originMm, ray.direction)), 0, 1e-9) << "the ray meets the point";
    EXPECT_NEAR(glm::length(ray.direction), 1, 1e-12);
  }
}

TEST_P(Cameras, KeepWhatTwoFingersHoldUnderThem) {
  const Camera camera = someCamera(GetParam());
  const glm::dvec3 held{40, -30, 70};
  const glm::dvec2 seen = *projected(camera, kSize, held);
  const Navigated by{.centerDp = seen + glm::dvec2(31, -17), .panDp = {31, -17}, .zoom = 1.7, .turnRad = 0.4};
  const Camera after = navigated(camera, by, kSize, held);
  expectNear(*projected(after, kSize, held), by.centerDp, 1e-6);

  // Beside it the picture grew by the zoom and turned clockwise.
  const CameraAxes axes = axesOf(camera);
  const glm::dvec2 before = *projected(camera, kSize, held + axes.right * 0.01) - seen;
  const glm::dvec2 now = *projected(after, kSize, held + axes.right * 0.01) - by.centerDp;
  EXPECT_NEAR(glm::length(now) / glm::length(before), 1.7, 0.03);
  EXPECT_NEAR(std::atan2(now.y, now.x) - std::atan2(before.y, before.x), 0.4, 0.03);
}

TEST_P(Cameras, TurnTheFrontWithTheHand) {
  const Camera camera = someCamera(GetParam());
  const glm::dvec3 front = camera.targetMm + glm::normalize(camera.positionMm - camera.targetMm) * 50.0;
  const glm::dvec2 before = *projected(camera, kSize, front);
  const Camera after = orbited(camera, {20, 12}, kSize.y);
  const glm::dvec2 moved = *projected(after, kSize, front) - before;
  EXPECT_GT(moved.x, 0);
  EXPECT_GT(moved.y, 0);
  EXPECT_NEAR(glm::distance(after.positionMm, after.targetMm), glm::distance(camera.positionMm, camera.targetMm), 1e-9);
  expectNear(*projected(after, kSize, camera.targetMm), kSize * 0.5, 1e-9);
}

TEST(Navigation, FacesASideOfThePatientUpright) {
  const Camera camera = someCamera(Projection::Perspective);
  const double distance = glm::distance(camera.positionMm, camera.targetMm);
  for (const glm::dvec3 side : {glm::dvec3(1, 0, 0), glm::dvec3(-1, 0, 0), glm::dvec3(0, 1, 0), glm::dvec3(0, -1, 0),
                                glm::dvec3(0, 0, 1), glm::dvec3(0, 0, -1)}) {
    const Camera after = facing(camera, side);
    EXPECT_EQ(after.targetMm, camera.targetMm);
    EXPECT_NEAR(glm::length(after.positionMm - camera.targetMm - side * distance), 0, 1e-9);
    const CameraAxes axes = axesOf(after);
    EXPECT_NEAR(glm::length(axes.forward + side), 0, 1e-9);
    if (side.z == 0) {
      EXPECT_NEAR(axes.up.z, 1, 1e-9) << "the head is up";
    } else {
      EXPECT_NEAR(axes.up.y, -1, 1e-9) << "the front is up";
    }
  }
  // From the feet, as axial slices are seen, the patient's left is at the right.
  EXPECT_NEAR(axesOf(facing(camera, {0, 0, -1})).right.x, 1, 1e-9);
  EXPECT_NEAR(axesOf(facing(camera, {0, -1, 0})).right.x, 1, 1e-9);
}

TEST(Navigation, ComesNoNearerThanTold) {
  const Camera camera = someCamera(Projection::Perspective);
  const Camera after = navigated(camera, {.centerDp = kSize * 0.5, .zoom = 1e9}, kSize, camera.targetMm, 5);
  EXPECT_NEAR(glm::distance(after.positionMm, camera.targetMm), 5, 1e-9);
  EXPECT_GT(glm::distance(after.positionMm, after.targetMm), 0);
}

TEST(Navigation, SlicesKeepWhatFingersHold) {
  const Grid grid = obliqueGrid();
  for (const Layout layout : kSliceLayouts) {
    const core::View view = viewOf(grid.worldOf({20, 30, 10}));
    SliceLook look{.zoom = 1.5, .panMm = {4, -3}};
    core::SlicePlane plane = planeOf(grid, view, layout, look);
    const glm::dvec2 at{200, 300};
    const glm::dvec3 held = pointOnSlice(plane, sliceMmPerDp(grid, plane, kSize, look.zoom), kSize, at);
    look = navigated(grid, view, layout, look, {.centerDp = at + glm::dvec2(40, -9), .panDp = {40, -9}, .zoom = 2.5},
                     kSize);
    plane = planeOf(grid, view, layout, look);
    const double mmPerDp = sliceMmPerDp(grid, plane, kSize, look.zoom);
    expectNear(projected(plane, mmPerDp, kSize, held), {240, 291}, 1e-9);
    EXPECT_NEAR(glm::length(pointOnSlice(plane, mmPerDp, kSize, {240, 291}) - held), 0, 1e-9);
  }
}

TEST(Navigation, AWholeSliceFitsAtZoomOne) {
  const Grid grid = obliqueGrid();
  for (const Layout layout : kSliceLayouts) {
    const core::SlicePlane plane = planeOf(grid, viewOf(grid.worldOf({50, 40, 20})), layout, {});
    const double mmPerDp = sliceMmPerDp(grid, plane, kSize, 1);
    glm::dvec2 low(1e9);
    glm::dvec2 high(-1e9);
    for (int corner = 0; corner < 8; ++corner) {
      const glm::dvec3 voxel(corner & 1 ? 99.5 : -0.5, corner & 2 ? 79.5 : -0.5, corner & 4 ? 39.5 : -0.5);
      const glm::dvec2 seen = projected(plane, mmPerDp, kSize, grid.worldOf(voxel));
      low = glm::min(low, seen);
      high = glm::max(high, seen);
    }
    EXPECT_GE(std::min(low.x, low.y), -1e-9);
    EXPECT_LE(high.x, kSize.x + 1e-9);
    EXPECT_LE(high.y, kSize.y + 1e-9);
    EXPECT_NEAR(std::min(low.x, low.y), 0, 1e-6) << "and fills the picture one way";
  }
}

TEST(Navigation, SlicesTurnAlongThePatientAxesAndStopAtTheEnds) {
  const Grid grid = obliqueGrid();
  const glm::dvec3 focus = grid.worldOf({50, 40, 20});
  const std::array patientAxis = {2, 1, 0};
  for (std::size_t i = 0; i < kPatientSlices; ++i) {
    const Layout layout = kSliceLayouts[i];
    const glm::dvec3 next = turned(grid, viewOf(focus), layout, 1);
    EXPECT_GT(next[patientAxis[i]], focus[patientAxis[i]]);
    EXPECT_EQ(std::abs(sliceNumber(grid, layout, next).index - sliceNumber(grid, layout, focus).index), 1);
    for (std::size_t k = 0; k < kPatientSlices; ++k) {
      const Layout other = kSliceLayouts[k];
      if (other != layout) {
        EXPECT_EQ(sliceNumber(grid, other, next).index, sliceNumber(grid, other, focus).index) << "only its own";
      }
    }
    glm::dvec3 crept = focus;
    for (int step = 0; step < 10; ++step) {
      crept = turned(grid, viewOf(crept), layout, 0.1);
    }
    EXPECT_NEAR(glm::length(crept - next), 0, 1e-9) << "small steps add up";
    const SliceNumber last = sliceNumber(grid, layout, turned(grid, viewOf(focus), layout, 1e6));
    const SliceNumber first = sliceNumber(grid, layout, turned(grid, viewOf(focus), layout, -1e6));
    EXPECT_EQ(std::abs(last.index - first.index), last.count - 1);
  }
}

TEST(Navigation, TheFreeSliceTurnsAlongItsNormalAndStopsWithinTheGrid) {
  const Grid grid = obliqueGrid();
  core::View view = viewOf(grid.worldOf({50, 40, 20}));
  const glm::dvec3 normal = core::normalOf(*view.oblique);
  const glm::dvec3 next = turned(grid, view, Layout::Oblique, 5);
  EXPECT_NEAR(glm::length(next - *view.focusMm - normal * (5 * 0.8)), 0, 1e-9) << "by the finest spacing";
  for (const double far : {1e6, -1e6}) {
    const glm::dvec3 end = turned(grid, view, Layout::Oblique, far);
    EXPECT_NEAR(glm::length(glm::cross(end - *view.focusMm, normal)), 0, 1e-6) << "straight";
    const glm::dvec3 voxel = grid.voxelOf(end);
    const glm::dvec3 room = glm::min(voxel, glm::dvec3(grid.size() - 1) - voxel);
    EXPECT_NEAR(std::min({room.x, room.y, room.z}), 0, 1e-6) << "to the last voxel, no further";
  }
}

}  // namespace
