// Slices show the voxels that are there, where they are.
#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/gtc/constants.hpp>

#include "fixture.h"
#include "renderer/renderer.h"

namespace renderer_test {
namespace {

using renderer::Picture;

// A different value in neighbouring voxels, 0..250.
int speckle(glm::ivec3 voxel) {
  return (voxel.x * 37 + voxel.y * 91 + voxel.z * 151) % 251;
}

core::View sliceView(core::Layout layout) {
  core::View view;
  view.layout = layout;
  view.window = core::Window{127.5, 255};  // grey = value
  view.background = {0, 0, 1};
  return view;
}

class SliceTest : public GpuTest {};

TEST_F(SliceTest, EveryPixelIsTheVoxelUnderItAtTrueMillimetres) {
  const std::vector<core::Grid> grids = {
      plainGrid({40, 30, 12}, {0.7, 1.1, 4}),
      turnedGrid({25, 33, 14}, {1.2, 0.8, 3}, {-400, 90, 1700}, {0.2, 0.1, 1}, 0.3, true),
      turnedGrid({25, 33, 28}, {1.2, 0.8, 1.5}, {-400, 90, 1700}, {1, 1, 1}, 2.1, false)};
  for (const core::Grid& grid : grids) {
    const core::Volume volume = volumeOf(grid, speckle);
    renderer::Renderer renderer(device());
    renderer.setVolume(volume, "CT");
    for (const core::Layout layout :
         {core::Layout::Axial, core::Layout::Coronal, core::Layout::Sagittal, core::Layout::Oblique}) {
      core::View view = sliceView(layout);
      view.focusMm = grid.worldOf(glm::dvec3(grid.size()) * 0.4);
      view.oblique = core::SlicePlane{*view.focusMm, {1, 0.2, 0}, {-0.2, 1, 0}};
      const core::SlicePlane plane =
          layout == core::Layout::Oblique ? *view.oblique : core::patientSlice(grid, layout, *view.focusMm);
      const glm::ivec2 size(150, 110);
      const Picture picture = renderer.render(view, size);
      // The same arithmetic in double: pixels are square in mm, and the whole slice just fits.
      const glm::dvec3 right = glm::normalize(plane.right);
      const glm::dvec3 down = glm::normalize(plane.down);
      glm::dvec2 extentMm(0);
      for (int a = 0; a < 3; ++a) {
        const glm::dvec3 edge = glm::dvec3(grid.worldFromVoxel()[a]) * double(grid.size()[a]);
        extentMm += glm::abs(glm::dvec2(glm::dot(edge, right), glm::dot(edge, down)));
      }
      const double mmPerPixel = std::max(extentMm.x / size.x, extentMm.y / size.y);
      int inside = 0;
      int wrong = 0;
      for (int y = 0; y < size.y; ++y) {
        for (int x = 0; x < size.x; ++x) {
          const glm::dvec3 at = grid.voxelOf(plane.centerMm + right * ((x + 0.5 - size.x / 2.0) * mmPerPixel) +
                                             down * ((y + 0.5 - size.y / 2.0) * mmPerPixel));
          const glm::dvec3 tie = glm::abs(glm::fract(at) - 0.5);
          if (std::min({tie.x, tie.y, tie.z}) < 1e-3) {
            continue;  // two voxels are equally near
          }
          const glm::ivec3 voxel(glm::round(at));
          const std::size_t pixel = std::size_t(y * size.x + x) * 4;
          if (grid.contains(voxel)) {
            ++inside;
            wrong += picture.rgba[pixel] != speckle(voxel) || picture.rgba[pixel + 2] != speckle(voxel) ? 1 : 0;
          } else {
            wrong += picture.rgba[pixel] != 0 || picture.rgba[pixel + 2] != 255 ? 1 : 0;
          }
        }
      }
      EXPECT_EQ(wrong, 0) << "layout " << int(layout);
      EXPECT_GT(inside, 1000);
    }
  }
}

TEST_F(SliceTest, PatientSidesAreWhereRadiologistsLookForThem) {
  // One bright voxel far to the patient's left (+x), back (+y) and head (+z), whatever way the file runs.
  for (const bool flipped : {false, true}) {
    const core::Grid grid = flipped
                                ? turnedGrid({21, 21, 21}, {1, 1, 1}, {20, 20, 0}, {0, 0, 1}, glm::pi<double>(), false)
                                : plainGrid({21, 21, 21});
    const glm::dvec3 mark(17, 16, 18);
    const glm::ivec3 marked(glm::round(grid.voxelOf(mark)));
    const core::Volume volume = volumeOf(grid, [&](glm::ivec3 voxel) { return voxel == marked ? 255 : 0; });
    renderer::Renderer renderer(device());
    renderer.setVolume(volume, "CT");
    const auto brightest = [&](core::Layout layout) {
      core::View view = sliceView(layout);
      view.focusMm = mark;
      view.background = {0, 0, 0};
      const Picture picture = renderer.render(view, {21, 21});
      for (int i = 0; i < 21 * 21; ++i) {
        if (picture.rgba[std::size_t(i) * 4] == 255) {
          return glm::ivec2(i % 21, i / 21);
        }
      }
      return glm::ivec2(-1);
    };
    EXPECT_EQ(brightest(core::Layout::Axial), glm::ivec2(17, 16));
    EXPECT_EQ(brightest(core::Layout::Coronal), glm::ivec2(17, 20 - 18));
    EXPECT_EQ(brightest(core::Layout::Sagittal), glm::ivec2(16, 20 - 18));
  }
}

TEST_F(SliceTest, OverlappingLesionsKeepTheirOutlines) {
  const core::Grid grid = plainGrid({64, 64, 3});
  const core::Volume volume = volumeOf(grid, [](glm::ivec3) { return 0; });
  core::Mask left;
  core::Mask right;
  for (int y = 16; y < 48; ++y) {
    left.setRun({8, y, 1}, 32);
    right.setRun({24, y, 1}, 32);
  }
  renderer::Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  renderer.lesions().assign(std::vector<renderer::Lesion>{{1, {1, 0, 0}, &left}, {2, {0, 1, 0}, &right}});
  core::View view = sliceView(core::Layout::Axial);
  const Picture picture = renderer.render(view, {256, 256});  // 4 pixels a voxel
  const auto color = [&](double voxelX, double voxelY) {
    const std::size_t pixel = (std::size_t(voxelY * 4) * 256 + std::size_t(voxelX * 4)) * 4;
    return glm::ivec3(picture.rgba[pixel], picture.rgba[pixel + 1], picture.rgba[pixel + 2]);
  };
  EXPECT_EQ(color(8.2, 30), glm::ivec3(255, 0, 0));   // outline of the left one
  EXPECT_EQ(color(39.8, 30), glm::ivec3(255, 0, 0));  // its far side, within the right one
  EXPECT_EQ(color(24.2, 30), glm::ivec3(0, 255, 0));  // outline of the right one, within the left one
  EXPECT_EQ(color(55.8, 30), glm::ivec3(0, 255, 0));
  const glm::ivec3 both = color(32, 30);
  EXPECT_GT(both.r, 0);
  EXPECT_EQ(both.r, both.g);
  EXPECT_LT(both.r, 60);
  EXPECT_EQ(color(60, 30), glm::ivec3(0, 0, 0));
  view.lesionOutlines = false;
  const Picture veiled = renderer.render(view, {256, 256});
  const std::size_t rim = (30 * 4 * 256 + std::size_t(8.2 * 4)) * 4;
  EXPECT_GT(veiled.rgba[rim], 0);
  EXPECT_LT(veiled.rgba[rim], 100) << "a veil, no outline";
}

// What others marked, over what is judged: the tissue stays as it is, and none of two that coincide hides the other.
TEST_F(SliceTest, AnOutlineIsAnEdgeAndNothingElse) {
  const core::Grid grid = plainGrid({64, 64, 3});
  const core::Volume volume = volumeOf(grid, [](glm::ivec3) { return 100; });
  core::Mask mask;
  for (int y = 16; y < 48; ++y) {
    mask.setRun({16, y, 1}, 32);
  }
  renderer::Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  const renderer::Lesion one{.number = 3, .color = {1, 0, 0}, .mask = &mask, .outline = true};
  const renderer::Lesion other{.number = 4, .color = {0, 1, 0}, .mask = &mask, .outline = true};
  renderer.lesions().assign(std::vector<renderer::Lesion>{one});
  core::View view = sliceView(core::Layout::Axial);
  const auto colorsOf = [&](const Picture& picture, int x) {  // of a column: how many pixels are red, green, or tissue
    glm::ivec3 count(0);
    for (int y = 80; y < 176; ++y) {
      const std::size_t pixel = std::size_t(y * 256 + x) * 4;
      const glm::ivec3 color(picture.rgba[pixel], picture.rgba[pixel + 1], picture.rgba[pixel + 2]);
      count.x += color == glm::ivec3(255, 0, 0) ? 1 : 0;
      count.y += color == glm::ivec3(0, 255, 0) ? 1 : 0;
      count.z += color == glm::ivec3(100) ? 1 : 0;
      EXPECT_EQ(picture.lesion[std::size_t(y * 256 + x)], 0u) << "no point belongs to it";
    }
    return count;
  };
  const Picture alone = renderer.render(view, {256, 256});  // 4 pixels a voxel
  EXPECT_EQ(colorsOf(alone, 64), glm::ivec3(96, 0, 0));
  EXPECT_EQ(colorsOf(alone, 128), glm::ivec3(0, 0, 96));
  renderer.lesions().update(other);
  const glm::ivec3 shared = colorsOf(renderer.render(view, {256, 256}), 64);
  EXPECT_EQ(shared.x + shared.y, 96);
  EXPECT_GT(std::min(shared.x, shared.y), 24) << "in turns";
  view.hiddenLesions = {3, 4};
  EXPECT_EQ(colorsOf(renderer.render(view, {256, 256}), 64), glm::ivec3(0, 0, 96));
  view = {};
  view.layout = core::Layout::ThreeD;
  view.preset = "bone";
  const Picture solid = renderer.render(view, {64, 64});
  EXPECT_EQ(std::count_if(solid.lesion.begin(), solid.lesion.end(), [](std::uint32_t each) { return each != 0; }), 0);
}

}  // namespace
}  // namespace renderer_test
