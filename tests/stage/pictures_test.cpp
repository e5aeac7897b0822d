// What a window shows between frames; the whole picture, drawn at once, is the oracle of the refined one.
#include "stage/pictures.h"

#include <gmock/gmock.h>

#include <glm/geometric.hpp>

#include "renderer/gpu/device.h"

namespace {

class PicturesTest : public testing::Test {
 protected:
  void SetUp() override {
    if (gpu::devices().empty()) {
      GTEST_SKIP() << "there is no Vulkan device (package mesa-vulkan-drivers)";
    }
    std::vector<std::int16_t> voxels(grid_.voxelCount());
    for (std::size_t i = 0; i < voxels.size(); ++i) {
      const glm::dvec3 at(i % 48, i / 48 % 48, i / 48 / 48);
      voxels[i] = glm::distance(at, glm::dvec3(24)) < 18 ? std::int16_t(700 + at.x * 8) : std::int16_t(-900);
    }
    volume_ = core::Volume{grid_, {}, std::move(voxels)};
    device_.emplace();
    renderer_.emplace(*device_);
    renderer_->setVolume(volume_, "CT");
    state_.view.camera = core::framingCamera(grid_, 4.0 / 3);
    state_.view.focusMm = grid_.worldOf({24, 24, 24});
    state_.view.window = core::Window{40, 400};
  }

  void update(stage::Pictures& pictures, bool moving) {
    pictures.update(panes_, state_, grid_, {}, renderer_->lesions().revision(), 1, moving);
  }

  core::Grid grid_{{48, 48, 48}, glm::dmat4(1)};
  core::Volume volume_;
  std::vector<interaction::Pane> panes_{{core::Layout::ThreeD, {0, 0}, {240, 180}},
                                        {core::Layout::Axial, {240, 0}, {100, 100}}};
  interaction::ViewState state_;
  std::optional<gpu::Device> device_;
  std::optional<renderer::Renderer> renderer_;
};

TEST_F(PicturesTest, AreCoarseWhileMovingAndFineWhenStill) {
  stage::Pictures pictures(*renderer_);
  EXPECT_EQ(pictures.image(0), nullptr);
  update(pictures, true);
  ASSERT_NE(pictures.image(0), nullptr);
  EXPECT_LT(pictures.image(0)->size().x, 240);
  EXPECT_EQ(pictures.image(1)->size(), glm::ivec3(100, 100, 1)) << "slices are always whole";
  EXPECT_TRUE(pictures.isRefining());
  update(pictures, true);
  EXPECT_TRUE(pictures.isRefining()) << "nothing is refined while something moves";
  int steps = 0;
  while (pictures.isRefining() && steps++ < 1000) {
    update(pictures, false);
  }
  ASSERT_EQ(pictures.image(0)->size(), glm::ivec3(240, 180, 1));
  const renderer::Picture refined = renderer_->picture();
  core::View whole = state_.view;
  whole.layout = core::Layout::ThreeD;
  EXPECT_EQ(refined.rgba, renderer_->render(whole, {240, 180}).rgba);
}

TEST_F(PicturesTest, KnowWhatIsSeenCoarseOrFine) {
  stage::Pictures pictures(*renderer_);
  update(pictures, true);
  const float coarse = pictures.seenAt(0, {120, 90}).depthMm;
  while (pictures.isRefining()) {
    update(pictures, false);
  }
  const float fine = pictures.seenAt(0, {120, 90}).depthMm;
  const double toSurface = glm::distance(state_.view.camera->positionMm, state_.view.camera->targetMm) - 18;
  EXPECT_NEAR(fine, toSurface, 2);
  EXPECT_NEAR(coarse, fine, 2);
  EXPECT_FALSE(std::isfinite(pictures.seenAt(0, {2, 2}).depthMm));
}

TEST_F(PicturesTest, HeldDepthsAreThoseBeforeTheStroke) {
  stage::Pictures pictures(*renderer_);
  update(pictures, true);
  const float before = pictures.seenAt(0, {120, 90}).depthMm;
  pictures.holdDepths(0);
  core::Mask block;  // between the eye and what was seen
  for (int z = 4; z < 44; ++z) {
    for (int y = 0; y < 8; ++y) {
      block.setRun({4, y, z}, 40);
    }
  }
  renderer_->lesions().update({1, {1, 0, 0}, &block});
  update(pictures, true);
  EXPECT_EQ(pictures.seenAt(0, {120, 90}).lesion, 1u);
  EXPECT_EQ(pictures.seenAt(0, {120, 90}).depthMm, before);
  state_.view.camera->positionMm.x += 1;  // looked at otherwise: what was held is no longer true
  update(pictures, true);
  EXPECT_LT(pictures.seenAt(0, {120, 90}).depthMm, before - 5);
  state_.view.camera->positionMm.x -= 1;
  update(pictures, true);
  pictures.releaseDepths();
  EXPECT_LT(pictures.seenAt(0, {120, 90}).depthMm, before - 5);
}

TEST_F(PicturesTest, WhatDoesNotChangeIsNotDrawnAgain) {
  stage::Pictures pictures(*renderer_);
  while (update(pictures, false), pictures.isRefining()) {
  }
  const gpu::Image* fine = pictures.image(0);
  update(pictures, true);
  EXPECT_FALSE(pictures.isRefining());
  EXPECT_EQ(pictures.image(0), fine);
  state_.view.camera->positionMm.x += 1;
  update(pictures, true);
  EXPECT_TRUE(pictures.isRefining());
}

}  // namespace
