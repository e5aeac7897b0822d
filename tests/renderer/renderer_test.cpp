// Pictures of phantoms whose look follows from arithmetic: no picture is compared with one that this program made.
#include "renderer/renderer.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

#include "core/palette.h"
#include "fixture.h"

namespace renderer_test {
namespace {

using renderer::Picture;
using renderer::Renderer;
using renderer::RenderOptions;

constexpr glm::vec3 kBrushRed{1, 0, 0};

// Everything of one colour, `opacity` per mm, unshaded.
core::TransferFunction fog(glm::vec3 color, float opacity) {
  core::TransferFunction function;
  function.points = {{-2000, color, opacity}, {4000, color, opacity}};
  function.shading.enabled = false;
  return function;
}

// Nothing below `value`, opaque white from there.
core::TransferFunction surfaceAt(double value) {
  core::TransferFunction function;
  function.points = {{value - 0.5, glm::vec3(1), 0}, {value + 0.5, glm::vec3(1), 1}};
  function.shading.enabled = false;
  return function;
}

core::View plainView() {
  core::View view;
  view.layout = core::Layout::ThreeD;
  view.jitter = false;
  view.background = glm::vec3(0);
  return view;
}

core::Camera orthographic(glm::dvec3 position, glm::dvec3 target, double heightMm) {
  return {.positionMm = position,
          .targetMm = target,
          .up = {0, 0.1, 1},
          .projection = core::Projection::Orthographic,
          .heightMm = heightMm};
}

std::size_t pixelIndex(const Picture& picture, int x, int y) {
  return std::size_t(y) * std::size_t(picture.size.x) + std::size_t(x);
}

glm::ivec3 colorAt(const Picture& picture, int x, int y) {
  const std::size_t at = pixelIndex(picture, x, y) * 4;
  return {picture.rgba[at], picture.rgba[at + 1], picture.rgba[at + 2]};
}

int largestDifference(const Picture& a, const Picture& b) {
  int largest = 0;
  for (std::size_t i = 0; i < a.rgba.size(); ++i) {
    largest = std::max(largest, std::abs(int(a.rgba[i]) - int(b.rgba[i])));
  }
  return largest;
}

class RendererTest : public GpuTest {};

TEST_F(RendererTest, ASlabDimsLightAsBeerAndLambertSay) {
  // 40 voxels of 0.5 mm: 20 mm along x.
  const core::Volume volume = volumeOf(plainGrid({40, 64, 64}, {0.5, 1, 1}), [](glm::ivec3) { return 100; });
  Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  core::View view = plainView();
  view.camera = orthographic({-100, 32, 32}, {10, 32, 32}, 20);
  view.transferFunction = fog(kBrushRed, 0.05f);
  view.stepMm = 0.25;
  const Picture picture = renderer.render(view, {32, 32});
  EXPECT_NEAR(colorAt(picture, 16, 16).r, 255 * (1 - std::pow(0.95, 20)), 1.5);

  view.clipPlanes = {{{4.75, 0, 0}, {1, 0, 0}}};  // cuts away x < 4.75; 15 mm stay, of -0.25 .. 19.75
  EXPECT_NEAR(colorAt(renderer.render(view, {32, 32}), 16, 16).r, 255 * (1 - std::pow(0.95, 15)), 1.5);
  view.clipPlanes.push_back({{9.75, 0, 0}, {-2, 0, 0}});
  EXPECT_NEAR(colorAt(renderer.render(view, {32, 32}), 16, 16).r, 255 * (1 - std::pow(0.95, 5)), 1.5);
  view.clipPlanes[0].enabled = false;
  EXPECT_NEAR(colorAt(renderer.render(view, {32, 32}), 16, 16).r, 255 * (1 - std::pow(0.95, 10)), 1.5);
}

TEST_F(RendererTest, FromInsideOnlyWhatIsAheadIsSeen) {
  const core::Volume volume = volumeOf(plainGrid({64, 64, 64}), [](glm::ivec3) { return 100; });
  Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  core::View view = plainView();
  view.transferFunction = fog(kBrushRed, 0.02f);
  view.stepMm = 0.25;
  view.camera = core::Camera{.positionMm = {31.5, 31.5, 31.5}, .targetMm = {31.5, 50, 31.5}};
  // 32 mm from the middle to the face of the last voxel.
  EXPECT_NEAR(colorAt(renderer.render(view, {33, 33}), 16, 16).r, 255 * (1 - std::pow(0.98, 32)), 1.5);
}

TEST_F(RendererTest, ASphereHasItsOutlineAndDepthOnAnyGrid) {
  for (const bool leftHanded : {false, true}) {
    const core::Grid grid = turnedGrid({70, 64, 30}, {1.1, 1.3, 2.6}, {1500, -800, 300}, {1, 2, -0.5}, 0.8, leftHanded);
    const glm::dvec3 middle = grid.worldOf(glm::dvec3(grid.size() - 1) * 0.5);
    constexpr double kRadius = 22;
    const core::Volume volume = volumeOf(grid, [&](glm::ivec3 voxel) {
      return std::round(100 * (kRadius - glm::distance(grid.worldOf(glm::dvec3(voxel)), middle)));
    });
    Renderer renderer(device());
    renderer.setVolume(volume, "CT");
    core::View view = plainView();
    view.transferFunction = surfaceAt(0);
    view.stepMm = 0.2;
    const glm::dvec3 eye = middle + glm::normalize(glm::dvec3(1, -2, 0.7)) * 200.0;
    view.camera = orthographic(eye, middle, 64);
    const Picture picture = renderer.render(view, {64, 64});  // 1 mm a pixel
    for (int y = 0; y < 64; ++y) {
      for (int x = 0; x < 64; ++x) {
        const double fromMiddle = std::hypot(x + 0.5 - 32, y + 0.5 - 32);
        const int red = colorAt(picture, x, y).r;
        if (fromMiddle < kRadius - 0.7) {
          ASSERT_EQ(red, 255) << x << ", " << y;
          const double depth = 200 - std::sqrt(kRadius * kRadius - fromMiddle * fromMiddle);
          // A grazing ray meets the (slightly faceted) surface later or earlier.
          const double tolerance = 0.5 + 0.6 * fromMiddle / std::sqrt(kRadius * kRadius - fromMiddle * fromMiddle);
          ASSERT_NEAR(picture.depthMm[pixelIndex(picture, x, y)], depth, tolerance) << x << ", " << y;
        } else if (fromMiddle > kRadius + 0.7) {
          ASSERT_EQ(red, 0) << x << ", " << y;
          ASSERT_TRUE(std::isinf(picture.depthMm[pixelIndex(picture, x, y)]));
        }
      }
    }
  }
}

TEST_F(RendererTest, AnEyeSeesItsPartOfAWiderPicture) {
  const core::Volume volume = volumeOf(turnedGrid({40, 40, 40}, {1, 1, 1}, {-20, -20, -20}, {1, 2, 3}, 0.4, false),
                                       [](glm::ivec3 v) { return (v.x * 7 + v.y * 13 + v.z * 5) % 50 * 20; });
  Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  core::View view = plainView();
  view.transferFunction = core::TransferFunction{{{0, kBrushRed, 0}, {500, {0, 1, 0}, 0.2f}, {1000, {1, 1, 1}, 1}}, {}};
  view.transferFunction->shading.enabled = false;
  view.camera = core::Camera{.positionMm = {5, -70, 3}, .targetMm = {0, 0, 0}, .up = {0.1, 0, 1}};
  view.camera->frustum = core::Frustum{-0.6, 0.6, -0.6, 0.6};
  const Picture wide = renderer.render(view, {120, 120});
  view.camera->frustum = core::Frustum{-0.2, 0.6, -0.3, 0.1};
  const Picture eye = renderer.render(view, {80, 40});
  int largest = 0;
  for (int y = 0; y < 40; ++y) {
    for (int x = 0; x < 80; ++x) {
      const glm::ivec3 difference = glm::abs(colorAt(eye, x, y) - colorAt(wide, x + 40, y + 50));
      largest = std::max({largest, difference.r, difference.g, difference.b});
    }
  }
  EXPECT_LE(largest, 1);
}

TEST_F(RendererTest, LeapingOverEmptyBlocksChangesNothing) {
  const core::Grid grid = turnedGrid({90, 77, 41}, {0.8, 0.9, 1.7}, {10, 20, 30}, {1, 1, 0}, 0.5, true);
  std::mt19937 random(7);
  std::vector<glm::dvec3> centers(9);
  for (glm::dvec3& center : centers) {
    center = {double(random() % 90), double(random() % 77), double(random() % 41)};
  }
  const core::Volume volume = volumeOf(grid, [&](glm::ivec3 voxel) {
    double nearest = 1e9;
    for (const glm::dvec3& center : centers) {
      nearest = std::min(nearest, glm::distance(glm::dvec3(voxel), center));
    }
    return nearest < 7 ? 400 + double(random() % 600) : -1000;
  });
  const core::Mask lesion = ball(grid, grid.worldOf({45, 30, 20}), 6);
  Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  renderer.lesions().assign(std::vector<renderer::Lesion>{{1, kBrushRed, &lesion}});
  const glm::dvec3 middle = grid.worldOf(glm::dvec3(grid.size()) * 0.5);
  for (const glm::dvec3 eye : {middle + glm::dvec3(200, 30, 60), middle + glm::dvec3(0, 0, -150), middle}) {
    for (const core::ViewMode mode : {core::ViewMode::Volume, core::ViewMode::Maximum, core::ViewMode::Average}) {
      core::View view = plainView();
      view.preset = "bone";
      view.mode = mode;
      view.camera = core::Camera{.positionMm = eye, .targetMm = middle + glm::dvec3(0, 3, 0), .up = {1, 0, 0.1}};
      const Picture whole = renderer.render(view, {80, 60}, {.skip = false});
      for (const int run : {0, 1, 4}) {
        const Picture leaped = renderer.render(view, {80, 60}, {.skip = true, .run = run});
        // A sample on the very border of a block may fall to either side.
        EXPECT_LE(largestDifference(whole, leaped), 2) << "mode " << int(mode) << " run " << run;
      }
      EXPECT_GT(*std::max_element(whole.rgba.begin(), whole.rgba.end()), 30);
    }
  }
}

TEST_F(RendererTest, LookingForLesionsOnlyWhereTheyCanBeChangesNothing) {
  std::mt19937 random(11);
  const auto within = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  };
  for (int round = 0; round < 12; ++round) {
    const core::Grid grid = turnedGrid({90, 77, 141}, {0.8, 0.9, 1.7}, {10, 20, 30}, {within(-1, 1), within(-1, 1), 1},
                                       within(0, 3), round % 2 == 0);
    const core::Volume volume =
        volumeOf(grid, [&](glm::ivec3 voxel) { return voxel.x < 30 && voxel.y < 30 ? 400 + voxel.z : -1000; });
    const auto somewhere = [&] { return grid.worldOf({within(0, 89), within(0, 76), within(0, 140)}); };
    std::vector<core::Mask> masks;
    for (int i = 0; i < 3; ++i) {
      masks.push_back(ball(grid, somewhere(), within(2, 12)));
    }
    Renderer renderer(device());
    renderer.setVolume(volume, "CT");
    renderer.lesions().assign(std::vector<renderer::Lesion>{
        {1, kBrushRed, &masks[0]}, {2, {0, 1, 0}, &masks[1], &masks[2]}, {3, {0, 0, 1}, &masks[2]}});
    if (round % 3 != 0) {
      renderer.painter().begin({.radiusMm = 5}, 3);
      renderer.painter().extend(std::vector<glm::dvec3>{somewhere(), somewhere()});
    }
    const glm::dvec3 middle = grid.worldOf(glm::dvec3(grid.size()) * 0.5);
    core::View view = plainView();
    view.preset = "bone";
    view.hiddenLesions = round % 4 == 0 ? std::vector<std::uint32_t>{1} : std::vector<std::uint32_t>();
    // From outside, and from within, where lesions stand behind the eye.
    const glm::dvec3 eye = round % 2 == 0 ? somewhere() : middle + glm::dvec3(within(150, 300), within(-90, 90), 40);
    view.camera = core::Camera{.positionMm = eye, .targetMm = middle + glm::dvec3(0, 3, 0), .up = {1, 0, 0.1}};
    if (round % 5 == 0) {
      view.camera->projection = core::Projection::Orthographic;
      view.camera->heightMm = 90;
    }
    view.focusMm = somewhere();
    view.sliceZoom = within(0.5, 3);
    view.oblique = core::SlicePlane{somewhere(), {1, 0.2, 0}, {-0.2, 1, 0}};
    bool seen = false;
    for (const core::Layout layout : {core::Layout::Quad, core::Layout::ThreeD, core::Layout::Oblique}) {
      for (const core::ViewMode mode : {core::ViewMode::Volume, core::ViewMode::Maximum}) {
        view.layout = layout;
        view.mode = mode;
        const Picture everywhere = renderer.render(view, {230, 170}, {.split = false});
        const Picture split = renderer.render(view, {230, 170});
        EXPECT_LE(largestDifference(everywhere, split), 2) << "round " << round << " layout " << int(layout);
        EXPECT_EQ(everywhere.lesion, split.lesion) << "round " << round << " layout " << int(layout);
        seen =
            seen || std::any_of(split.lesion.begin(), split.lesion.end(), [](std::uint32_t each) { return each != 0; });
      }
    }
    EXPECT_TRUE(seen) << "round " << round;
  }
}

TEST_F(RendererTest, ALesionInEmptySpaceIsSeenWhereItIs) {
  for (const bool leftHanded : {false, true}) {
    const core::Grid grid =
        turnedGrid({96, 80, 48}, {0.9, 0.9, 1.5}, {-700, 900, 1200}, {0.3, -1, 0.4}, 1.1, leftHanded);
    const core::Volume volume = volumeOf(grid, [](glm::ivec3) { return -1000; });
    const glm::dvec3 center = grid.worldOf({70, 25, 30});
    const core::Mask lesion = ball(grid, center, 8);
    Renderer renderer(device());
    renderer.setVolume(volume, "CT");
    renderer.lesions().assign(std::vector<renderer::Lesion>{{42, kBrushRed, &lesion}});
    core::View view = plainView();
    view.preset = "bone";
    const glm::dvec3 target = center + glm::dvec3(10, 0, 5);
    const glm::dvec3 eye = target + glm::dvec3(30, -160, 20);
    view.camera = orthographic(eye, target, 60);
    const Picture picture = renderer.render(view, {120, 120});  // 0.5 mm a pixel
    const glm::dvec3 forward = glm::normalize(target - eye);
    const glm::dvec3 right = glm::normalize(glm::cross(forward, view.camera->up));
    const glm::dvec3 up = glm::cross(right, forward);
    const glm::dvec2 at(60 + glm::dot(center - target, right) * 2, 60 - glm::dot(center - target, up) * 2);
    for (int y = 0; y < 120; ++y) {
      for (int x = 0; x < 120; ++x) {
        const double awayMm = glm::distance(glm::dvec2(x + 0.5, y + 0.5), at) / 2;
        const std::uint32_t seen = picture.lesion[pixelIndex(picture, x, y)];
        if (awayMm < 8 - 1.6) {  // a voxel's half diagonal inside the ball
          ASSERT_EQ(seen, 42u) << x << ", " << y;
          ASSERT_GT(colorAt(picture, x, y).r, 40);
          ASSERT_LT(std::abs(picture.depthMm[pixelIndex(picture, x, y)] -
                             (glm::dot(center - eye, forward) - std::sqrt(64 - awayMm * awayMm))),
                    2.5);
        } else if (awayMm > 8 + 1.6) {
          ASSERT_EQ(seen, 0u) << x << ", " << y;
        }
      }
    }
    view.hiddenLesions = {42};
    const Picture hidden = renderer.render(view, {120, 120});
    EXPECT_EQ(*std::max_element(hidden.lesion.begin(), hidden.lesion.end()), 0u);
    view.hiddenLesions = {};
    view.showLesions = false;
    const Picture off = renderer.render(view, {120, 120});
    EXPECT_EQ(*std::max_element(off.lesion.begin(), off.lesion.end()), 0u);
  }
}

// One voxel along the axis: crisp its square is seen; smooth, where (1 - |x|)(1 - |y|) is one half or more, whose area
// is 2 - 2 ln 2 of it.
TEST_F(RendererTest, SurfacesAreCrispOrSmooth) {
  const core::Grid grid = plainGrid({32, 32, 32});
  const core::Volume volume = volumeOf(grid, [](glm::ivec3) { return -1000; });
  core::Mask lesion;
  lesion.set({16, 16, 16});
  Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  renderer.lesions().assign(std::vector<renderer::Lesion>{{1, kBrushRed, &lesion}});
  core::View view = plainView();
  view.preset = "bone";
  view.stepMm = 0.02;
  view.camera = orthographic({16, -50, 16}, {16, 16, 16}, 2);
  view.camera->up = {0, 0, 1};
  const double pixels = 128.0 / 2 * 128.0 / 2;  // of a voxel
  const auto area = [&](core::LesionSurface surface) {
    view.lesionSurface = surface;
    const Picture picture = renderer.render(view, {128, 128});
    return double(std::count(picture.lesion.begin(), picture.lesion.end(), 1u)) / pixels;
  };
  EXPECT_NEAR(area(core::LesionSurface::Crisp), 1, 0.02);
  EXPECT_NEAR(area(core::LesionSurface::Smooth), 2 - 2 * std::log(2.0), 0.02);
  // A box shows a face of one brightness to each side; bright where it is seen straight on.
  view.lesionSurface = core::LesionSurface::Crisp;
  const Picture picture = renderer.render(view, {128, 128});
  EXPECT_EQ(colorAt(picture, 64, 64), colorAt(picture, 40, 80));
  EXPECT_GT(colorAt(picture, 64, 64).r, 245);
}

TEST_F(RendererTest, ALesionWithinTissueShowsThroughItAsAVeil) {
  const core::Grid grid = plainGrid({48, 48, 48});
  const core::Volume volume = volumeOf(grid, [](glm::ivec3) { return 1000; });
  const core::Mask lesion = ball(grid, {24, 30, 24}, 6);
  Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  renderer.lesions().assign(std::vector<renderer::Lesion>{{1, kBrushRed, &lesion}});
  core::View view = plainView();
  view.transferFunction = fog({0, 0, 1}, 0.9f);
  view.camera = orthographic({24, -50, 24}, {24, 24, 24}, 40);
  view.camera->up = {0, 0, 1};
  // Seen straight on, the lesion's middle is lit by 1 and a quarter of highlight.
  for (const double through : {0.0, 0.35, 1.0}) {
    view.lesionsThroughTissue = through;
    const Picture picture = renderer.render(view, {64, 64});
    EXPECT_EQ(picture.lesion[pixelIndex(picture, 32, 32)], through > 0 ? 1u : 0u);
    EXPECT_EQ(picture.lesion[pixelIndex(picture, 4, 4)], 0u);
    EXPECT_NEAR(colorAt(picture, 32, 32).r, 255 * std::min(1.0, 1.25 * through), 5) << through;
    EXPECT_NEAR(colorAt(picture, 32, 32).b, 255 * (1 - 0.75 * through), 12) << through;
    EXPECT_NEAR(colorAt(picture, 4, 4).b, 255, 4);
    EXPECT_LT(picture.depthMm[pixelIndex(picture, 32, 32)], 60) << "depth is the tissue's";
  }
}

TEST_F(RendererTest, TissueWithoutLightHasItsOwnColour) {
  const core::Volume volume = volumeOf(plainGrid({32, 32, 32}), [](glm::ivec3 v) {
    return glm::distance(glm::dvec3(v), glm::dvec3(16)) < 10 ? 1000 : -1000;
  });
  Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  core::View view = plainView();
  view.transferFunction = surfaceAt(0);
  view.transferFunction->shading = {.enabled = true, .ambient = 0.1f, .diffuse = 0.7f, .specular = 0};
  view.camera = orthographic({16, -50, 16}, {16, 16, 16}, 32);
  EXPECT_LT(colorAt(renderer.render(view, {64, 64}), 32, 32).r, 230);
  view.shaded = false;
  EXPECT_EQ(colorAt(renderer.render(view, {64, 64}), 32, 32).r, 255);
}

TEST_F(RendererTest, AnOpenStrokeIsSeenInTheFrameThatPaintsIt) {
  const core::Grid grid = plainGrid({64, 64, 64});
  const core::Volume volume = volumeOf(grid, [](glm::ivec3) { return -1000; });
  const core::Mask lesion = ball(grid, {20, 32, 32}, 8);
  Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  renderer.lesions().assign(std::vector<renderer::Lesion>{{3, kBrushRed, &lesion}, {5, kBrushRed, nullptr}});
  core::View view = plainView();
  view.preset = "bone";
  view.camera = orthographic({32, -100, 32}, {32, 32, 32}, 64);
  const auto seenAt = [&](int x, int y) {
    const Picture picture = renderer.render(view, {64, 64});
    return picture.lesion[pixelIndex(picture, x, y)];
  };
  ASSERT_EQ(seenAt(20, 31), 3u);
  ASSERT_EQ(seenAt(50, 31), 0u);
  core::BrushStroke add;
  add.radiusMm = 5;
  add.pointsMm = {{50, 32, 32}};
  renderer.painter().begin(add, 5);
  EXPECT_EQ(seenAt(50, 31), 5u) << "in space that was skipped as empty";
  renderer.painter().cancel();
  EXPECT_EQ(seenAt(50, 31), 0u);

  core::BrushStroke erase = add;
  erase.mode = core::BrushMode::Erase;
  erase.radiusMm = 12;
  erase.pointsMm = {{20, 32, 32}};
  renderer.painter().begin(erase, 3);
  EXPECT_EQ(seenAt(20, 31), 0u);
  renderer.painter().cancel();
  EXPECT_EQ(seenAt(20, 31), 3u);
}

TEST_F(RendererTest, SixtyFiveThousandLesionsAreToldApart) {
  const core::Grid grid = plainGrid({256, 256, 4});
  const core::Volume volume = volumeOf(grid, [](glm::ivec3) { return 0; });
  std::vector<core::Mask> masks(65535);
  std::vector<renderer::Lesion> lesions;
  for (std::uint32_t number = 1; number <= 65535; ++number) {
    masks[number - 1].set({int(number % 256), int(number / 256), 2});
    lesions.push_back({number, core::lesionColor(number), &masks[number - 1]});
  }
  Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  renderer.lesions().assign(lesions);
  core::View view = plainView();
  view.layout = core::Layout::Axial;
  view.focusMm = glm::dvec3(0, 0, 2);
  const Picture picture = renderer.render(view, {256, 256});
  std::int64_t wrong = 0;
  for (int y = 0; y < 256; ++y) {
    for (int x = 0; x < 256; ++x) {
      const std::uint32_t seen = picture.lesion[pixelIndex(picture, x, y)];
      wrong += seen != std::uint32_t(y * 256 + x) ? 1 : 0;
    }
  }
  EXPECT_EQ(wrong, 0);
}

TEST_F(RendererTest, ValuesThatFallWithTheStoredOnesLookAsTheyShould) {
  const core::Grid grid = plainGrid({48, 48, 48});
  const auto shape = [](glm::ivec3 v) { return glm::distance(glm::dvec3(v), glm::dvec3(24)) < 15 ? 700 : -900; };
  const core::Volume rising = volumeOf(grid, shape);
  core::Volume falling = volumeOf(grid, [&](glm::ivec3 v) { return 5 - shape(v); });
  falling.rescale = {-1, 5};
  core::Volume floats{grid, {-2, 10}, std::vector<float>(grid.voxelCount())};
  for (std::size_t i = 0; i < grid.voxelCount(); ++i) {
    std::get<std::vector<float>>(floats.voxels)[i] = float((rising.value(i) - 10) / -2);
  }
  for (const core::ViewMode mode : {core::ViewMode::Volume, core::ViewMode::Maximum}) {
    core::View view = plainView();
    view.layout = core::Layout::Quad;
    view.mode = mode;
    Renderer renderer(device());
    renderer.setVolume(rising, "CT");
    const Picture expected = renderer.render(view, {120, 90});
    for (const core::Volume* other : {&falling, &floats}) {
      renderer.setVolume(*other, "CT");
      EXPECT_LE(largestDifference(expected, renderer.render(view, {120, 90})), 3);
    }
  }
}

TEST_F(RendererTest, EveryPixelOfAQuadIsDrawn) {
  Renderer renderer(device());
  renderer.setVolume(volumeOf(plainGrid({16, 16, 16}), [](glm::ivec3) { return -1000; }), "CT");
  core::View view = plainView();
  view.layout = core::Layout::Quad;
  view.window = core::Window{0, 1};
  for (const glm::vec3 background : {glm::vec3(0, 0, 1), glm::vec3(0, 1, 0)}) {
    view.background = background;
    const Picture picture = renderer.render(view, {120, 90});
    for (std::size_t i = 0; i < picture.rgba.size(); i += 4) {
      const bool isGround = picture.rgba[i + 1] == 255 * background.g && picture.rgba[i + 2] == 255 * background.b;
      const bool isAir = picture.rgba[i + 1] == 0 && picture.rgba[i + 2] == 0;
      ASSERT_TRUE(picture.rgba[i + 3] == 255 && (isGround || isAir)) << i / 4;
    }
    EXPECT_EQ(colorAt(picture, 87, 45), glm::ivec3(background * 255.f)) << "in the gap";
  }
}

TEST_F(RendererTest, MissingValuesHarmNothing) {
  const core::Grid grid = plainGrid({32, 32, 32});
  core::Volume volume{grid, {}, std::vector<float>(grid.voxelCount(), 1000.f)};
  auto& voxels = std::get<std::vector<float>>(volume.voxels);
  for (std::size_t i = 0; i < voxels.size(); i += 3) {
    voxels[i] = i % 2 == 0 ? NAN : -INFINITY;
  }
  Renderer renderer(device());
  renderer.setVolume(volume, "MR");
  const Picture picture = renderer.render({}, {90, 60});
  EXPECT_GT(*std::max_element(picture.rgba.begin(), picture.rgba.end()), 0);
}

TEST_F(RendererTest, WhatCannotBeDrawnIsSaid) {
  Renderer renderer(device());
  renderer.setVolume(volumeOf(plainGrid({4, 4, 4}), [](glm::ivec3) { return 0; }), "CT");
  core::View view = plainView();
  view.preset = "marble";
  EXPECT_THROW(renderer.render(view, {16, 16}), core::Error);
  view.preset.clear();
  EXPECT_THROW(renderer.render(view, {9000, 16}), core::Error);
  EXPECT_NO_THROW(renderer.render(view, {1, 1}));
}

TEST(DeviceTest, OnlyDevicesThatExistAreOpened) {
  if (gpu::devices().empty()) {
    GTEST_SKIP() << "no Vulkan device: install mesa-vulkan-drivers";
  }
  try {
    gpu::Device({.choice = "no such device"});
    FAIL() << "opened";
  } catch (const core::Error& error) {
    EXPECT_NE(error.remedy().find(gpu::devices().front().name), std::string::npos) << error.what();
  }
  EXPECT_EQ(gpu::Device({.choice = "0"}).info().name, gpu::devices().front().name);
}

}  // namespace
}  // namespace renderer_test
