// A device too small for its volume: 3D is coarser and looks alike, slices and strokes are exact.
#include <cmath>
#include <glm/geometric.hpp>

#include "fixture.h"

namespace renderer_test {
namespace {

class CoarseTest : public testing::Test {
 protected:
  void SetUp() override {
    if (gpu::devices().empty()) {
      GTEST_SKIP() << "no Vulkan device: install mesa-vulkan-drivers";
    }
  }
  const core::Volume volume_ =
      volumeOf(turnedGrid({61, 50, 43}, {0.9, 1.1, 1.6}, {-20, 30, 5}, {1, 2, 3}, 0.4, true), [](glm::ivec3 v) {
        const double away = glm::distance(glm::dvec3(v), glm::dvec3(30, 25, 20));
        return (away < 17 ? 700 : -900) +
               int((unsigned(v.x) * 7919u + unsigned(v.y) * 104729u + unsigned(v.z) * 613u) % 60u);
      });
};

TEST_F(CoarseTest, SlicesAndStrokesAreExactAnd3dLooksAlike) {
  gpu::Device large;
  renderer::Renderer whole(large);
  whole.setVolume(volume_, "CT");
  EXPECT_EQ(whole.voxelsPerTexel(), 1);
  core::View view;
  view.jitter = false;
  view.preset = "bone";
  core::BrushStroke stroke;
  stroke.radiusMm = 7;
  stroke.pointsMm = {volume_.grid.worldOf({30, 25, 20}), volume_.grid.worldOf({45, 12, 20})};
  stroke.range = core::IntensityRange{-890, 720};
  const core::Mask expected = whole.painter().paint(stroke, 1);
  ASSERT_GT(expected.count(), 100u);
  const glm::ivec2 size(96, 72);
  for (const gpu::DeviceOptions& options :
       {gpu::DeviceOptions{.memoryBytes = 100'000}, gpu::DeviceOptions{.maxImageSide3d = 20}}) {
    gpu::Device small(options);
    renderer::Renderer renderer(small);
    renderer.setVolume(volume_, "CT");
    EXPECT_EQ(renderer.voxelsPerTexel(), options.maxImageSide3d == 20 ? 4 : 2);
    for (const core::Layout layout : {core::Layout::Axial, core::Layout::Sagittal}) {
      view.layout = layout;
      EXPECT_EQ(renderer.render(view, size).rgba, whole.render(view, size).rgba) << int(layout);
    }
    EXPECT_EQ(renderer.painter().paint(stroke, 1), expected);

    view.layout = core::Layout::ThreeD;
    const renderer::Picture a = renderer.render(view, size);
    const renderer::Picture b = whole.render(view, size);
    double difference = 0;
    for (std::size_t i = 0; i < a.rgba.size(); ++i) {
      difference += std::abs(int(a.rgba[i]) - int(b.rgba[i]));
    }
    difference /= double(a.rgba.size());
    EXPECT_LT(difference, options.maxImageSide3d == 20 ? 12 : 6);
    EXPECT_GT(difference, 0) << "it is coarser";
    const renderer::Picture plain = renderer.render(view, size, {.skip = false});
    for (std::size_t i = 0; i < a.rgba.size(); ++i) {
      ASSERT_NEAR(a.rgba[i], plain.rgba[i], 2) << "nothing that shows is skipped";
    }
  }
}

TEST_F(CoarseTest, EvenAnAbsurdLimitShowsSomething) {
  gpu::Device tiny({.memoryBytes = 1});
  renderer::Renderer renderer(tiny);
  EXPECT_NO_THROW(renderer.setVolume(volume_, "CT")) << "the coarsest is tried all the same";
  EXPECT_EQ(renderer.voxelsPerTexel(), 64);
}

}  // namespace
}  // namespace renderer_test
