// Boxes under the hand and values around seeds, on grids whose axes are not the patient's.
#include "interaction/marks.h"

#include <gmock/gmock.h>

#include <glm/gtc/matrix_transform.hpp>

namespace {

using namespace interaction;
using core::Layout;
using core::VoxelBox;

const core::Grid kGrid{{40, 50, 60}, glm::scale(glm::dmat4(1), glm::dvec3(1, 1, 2.5))};
const PlaneAxes kAxial{0, 1, 2};

TEST(PlaneAxes, FollowTheGridWhateverItsOrder) {
  // Voxel axis i runs to the feet, j to the left, k to the front.
  glm::dmat4 matrix(0);
  matrix[0] = {0, 0, -1, 0};
  matrix[1] = {1, 0, 0, 0};
  matrix[2] = {0, -1, 0, 0};
  matrix[3] = {0, 0, 0, 1};
  const core::Grid grid({10, 20, 30}, matrix);
  const auto expect = [&](Layout layout, int right, int down, int across) {
    const PlaneAxes axes = planeAxes(grid, layout);
    EXPECT_EQ(axes.right, right);
    EXPECT_EQ(axes.down, down);
    EXPECT_EQ(axes.across, across);
  };
  expect(Layout::Axial, 1, 2, 0);
  expect(Layout::Coronal, 1, 0, 2);
  expect(Layout::Sagittal, 2, 0, 1);
}

TEST(BoxGrip, HoldsASideACornerOrTheWhole) {
  const VoxelBox box{{10, 10, 20}, {29, 29, 30}};
  const glm::dvec3 reach(2);
  const auto grip = [&](glm::dvec3 voxel) { return gripOf(box, kAxial, voxel, reach); };
  EXPECT_EQ(grip({9, 20, 25}), (BoxGrip{BoxSide::Min, BoxSide::None, BoxSide::None}));
  EXPECT_EQ(grip({30.5, 20, 25}), (BoxGrip{BoxSide::Max, BoxSide::None, BoxSide::None}));
  EXPECT_EQ(grip({10, 29, 25}), (BoxGrip{BoxSide::Min, BoxSide::Max, BoxSide::None}));
  EXPECT_EQ(grip({20, 20, 25}), (BoxGrip{BoxSide::Whole, BoxSide::Whole, BoxSide::None}));
  EXPECT_EQ(grip({5, 20, 25}), std::nullopt) << "beside it";
  EXPECT_EQ(grip({20, 20, 31}), std::nullopt) << "on a slice that it does not reach";
}

TEST(BoxGrip, ASmallBoxCanStillBeMovedAsAWhole) {
  const VoxelBox box{{10, 10, 20}, {13, 13, 20}};
  EXPECT_EQ(gripOf(box, kAxial, {11.5, 11.5, 20}, glm::dvec3(6)),
            (BoxGrip{BoxSide::Whole, BoxSide::Whole, BoxSide::None}));
}

TEST(BoxGrip, MovesWhatItHoldsWithinTheGridAndNeverInsideOut) {
  const VoxelBox box{{10, 10, 20}, {29, 29, 30}};
  const auto by = [&](BoxGrip grip, glm::dvec3 step) { return moved(box, grip, {0, 0, 0}, step, kGrid); };
  using enum BoxSide;
  EXPECT_EQ(by({Min, None, None}, {-4, 7, 0}), (VoxelBox{{6, 10, 20}, {29, 29, 30}}));
  EXPECT_EQ(by({Min, None, None}, {99, 0, 0}), (VoxelBox{{29, 10, 20}, {29, 29, 30}}));
  EXPECT_EQ(by({None, Max, None}, {0, 99, 0}), (VoxelBox{{10, 10, 20}, {29, 49, 30}}));
  EXPECT_EQ(by({Whole, Whole, None}, {-99, 3, 0}), (VoxelBox{{0, 13, 20}, {19, 32, 30}})) << "it keeps its size";
}

TEST(DrawnBox, IsAsDeepAsItIsWideUnlessAnEarlierOneSays) {
  const VoxelBox fresh = drawnBox({30, 12, 25}, {11, 31, 25}, kAxial, std::nullopt, kGrid);
  EXPECT_EQ(fresh.min.x, 11);
  EXPECT_EQ(fresh.max.y, 31);
  // 20 mm wide: 8 slices of 2.5 mm, as many on either side of the one it was drawn on as fit.
  EXPECT_EQ(fresh.min.z, 21);
  EXPECT_EQ(fresh.max.z, 29);
  const VoxelBox again = drawnBox({30, 12, 25}, {11, 31, 25}, kAxial, VoxelBox{{0, 0, 24}, {1, 1, 40}}, kGrid);
  EXPECT_EQ(again.min.z, 24);
  EXPECT_EQ(again.max.z, 40);
  const VoxelBox outside = drawnBox({-20, -20, 0}, {99, 10, 0}, kAxial, std::nullopt, kGrid);
  EXPECT_EQ(outside.min, glm::ivec3(0));
  EXPECT_EQ(outside.max.x, 39);
}

TEST(BoxAround, ReachesInMillimetresAndEndsAtTheGrid) {
  EXPECT_EQ(boxAround({{5, 20, 20}, {6, 20, 20}}, 10, kGrid), (VoxelBox{{0, 10, 16}, {16, 30, 24}}));
}

TEST(RangeAround, HoldsTheTissueThatIsPointedAt) {
  // Noise of +-10 around 100; the spread of a uniform distribution is its width over the root of 12.
  const auto valueAt = [](glm::dvec3 point) -> std::optional<double> {
    const glm::ivec3 voxel(glm::round(point / glm::dvec3(1, 1, 2.5)));
    const unsigned hash = unsigned(voxel.x * 73856093) ^ unsigned(voxel.y * 19349663) ^ unsigned(voxel.z * 83492791);
    return 100 + double(hash % 21u) - 10;
  };
  const auto range = rangeAround(kGrid, {20, 20, 20}, valueAt);
  ASSERT_TRUE(range);
  EXPECT_NEAR(range->min, 100 - 2.5 * 6.06, 4);
  EXPECT_NEAR(range->max, 100 + 2.5 * 6.06, 4);
}

TEST(RangeAround, AlwaysHoldsTheSeedItself) {
  const auto spike = [](glm::dvec3 point) -> std::optional<double> {
    return glm::length(point - glm::dvec3(20, 20, 50)) < 0.1 ? 900 : 0;
  };
  const auto range = rangeAround(kGrid, {20, 20, 20}, spike);
  ASSERT_TRUE(range);
  EXPECT_GE(range->max, 900);
  EXPECT_LE(range->min, 0 + 1e-9);
  EXPECT_EQ(rangeAround(kGrid, {20, 20, 20}, [](glm::dvec3) { return std::optional<double>(); }), std::nullopt);
}

}  // namespace
