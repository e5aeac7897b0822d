// Planes in the hand: handles stay under the finger that drags them, whatever the view.
#include "interaction/planes.h"

#include <gmock/gmock.h>

#include <glm/geometric.hpp>

#include "interaction/projection.h"
#include "interaction/tools.h"

namespace {

using namespace interaction;
using core::Layout;

constexpr glm::dvec2 kWindowSize{640, 480};

class PlanesTest : public testing::Test {
 protected:
  PlanesTest() {
    view_.camera = core::framingCamera(grid_, kWindowSize.x / kWindowSize.y);
    view_.focusMm = grid_.worldOf({40, 30, 20});
    view_.clipPlanes = cutsOff();
  }
  glm::dvec3 normal(PlaneId id) const { return heldPlane(view_, id)->normal; }

  core::Grid grid_{{80, 70, 50}, glm::dmat4({1, 0, 0, 0}, {0, 1.5, 0, 0}, {0, 0, 2, 0}, {-40, -50, 10, 1})};
  core::View view_;
};

TEST_F(PlanesTest, CutsStartAtTheFocusAndTakeTheNearHalf) {
  for (const PlaneInfo& info : planes()) {
    EXPECT_FALSE(heldPlane(view_, info.id)) << info.name;
    switchOn(view_, grid_, info.id);
    const auto plane = heldPlane(view_, info.id);
    ASSERT_TRUE(plane) << info.name;
    EXPECT_EQ(plane->pointMm, *view_.focusMm);
    if (info.id != PlaneId::FreeSlice) {
      const glm::dvec3 kept = plane->pointMm + plane->normal * 10.0;
      const glm::dvec3 away = plane->pointMm - plane->normal * 10.0;
      EXPECT_GT(glm::distance(kept, view_.camera->positionMm), glm::distance(away, view_.camera->positionMm));
      const glm::dvec3 before = plane->normal;
      flip(view_, info.id);
      EXPECT_EQ(normal(info.id), -before);
    }
    core::validate(view_, "view");
    switchOff(view_, info.id);
    EXPECT_FALSE(heldPlane(view_, info.id)) << info.name;
  }
}

TEST_F(PlanesTest, AlongPatientPlanesACutFollowsItsAxis) {
  const std::array axis = {2, 1, 0};
  for (std::size_t i = 0; i < 3; ++i) {
    const PlaneId id = PlaneId(int(PlaneId::CutAxial) + int(i));
    switchOn(view_, grid_, id);
    EXPECT_NEAR(std::abs(normal(id)[axis[i]]), 1, 1e-9) << infoOf(id).name;
  }
}

TEST_F(PlanesTest, AFreeCutIsTheFreeSlice) {
  switchOn(view_, grid_, PlaneId::FreeSlice);
  turn(view_, PlaneId::FreeSlice, {1, 2, 3}, 0.7);
  switchOn(view_, grid_, PlaneId::CutFree);
  EXPECT_NEAR(std::abs(glm::dot(normal(PlaneId::CutFree), normal(PlaneId::FreeSlice))), 1, 1e-9);
}

TEST_F(PlanesTest, AFlippedFreeSliceIsTheSamePlaneFromItsOtherSide) {
  switchOn(view_, grid_, PlaneId::FreeSlice);
  const glm::dvec3 before = normal(PlaneId::FreeSlice);
  flip(view_, PlaneId::FreeSlice);
  EXPECT_NEAR(glm::length(normal(PlaneId::FreeSlice) + before), 0, 1e-12);
}

TEST_F(PlanesTest, PushedPlanesStayInTheVolume) {
  for (const PlaneInfo& info : planes()) {
    view_.focusMm = grid_.worldOf({40, 30, 20});
    switchOn(view_, grid_, info.id);
    const HeldPlane before = *heldPlane(view_, info.id);
    push(view_, grid_, info.id, 3);
    const HeldPlane after = *heldPlane(view_, info.id);
    EXPECT_NEAR(glm::length(after.pointMm - before.pointMm - before.normal * 3.0), 0, 1e-9) << info.name;
    for (const double far : {-1e5, 1e5}) {
      push(view_, grid_, info.id, far);
      const glm::dvec3 voxel = grid_.voxelOf(heldPlane(view_, info.id)->pointMm);
      for (int a = 0; a < 3; ++a) {
        EXPECT_GE(voxel[a], -0.5 - 1e-9);
        EXPECT_LE(voxel[a], double(grid_.size()[a]) - 0.5 + 1e-9);
      }
    }
  }
}

TEST_F(PlanesTest, BordersAreTheVolumesOwn) {
  switchOn(view_, grid_, PlaneId::CutAxial);
  const std::vector<glm::dvec3> axial = borderOf(grid_, *heldPlane(view_, PlaneId::CutAxial));
  ASSERT_EQ(axial.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {  // sides alternate between the volume's own, as of a ring
    const double side = glm::distance(axial[i], axial[(i + 1) % 4]);
    EXPECT_TRUE(std::abs(side - 80) < 1e-9 || std::abs(side - 105) < 1e-9) << side;
  }
  const HeldPlane corner{grid_.worldOf(glm::dvec3(grid_.size() - 1) * 0.5), glm::normalize(glm::dvec3(1, 1, 1))};
  const std::vector<glm::dvec3> ring = borderOf(grid_, corner);
  EXPECT_EQ(ring.size(), 6u) << "a box's diagonal cut has six corners";
  for (const glm::dvec3& point : ring) {
    EXPECT_NEAR(glm::dot(point - corner.pointMm, corner.normal), 0, 1e-9);
  }
  EXPECT_TRUE(borderOf(grid_, {{1e4, 0, 0}, {1, 0, 0}}).empty());
}

// What a finger takes hold of stays under it.
TEST_F(PlanesTest, HandlesIn3dFollowTheFinger) {
  for (const PlaneId id : {PlaneId::FreeSlice, PlaneId::CutFree}) {
    switchOn(view_, grid_, id);
    turn(view_, id, {0, 0, 1}, 0.9);
    for (int step = 0; step < 20; ++step) {
      const PlaneArrow before = *arrowOf(*view_.camera, kWindowSize, *heldPlane(view_, id));
      EXPECT_EQ(interaction::gripAt(before, id, before.knobDp), Grip::Push);
      EXPECT_EQ(interaction::gripAt(before, id, before.tipDp), Grip::Turn);
      EXPECT_EQ(interaction::gripAt(before, id, before.knobDp + glm::dvec2(0, 200)), Grip::None);
      dragHandle(view_, grid_, id, Grip::Push, kWindowSize, before.alongDp);
      const PlaneArrow after = *arrowOf(*view_.camera, kWindowSize, *heldPlane(view_, id));
      // Perspective changes a little what a dp is on the way.
      EXPECT_NEAR(glm::length(after.knobDp - before.knobDp - before.alongDp), 0, 0.05);
      dragHandle(view_, grid_, id, Grip::Turn, kWindowSize, {0.5, -0.7});
      EXPECT_NEAR(glm::length(normal(id)), 1, 1e-9);
    }
    core::validate(view_, "view");
  }
}

TEST_F(PlanesTest, ATurnedArrowPointsWhereTheFingerIs) {
  switchOn(view_, grid_, PlaneId::FreeSlice);
  const CameraAxes axes = axesOf(*view_.camera);
  for (const glm::dvec2 by : {glm::dvec2(4, 0), glm::dvec2(0, 4), glm::dvec2(-3, 2)}) {
    const glm::dvec3 before = normal(PlaneId::FreeSlice);
    dragHandle(view_, grid_, PlaneId::FreeSlice, Grip::Turn, kWindowSize, by);
    const glm::dvec3 went = normal(PlaneId::FreeSlice) - before;
    EXPECT_GT(glm::dot(went, axes.right * by.x - axes.up * by.y), 0);
  }
}

TEST_F(PlanesTest, LinesOnSlicesFollowTheFinger) {
  for (const PlaneId id : {PlaneId::FreeSlice, PlaneId::CutFree, PlaneId::CutSagittal}) {
    switchOn(view_, grid_, id);
    if (infoOf(id).turns) {
      turn(view_, id, {0, 0, 1}, 0.5);
    }
    core::SlicePlane slice = planeOf(grid_, view_, Layout::Axial, {});
    const double mmPerDp = sliceMmPerDp(grid_, slice, kWindowSize, 1);
    const auto lineNow = [&] {
      slice = planeOf(grid_, view_, Layout::Axial, {});
      return *lineOf(slice, mmPerDp, kWindowSize, *view_.focusMm, *heldPlane(view_, id));
    };
    const PlaneLine before = lineNow();
    EXPECT_EQ(interaction::gripAt(before, id, before.middleDp + before.alongDp * 40.0), Grip::Push);
    EXPECT_EQ(interaction::gripAt(before, id, before.middleDp + before.alongDp * before.reachDp),
              infoOf(id).turns ? Grip::Turn : Grip::Push);
    dragHandle(view_, grid_, id, Grip::Push, slice, mmPerDp, kWindowSize, before.middleDp,
               before.middleDp + before.normalDp * 12.0 + before.alongDp * 5.0);
    const PlaneLine pushed = lineNow();
    EXPECT_NEAR(glm::dot(pushed.middleDp - before.middleDp, before.normalDp), 12, 1e-6);
    if (!infoOf(id).turns) {
      continue;
    }
    const glm::dvec2 from = pushed.middleDp + pushed.alongDp * pushed.reachDp;
    const glm::dvec2 to = pushed.middleDp + glm::dvec2(pushed.alongDp.y, -pushed.alongDp.x) * pushed.reachDp;
    dragHandle(view_, grid_, id, Grip::Turn, slice, mmPerDp, kWindowSize, from, to);
    const PlaneLine turned = lineNow();
    EXPECT_NEAR(std::abs(glm::dot(turned.alongDp, glm::normalize(to - pushed.middleDp))), 1, 1e-6);
    // About its middle; the free slice turns about the focus, which lies up to half a voxel before or behind the slice.
    EXPECT_NEAR(glm::dot(turned.middleDp - pushed.middleDp, turned.normalDp), 0, id == PlaneId::FreeSlice ? 2 : 1e-6);
  }
}

TEST_F(PlanesTest, ParallelSlicesShowNoLine) {
  switchOn(view_, grid_, PlaneId::CutAxial);
  const core::SlicePlane slice = planeOf(grid_, view_, Layout::Axial, {});
  EXPECT_FALSE(lineOf(slice, 1, kWindowSize, *view_.focusMm, *heldPlane(view_, PlaneId::CutAxial)));
}

TEST_F(PlanesTest, TheToolTurnsTheVolumeBesideItsHandlesAndTakesItBack) {
  Toolbox toolbox;
  toolbox.state().view = view_;
  switchOn(toolbox.state().view, grid_, PlaneId::FreeSlice);
  toolbox.choose(ToolId::Planes);
  const std::array<Pane, 2> panes{{{Layout::ThreeD, {0, 0}, kWindowSize}, {Layout::Axial, {650, 0}, {200, 200}}}};
  const ToolContext context{grid_, panes, [](int, glm::dvec2) { return std::nullopt; },
                            [](glm::dvec3) { return std::nullopt; }};
  const auto drag = [&](int pane, glm::dvec2 from, glm::dvec2 to) {
    toolbox.apply(ToolDown{{.pane = pane, .atDp = from}}, context);
    toolbox.apply(ToolMove{{.pane = pane, .atDp = to}}, context);
    toolbox.apply(ToolUp{{.pane = pane, .atDp = to}}, context);
  };
  const core::View before = toolbox.state().view;
  drag(0, {60, 60}, {160, 60});
  EXPECT_NE(toolbox.state().view.camera, before.camera);
  EXPECT_EQ(toolbox.state().view.oblique, before.oblique);

  const PlaneArrow arrow =
      *arrowOf(*toolbox.state().view.camera, kWindowSize, *heldPlane(toolbox.state().view, PlaneId::FreeSlice));
  const core::View turnedView = toolbox.state().view;
  drag(0, arrow.tipDp, arrow.tipDp + glm::dvec2(20, 20));
  EXPECT_EQ(toolbox.state().view.camera, turnedView.camera);
  EXPECT_NE(toolbox.state().view.oblique, before.oblique);

  const core::View again = toolbox.state().view;
  toolbox.apply(ToolDown{{.pane = 0, .atDp = arrow.knobDp}}, context);
  toolbox.apply(ToolMove{{.pane = 0, .atDp = arrow.knobDp + arrow.alongDp * 30.0}}, context);
  EXPECT_NE(toolbox.state().view.focusMm, again.focusMm);
  toolbox.apply(ToolCancel{}, context);
  EXPECT_EQ(toolbox.state().view, again) << "a second finger came: it never happened";
}

TEST_F(PlanesTest, StrokesLieOnTheFreeSlice) {
  Toolbox toolbox;
  toolbox.state().view = view_;
  switchOn(toolbox.state().view, grid_, PlaneId::FreeSlice);
  toolbox.choose(ToolId::Brush);
  const std::array<Pane, 1> panes{{{Layout::Oblique, {0, 0}, {300, 300}}}};
  const ToolContext context{grid_, panes, [](int, glm::dvec2) { return std::nullopt; },
                            [](glm::dvec3) { return std::nullopt; }};
  const std::vector<Action> actions =
      toolbox.apply(ToolDown{{.pane = 0, .zone = Zone::Slice, .atDp = {120, 190}}}, context);
  ASSERT_EQ(actions.size(), 1u);
  const auto* begun = std::get_if<StrokeBegun>(&actions[0]);
  ASSERT_NE(begun, nullptr);
  const HeldPlane plane = *heldPlane(toolbox.state().view, PlaneId::FreeSlice);
  EXPECT_NEAR(glm::dot(begun->stroke.pointsMm[0] - plane.pointMm, plane.normal), 0, 1e-9);
}

}  // namespace
