// What is contested of a lesion is hatched, set or not, on slices and in 3D; by a pattern, not by colour alone.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <glm/geometric.hpp>

#include "fixture.h"
#include "renderer/renderer.h"

namespace renderer_test {
namespace {

using renderer::Picture;

constexpr glm::vec3 kRed{1, 0, 0};

core::Mask box(glm::ivec3 low, glm::ivec3 high) {  // both included
  core::Mask mask;
  for (int z = low.z; z <= high.z; ++z) {
    for (int y = low.y; y <= high.y; ++y) {
      mask.setRun({low.x, y, z}, high.x - low.x + 1);
    }
  }
  return mask;
}

std::size_t pixelAt(const Picture& picture, glm::ivec2 at) {
  return std::size_t(at.y) * std::size_t(picture.size.x) + std::size_t(at.x);
}

int redAt(const Picture& picture, glm::ivec2 at) {
  return picture.rgba[pixelAt(picture, at) * 4];
}

// Of the pixels of a square, those that are brighter than `limit`: 0..1.
double brightPart(const Picture& picture, glm::ivec2 from, int side, int limit) {
  int bright = 0;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      bright += redAt(picture, from + glm::ivec2(x, y)) > limit ? 1 : 0;
    }
  }
  return double(bright) / (side * side);
}

class ContestedTest : public GpuTest {};

TEST_F(ContestedTest, IsHatchedOnSlicesWhetherSetOrNot) {
  const core::Grid grid = plainGrid({64, 64, 3});
  const core::Volume volume = volumeOf(grid, [](glm::ivec3) { return 0; });
  const core::Mask mask = box({4, 4, 1}, {27, 59, 1});
  core::Mask contested = box({4, 4, 1}, {27, 27, 1});
  contested |= box({40, 4, 1}, {59, 27, 1});  // in a brick that holds nothing of the lesion
  renderer::Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  renderer.lesions().assign(std::vector<renderer::Lesion>{{7, kRed, &mask, &contested}});
  core::View view;
  view.layout = core::Layout::Axial;
  view.window = core::Window{127.5, 255};
  const Picture picture = renderer.render(view, {256, 256});  // 4 pixels a voxel
  const glm::ivec2 setAndContested(40, 40);
  const glm::ivec2 clearedAndContested(184, 40);
  const glm::ivec2 agreed(40, 160);
  EXPECT_NEAR(brightPart(picture, setAndContested, 48, 128), 1.0 / 8, 0.001);
  EXPECT_NEAR(brightPart(picture, clearedAndContested, 48, 128), 1.0 / 8, 0.001);
  EXPECT_EQ(redAt(picture, {160, 70}), 255) << "outlined";
  EXPECT_EQ(redAt(picture, {161, 70}) < 255 || redAt(picture, {162, 70}) < 255, true) << "thinly";
  EXPECT_EQ(brightPart(picture, agreed, 48, 128), 0);
  EXPECT_EQ(picture.lesion[pixelAt(picture, clearedAndContested)], 7u);
  EXPECT_EQ(redAt(picture, {140, 40}), 0);  // between the two

  view.hiddenLesions = {7};
  EXPECT_EQ(brightPart(renderer.render(view, {256, 256}), setAndContested, 48, 30), 0);
  view.hiddenLesions = {};
  renderer.lesions().update({7, kRed, &mask});  // settled
  EXPECT_EQ(brightPart(renderer.render(view, {256, 256}), setAndContested, 48, 128), 0);
}

TEST_F(ContestedTest, LeavesTheTissueToBeSeenDarkOrBright) {
  const core::Grid grid = plainGrid({64, 64, 3});
  const core::Mask contested = box({4, 4, 1}, {59, 59, 1});
  for (const int value : {0, 100, 255}) {
    const core::Volume volume = volumeOf(grid, [&](glm::ivec3) { return value; });
    renderer::Renderer renderer(device());
    renderer.setVolume(volume, "CT");
    renderer.lesions().assign(std::vector<renderer::Lesion>{{1, glm::vec3(0.95f), nullptr, &contested}});
    core::View view;
    view.layout = core::Layout::Axial;
    view.window = core::Window{127.5, 255};
    const Picture picture = renderer.render(view, {256, 256});
    int untouched = 0;
    int farthest = 0;  // from the tissue's own grey
    for (int x = 40; x < 200; ++x) {
      const int away = std::abs(redAt(picture, {x, 100}) - value);
      untouched += away <= 1 ? 1 : 0;
      farthest = std::max(farthest, away);
    }
    EXPECT_GE(untouched, 160 * 6 / 8) << value;
    EXPECT_GT(farthest, 60) << "and yet the stripes are seen on " << value;
  }
}

TEST_F(ContestedTest, AnOpenStrokeOverItEndsTheHatching) {
  const core::Grid grid = plainGrid({64, 64, 3});
  const core::Volume volume = volumeOf(grid, [](glm::ivec3) { return 0; });
  const core::Mask mask = box({4, 4, 1}, {59, 59, 1});
  for (const core::BrushMode mode : {core::BrushMode::Add, core::BrushMode::Erase}) {
    renderer::Renderer renderer(device());
    renderer.setVolume(volume, "CT");
    renderer.lesions().assign(std::vector<renderer::Lesion>{{1, kRed, &mask, &mask}});
    core::View view;
    view.layout = core::Layout::Axial;
    view.window = core::Window{127.5, 255};
    const glm::dvec3 point = grid.worldOf({20, 20, 1});
    renderer.painter().begin({.mode = mode, .radiusMm = 8}, 1);
    renderer.painter().extend({&point, 1});
    const Picture picture = renderer.render(view, {256, 256});
    EXPECT_EQ(brightPart(picture, {74, 74}, 16, 128), 0);
    EXPECT_EQ(redAt(picture, {82, 82}) > 0, mode == core::BrushMode::Add);
    EXPECT_NEAR(brightPart(picture, {160, 160}, 48, 128), 1.0 / 8, 0.001);
    renderer.painter().cancel();
  }
}

TEST_F(ContestedTest, IsHatchedIn3dAtAnyDistance) {
  const core::Grid grid = plainGrid({96, 96, 96});
  const core::Volume volume = volumeOf(grid, [](glm::ivec3) { return -1000; });
  const core::Mask mask = box({20, 40, 20}, {47, 60, 75});       // seen from the front: the left part
  const core::Mask contested = box({34, 40, 20}, {75, 60, 75});  // its right half, and beyond where it is not set
  renderer::Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  renderer.lesions().assign(std::vector<renderer::Lesion>{{3, kRed, &mask, &contested}});
  core::View view;
  view.layout = core::Layout::ThreeD;
  view.preset = "bone";
  view.jitter = false;
  view.background = glm::vec3(0);
  for (const core::LesionSurface surface : {core::LesionSurface::Crisp, core::LesionSurface::Smooth}) {
    for (const double heightMm : {64.0, 80.0, 120.0}) {
      for (const core::Projection projection : {core::Projection::Orthographic, core::Projection::Perspective}) {
        view.lesionSurface = surface;
        view.camera = core::Camera{.positionMm = {47.5, -360, 47.5},
                                   .targetMm = {47.5, 40, 47.5},
                                   .up = {0, 0, 1},
                                   .projection = projection,
                                   .fieldOfViewDeg = glm::degrees(2 * std::atan(heightMm / 2 / 400)),
                                   .heightMm = heightMm};
        const Picture picture = renderer.render(view, {240, 240});
        const double pixels = 240 / heightMm;  // a millimetre, where the boxes begin
        const auto at = [&](double xMm) { return glm::ivec2(120 + int((xMm - 47.5) * pixels), 96); };
        const int side = int(9 * pixels);
        EXPECT_EQ(brightPart(picture, at(22), side, 100), 1);
        EXPECT_NEAR(brightPart(picture, at(36), side, 100), 0.6, 0.1);
        EXPECT_NEAR(brightPart(picture, at(56), side, 100), 0.6, 0.1);
        EXPECT_EQ(picture.lesion[pixelAt(picture, at(60))], 3u);
        // How many stripes cross a row: some twelve pixels apart, times the diagonal's root of two.
        int edges = 0;
        for (int x = 1; x < side; ++x) {
          const glm::ivec2 here = at(56) + glm::ivec2(x, 0);
          edges += redAt(picture, here) > 100 && redAt(picture, here - glm::ivec2(1, 0)) <= 100 ? 1 : 0;
        }
        EXPECT_NEAR(edges, side / 17.0, side / 17.0 * 0.5 + 1);
      }
    }
  }
}

}  // namespace
}  // namespace renderer_test
