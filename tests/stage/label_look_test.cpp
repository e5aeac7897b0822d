// What a value of a label file looks like: the slice that holds most of it, the right way round, and what it measures.
#include "stage/label_look.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <glm/gtc/matrix_transform.hpp>

#include "core/resample.h"
#include "shape/box.h"

namespace stage {
namespace {

constexpr std::uint32_t kBlack = 0xFF000000;
constexpr std::uint32_t kWhite = 0xFFFFFFFF;
constexpr std::uint32_t kOutline = 0xFF009FE6;

class LabelLooks : public testing::Test {
 protected:
  // 120 mm of nothing, in voxels of 1 mm; `axes` says how voxels lie in the patient.
  core::Volume volumeOf(const glm::dmat4& axes) {
    const core::Grid grid({120, 120, 120}, axes);
    return {.grid = grid, .rescale = {1, -1000}, .voxels = core::makeVoxels(core::VoxelType::Int16, grid.voxelCount())};
  }
  // In mm from the middle of the volume.
  core::Mask box(const core::Volume& volume, glm::dvec3 from, glm::dvec3 to) {
    const core::Grid& grid = volume.grid;
    const glm::dvec3 middle = grid.worldOf(glm::dvec3(grid.size() - 1) / 2.0);
    const glm::ivec3 a(glm::round(grid.voxelOf(middle + from))), b(glm::round(grid.voxelOf(middle + to)));
    core::Mask mask;
    mask.setBox({glm::min(a, b), glm::max(a, b)});
    return mask;
  }
  void fill(core::Volume& volume, const core::Mask& mask, std::int16_t stored) {
    auto& values = std::get<std::vector<std::int16_t>>(volume.voxels);
    mask.forEachRun([&](glm::ivec3 first, int length) {
      std::fill_n(values.begin() + std::ptrdiff_t(volume.grid.indexOf(first)), length, stored);
    });
  }
  static std::uint32_t at(const ui::Thumbnail& picture, int row, int column) {
    return picture.colors[std::size_t(row * picture.across + column)];
  }

  const core::Window window_{0, 2000};
};

TEST_F(LabelLooks, ShowTheFullestSliceTheRightWayRoundHoweverVoxelsLie) {
  // Along the patient's axes; sagittal slices; and with all axes turned about.
  const glm::dmat4 plain(1);
  const glm::dmat4 sagittal(glm::dvec4(0, 1, 0, 0), glm::dvec4(0, 0, -1, 0), glm::dvec4(1, 0, 0, 0),
                            glm::dvec4(0, 0, 0, 1));
  const glm::dmat4 turned(glm::dvec4(0, 0, 1, 0), glm::dvec4(-1, 0, 0, 0), glm::dvec4(0, -1, 0, 0),
                          glm::dvec4(7, 8, 9, 1));
  for (const glm::dmat4& axes : {plain, sagittal, turned}) {
    core::Volume volume = volumeOf(axes);
    core::Mask mask = box(volume, {-10, -10, 5}, {10, 10, 5});  // most of it, in one slice
    mask |= box(volume, {0, 0, -40}, {0, 0, 20});
    fill(volume, box(volume, {14, -3, 5}, {20, 3, 5}), 2000);     // to the patient's left, in that slice
    fill(volume, box(volume, {-3, -20, 5}, {3, -14, 5}), 1000);   // before it
    fill(volume, box(volume, {-25, -25, 8}, {25, 25, 8}), 2000);  // in another slice
    const ui::Thumbnail picture = thumbnailOf(mask, volume, window_);
    ASSERT_EQ(picture.across, 40);
    const int middle = 20;
    EXPECT_EQ(at(picture, middle, 31), kWhite) << "1.5 mm a square: 17 mm to the left";
    EXPECT_EQ(at(picture, middle, 8), kBlack);
    EXPECT_NE(at(picture, 8, middle), kBlack) << "the front is at the top";
    EXPECT_NE(at(picture, 8, middle), kWhite);
    EXPECT_EQ(at(picture, 31, middle), kBlack);
    EXPECT_EQ(at(picture, middle, middle), kBlack) << "what is marked is seen";
    const auto outline = std::count(picture.colors.begin(), picture.colors.end(), kOutline);
    EXPECT_NEAR(double(outline), 4 * 13, 4) << "21 mm are 14 squares";
  }
}

TEST_F(LabelLooks, AreAsLargeAsWhatTheyShow) {
  core::Volume volume = volumeOf(glm::dmat4(1));
  const core::Mask wide = box(volume, {-55, -15, 0}, {55, 15, 0});
  const ui::Thumbnail picture = thumbnailOf(wide, volume, window_);
  const int middle = 20;
  EXPECT_NE(at(picture, middle, 1), kOutline);
  EXPECT_EQ(std::count(picture.colors.begin() + middle * 40, picture.colors.begin() + middle * 40 + 40, kOutline), 2);
  fill(volume, wide, 3000);
  EXPECT_EQ(at(thumbnailOf(wide, volume, window_), 1, 1), kBlack);
}

TEST_F(LabelLooks, SayHowBrightHowLargeAndInHowManyPieces) {
  core::Volume volume = volumeOf(glm::dmat4(1));
  core::Mask mask = box(volume, {-10, -10, 0}, {9, 9, 4});
  fill(volume, mask, 1050);
  EXPECT_EQ(labelWords(mask, volume, "HU"), "mean 50 HU, 2.00 ml, axial 63");
  mask |= box(volume, {30, 30, 0}, {39, 39, 4});
  EXPECT_EQ(labelWords(mask, volume, ""), "mean -160, 2.50 ml in 2 pieces, axial 63");
}

}  // namespace
}  // namespace stage
