// A finding stands in the middle of every picture, and a remark's view comes back as it was.
#include "stage/review_look.h"

#include <gmock/gmock.h>

#include <glm/geometric.hpp>

#include "core/error.h"
#include "interaction/projection.h"

namespace stage {
namespace {

class ReviewLook : public testing::Test {
 protected:
  const core::Grid grid_{{60, 50, 40}, glm::dmat4(2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0, -60, -40, 10, 1)};
  interaction::ViewState state_;
  core::Mask mask_;

  ReviewLook() {
    state_.view.camera = core::framingCamera(grid_, 1.5);
    state_.view.focusMm = core::defaultFocus(grid_, {});
    state_.view.window = core::Window{40, 400};
    state_.view.clipPlanes = interaction::cutsOff();
    for (int row = 0; row < 6; ++row) {
      mask_.setRun({10, 20 + row, 30}, 8);
    }
  }
};

TEST_F(ReviewLook, TheMiddleOfAHollowMaskIsInIt) {
  core::Mask ring;
  for (int x = 0; x < 11; ++x) {
    for (int y = 0; y < 11; ++y) {
      if (x == 0 || y == 0 || x == 10 || y == 10) {
        ring.set({20 + x, 20 + y, 5});
      }
    }
  }
  EXPECT_TRUE(ring.test(glm::ivec3(glm::round(grid_.voxelOf(middleOf(ring, grid_))))));
}

TEST_F(ReviewLook, AFindingStandsInTheMiddleOfEveryPicture) {
  lookAt(state_, grid_, mask_);
  const glm::ivec3 focus(glm::round(grid_.voxelOf(*state_.view.focusMm)));
  EXPECT_TRUE(mask_.test(focus));
  const glm::dvec2 sizeDp(300, 200);
  for (std::size_t i = 0; i < interaction::kPatientSlices; ++i) {
    const core::SlicePlane plane =
        interaction::planeOf(grid_, state_.view, interaction::kSliceLayouts[i], state_.slices[i]);
    const double mmPerDp = interaction::sliceMmPerDp(grid_, plane, sizeDp, state_.slices[i].zoom);
    EXPECT_LT(glm::distance(interaction::projected(plane, mmPerDp, sizeDp, *state_.view.focusMm), sizeDp * 0.5), 1e-6);
    EXPECT_GT(state_.slices[i].zoom, 1) << "it is small in its slice";
  }
  const auto seen = interaction::projected(*state_.view.camera, sizeDp, state_.view.camera->targetMm);
  ASSERT_TRUE(seen);
  EXPECT_LT(glm::distance(*seen, sizeDp * 0.5), 1e-6);
}

TEST_F(ReviewLook, TheCutGoesThroughTheFindingBeforeItsMiddle) {
  lookAt(state_, grid_, mask_);
  std::vector<core::ClipPlane> cuts;
  for (const core::ClipPlane& each : state_.view.clipPlanes) {
    if (each.enabled) {
      cuts.push_back(each);
    }
  }
  ASSERT_EQ(cuts.size(), 1u);
  const auto isCut = [&](glm::dvec3 pointMm) { return glm::dot(pointMm - cuts[0].pointMm, cuts[0].normal) < 0; };
  EXPECT_TRUE(isCut(state_.view.camera->positionMm));
  EXPECT_FALSE(isCut(state_.view.camera->targetMm));
  int cut = 0, kept = 0;  // within bone, a finding whole behind the cut would not be seen
  mask_.forEachRun([&](glm::ivec3 first, int length) {
    for (int i = 0; i < length; ++i) {
      (isCut(grid_.worldOf(glm::dvec3(first + glm::ivec3(i, 0, 0)))) ? cut : kept) += 1;
    }
  });
  EXPECT_GT(cut, 0);
  EXPECT_GT(kept, cut);
  lookAway(state_);
  EXPECT_EQ(state_.view.clipPlanes, interaction::cutsOff());
}

TEST_F(ReviewLook, AViewThatWasPinnedComesBack) {
  lookAt(state_, grid_, mask_);
  state_.view.camera->up = {0.1, 0.2, 0.9};
  state_.view.mode = core::ViewMode::Maximum;
  const interaction::ViewState pinned = state_;
  const std::string text = lookText(state_);
  state_ = {};
  state_.view.camera = core::framingCamera(grid_, 1);
  state_.view.focusMm = core::defaultFocus(grid_, {});
  state_.view.window = core::Window{0, 1};
  lookAs(state_, grid_, text);
  EXPECT_EQ(state_.view, pinned.view);
  for (std::size_t i = 0; i < interaction::kPatientSlices; ++i) {
    EXPECT_LT(glm::distance(state_.slices[i].panMm, pinned.slices[i].panMm), 1e-6);
    EXPECT_EQ(state_.slices[i].zoom, pinned.slices[i].zoom);
  }
}

TEST_F(ReviewLook, KnowsAFindingInTheLungByWhatLiesAround) {
  core::Volume volume{.grid = grid_, .rescale = {1, -1000}, .voxels = core::makeVoxels(core::VoxelType::Int16, 0)};
  auto& voxels = std::get<std::vector<std::int16_t>>(volume.voxels);
  voxels.assign(std::size_t(60 * 50 * 40), 150);  // -850 HU
  mask_.forEachRun([&](glm::ivec3 first, int length) {
    for (int i = 0; i < length; ++i) {
      voxels[grid_.indexOf(first + glm::ivec3(i, 0, 0))] = 1040;
    }
  });
  EXPECT_TRUE(liesInLung(volume, mask_)) << "whatever it is itself";
  std::fill(voxels.begin(), voxels.end(), std::int16_t(1040));
  EXPECT_FALSE(liesInLung(volume, mask_));
  EXPECT_FALSE(liesInLung(volume, {}));
}

TEST_F(ReviewLook, TheWindowSuitsWhereAFindingLies) {
  const core::Window soft{40, 400}, bone{400, 1800}, lung{-600, 1500};
  const std::vector<ui::WindowItem> windows{{"Soft tissue", soft}, {"Bone", bone}, {"Lung", lung}};
  core::Volume volume{.grid = grid_, .rescale = {1, -1000}, .voxels = core::makeVoxels(core::VoxelType::Int16, 0)};
  auto& voxels = std::get<std::vector<std::int16_t>>(volume.voxels);
  voxels.assign(std::size_t(60 * 50 * 40), 150);  // -850 HU
  const auto after = [&](const core::Window& before) {
    state_.view.window = before;
    chooseWindow(state_, windows, volume, mask_);
    return *state_.view.window;
  };
  EXPECT_EQ(after(soft), lung);
  EXPECT_EQ(after(bone), lung);
  std::fill(voxels.begin(), voxels.end(), std::int16_t(1040));
  EXPECT_EQ(after(lung), soft);
  EXPECT_EQ(after(bone), bone) << "chosen by whoever looks";
  state_.view.window = lung;
  chooseWindow(state_, {windows.data(), 2}, volume, mask_);
  EXPECT_EQ(*state_.view.window, lung) << "of an MR nothing is known";
}

TEST_F(ReviewLook, WhatIsNoViewChangesNothing) {
  const interaction::ViewState before = state_;
  EXPECT_THROW(lookAs(state_, grid_, "{\"camera\": 3}"), core::Error);
  EXPECT_THROW(lookAs(state_, grid_, "not JSON"), core::Error);
  EXPECT_EQ(state_, before);
}

}  // namespace
}  // namespace stage
