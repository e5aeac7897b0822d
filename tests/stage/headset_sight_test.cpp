// A headset's wearer is shown what a desk wants looked at, and what they see can be seen by others.
#include "stage/headset_sight.h"

#include <gtest/gtest.h>

#include <glm/geometric.hpp>

#include "core/error.h"
#include "stage/review_look.h"

namespace stage {
namespace {

using interaction::HandTool;
using interaction::ToolId;

class HeadsetSightTest : public testing::Test {
 protected:
  HeadsetSightTest() {
    look_.view.camera = core::framingCamera(grid_, 1);
    look_.view.focusMm = core::defaultFocus(grid_, {});
    look_.view.window = core::Window{40, 400};
    look_.view.clipPlanes = interaction::cutsOff();
    head_ = {{0.4, 1.3, 0.2}, glm::angleAxis(0.7, glm::dvec3(0, 1, 0)) * glm::angleAxis(-0.3, glm::dvec3(1, 0, 0))};
    tools_.takeSeat(grid_, head_);
    sight_.headIs(head_);
    for (int i = 0; i < 8 * 8; ++i) {
      small_.setRun({20, 20 + i % 8, 10 + i / 8}, 8);
    }
    for (int i = 0; i < 30 * 30; ++i) {
      large_.setRun({50, 50 + i % 30, 40 + i / 30}, 30);
    }
  }
  glm::dvec3 fromHead(glm::dvec3 pointMm) const {
    return (interaction::inverse(head_) * interaction::Pose{.positionM = tools_.placement().room(pointMm)}).positionM;
  }
  double apart(glm::dvec3 aMm, glm::dvec3 bMm) const {
    return glm::distance(tools_.placement().room(aMm), tools_.placement().room(bMm));
  }

  const core::Grid grid_{{100, 100, 80}, glm::dmat4(2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, -60, -40, 10, 1)};
  core::Mask small_, large_;
  interaction::HandTools tools_;
  interaction::ViewState look_;
  HeadsetSight sight_{tools_, look_};
  interaction::Pose head_;
};

TEST_F(HeadsetSightTest, WhatIsLookedAtStandsBeforeTheEyesLargeEnoughToBeJudged) {
  for (const core::Mask* mask : {&small_, &large_}) {
    sight_.lookAt(grid_, *mask);
    const glm::dvec3 middle = middleOf(*mask, grid_);
    const glm::dvec3 at = fromHead(middle);
    EXPECT_LT(glm::length(at), 0.7) << "within reach";
    EXPECT_GT(-at.z, 0.4);
    EXPECT_LT(std::abs(at.x), 0.01) << "not aside";
    const core::VoxelBox box = *mask->bounds();
    const double sideM = apart(grid_.worldOf(box.min), grid_.worldOf({box.max.x + 1, box.min.y, box.min.z}));
    EXPECT_GT(sideM, 0.06);
    EXPECT_LT(sideM, 0.12);
    EXPECT_EQ(*look_.view.focusMm, middle) << "where remarks are pinned";
  }
}

TEST_F(HeadsetSightTest, ASliceThroughItFacesTheWearer) {
  sight_.lookAt(grid_, small_);
  ASSERT_TRUE(tools_.slice());
  const core::SlicePlane plane = *tools_.slice();
  EXPECT_EQ(plane.centerMm, middleOf(small_, grid_));
  const glm::dvec3 away = tools_.placement().roomDirection(glm::cross(plane.right, plane.down));
  EXPECT_GT(glm::dot(glm::normalize(away), head_.forward()), 0.9) << "what is nearer is cut away";
  EXPECT_GT(glm::dot(tools_.placement().roomDirection(plane.right), head_.right()), 0.99);
}

TEST_F(HeadsetSightTest, TheSliceStaysAsHandsLeftIt) {
  sight_.lookAt(grid_, small_);
  tools_.putSlice({{0, 0, 0}, {1, 0, 0}, {0, 1, 0}});  // axial, somewhere
  sight_.lookAt(grid_, large_);
  EXPECT_EQ(tools_.slice()->centerMm, middleOf(large_, grid_));
  EXPECT_EQ(tools_.slice()->down, glm::dvec3(0, 1, 0));
  tools_.putSliceAway();
  sight_.lookAt(grid_, small_);
  EXPECT_FALSE(tools_.slice()) << "it was put away";
  sight_.lookAway();
  sight_.lookAt(grid_, small_);
  EXPECT_TRUE(tools_.slice()) << "another sitting";
}

TEST_F(HeadsetSightTest, WhatIsTurnedStaysTurned) {
  tools_.placement() = interaction::facing(tools_.placement(), grid_, interaction::PatientSide::Left, head_);
  const glm::dquat turn = tools_.placement().turn;
  sight_.lookAt(grid_, small_);
  EXPECT_NEAR(std::abs(glm::dot(turn, tools_.placement().turn)), 1, 1e-9);
}

TEST_F(HeadsetSightTest, HandsThatLookPaintNothing) {
  sight_.choose(ToolId::Look);
  EXPECT_EQ(tools_.settings().tool, HandTool::Move);
  EXPECT_EQ(sight_.tool(), ToolId::Look);
  sight_.choose(ToolId::Eraser);
  EXPECT_EQ(sight_.tool(), ToolId::Eraser);
  sight_.lookAt(grid_, small_);
  sight_.lookAway();
  EXPECT_EQ(tools_.settings().tool, HandTool::Paint);
  EXPECT_FALSE(tools_.slice());
}

TEST_F(HeadsetSightTest, AWindowSeesWhatTheWearerSaw) {
  sight_.lookAt(grid_, small_);
  interaction::Toolbox window;
  window.state() = look_;
  window.state().view.focusMm = glm::dvec3(0);
  ToolboxSight(window).lookAs(grid_, sight_.lookText());
  const core::View& view = window.state().view;
  EXPECT_LT(glm::distance(*view.focusMm, middleOf(small_, grid_)), 1e-3);
  const glm::dvec3 seen = glm::normalize(view.camera->targetMm - view.camera->positionMm);
  const glm::dvec3 wearer = glm::normalize(middleOf(small_, grid_) - tools_.placement().world(head_.positionM));
  EXPECT_GT(glm::dot(seen, wearer), 0.9999);
  const auto cut = interaction::heldPlane(view, interaction::PlaneId::CutFree);
  ASSERT_TRUE(cut);
  EXPECT_LT(std::abs(glm::dot(cut->normal, cut->pointMm - middleOf(small_, grid_))), 1e-3);
}

TEST_F(HeadsetSightTest, TheWearerSeesWhatAWindowShowed) {
  interaction::Toolbox window;
  window.state() = look_;
  core::Camera& camera = *window.state().view.camera;
  camera.targetMm = middleOf(large_, grid_);
  camera.positionMm = camera.targetMm + glm::dvec3(300, 100, 50);
  lookAt(window.state(), grid_, large_);
  const core::View there = window.state().view;
  sight_.lookAs(grid_, ToolboxSight(window).lookText());
  EXPECT_LT(std::abs(fromHead(middleOf(large_, grid_)).x), 0.01);
  glm::dvec3 ahead = head_.forward();
  ahead = glm::normalize(glm::dvec3(ahead.x, 0, ahead.z));
  const glm::dvec3 forward = glm::normalize(there.camera->targetMm - there.camera->positionMm);
  EXPECT_GT(glm::dot(tools_.placement().roomDirection(forward), ahead), 0.9999) << "from the same side";
  ASSERT_TRUE(tools_.slice()) << "and cut open as there";
  const glm::dvec3 normal = glm::normalize(glm::cross(tools_.slice()->right, tools_.slice()->down));
  EXPECT_GT(glm::dot(normal, forward), 0.9999);
}

TEST_F(HeadsetSightTest, WhatIsNoViewChangesNothing) {
  sight_.lookAt(grid_, small_);
  const interaction::Placement before = tools_.placement();
  EXPECT_THROW(sight_.lookAs(grid_, "no view"), core::Error);
  EXPECT_EQ(tools_.placement(), before);
  EXPECT_TRUE(tools_.slice());
}

}  // namespace
}  // namespace stage
