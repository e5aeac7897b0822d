// What a window asks of the renderer: pictures drawn piece by piece, several that stay side by side, and what is seen
// at a pixel. The whole picture, drawn at once, is the oracle.
#include <algorithm>
#include <cstring>

#include "core/palette.h"
#include "fixture.h"

namespace renderer_test {
namespace {

class TargetsTest : public GpuTest {
 protected:
  void SetUp() override {
    GpuTest::SetUp();
    if (IsSkipped()) {
      return;
    }
    const core::Grid grid = plainGrid({48, 40, 44}, {1, 1.2, 0.9});
    volume_ =
        volumeOf(grid, [](glm::ivec3 v) { return glm::length(glm::dvec3(v) - 22.0) < 15 ? 800 + v.x * 5 : -900; });
    renderer_.emplace(device());
    renderer_->setVolume(volume_, "CT");
    core::BrushStroke ball{.radiusMm = 6, .pointsMm = {grid.worldOf({22, 8, 22})}};
    mask_ = core::footprint(ball, volume_, nullptr);
    const renderer::Lesion lesion{.number = 7, .color = core::lesionColor(0), .mask = &mask_};
    renderer_->lesions().assign({&lesion, 1});
    view_.layout = core::Layout::ThreeD;
    view_.camera = core::framingCamera(grid, 1.25);
  }

  core::Volume volume_;
  core::Mask mask_;
  core::View view_;
  std::optional<renderer::Renderer> renderer_;
};

TEST_F(TargetsTest, TilesMakeTheWholePicture) {
  const glm::ivec2 size(150, 120);
  const renderer::Picture whole = renderer_->render(view_, size);
  renderer::RenderOptions options{.target = 1};
  const glm::ivec2 side(64, 48);  // which does not divide the picture
  for (int y = 0; y < size.y; y += side.y) {
    for (int x = 0; x < size.x; x += side.x) {
      options.tile = renderer::Tile{{x, y}, side};
      options.readBack = x + side.x >= size.x && y + side.y >= size.y;
      renderer_->draw(view_, size, options);
    }
  }
  const renderer::Picture tiled = renderer_->picture();
  EXPECT_EQ(tiled.rgba, whole.rgba);
  EXPECT_EQ(tiled.lesion, whole.lesion);
}

// What a headset that shows the room does with it: the picture over white is the picture with a white background.
TEST_F(TargetsTest, OpacityInAlphaLetsThroughWhatABackgroundWouldShow) {
  const glm::ivec2 size(96, 80);
  view_.background = {1, 1, 1};
  const renderer::Picture white = renderer_->render(view_, size);
  view_.background = {0, 0, 0};
  const renderer::Picture over = renderer_->render(view_, size, {.opacityInAlpha = true});
  int clear = 0;
  int solid = 0;
  for (std::size_t i = 0; i < over.rgba.size(); i += 4) {
    const int alpha = over.rgba[i + 3];
    clear += alpha == 0 ? 1 : 0;
    solid += alpha > 250 ? 1 : 0;
    for (std::size_t c = 0; c < 3; ++c) {
      ASSERT_NEAR(std::min(over.rgba[i + c] + 255 - alpha, 255), white.rgba[i + c], 2) << i / 4;
    }
  }
  EXPECT_GT(clear, 100);
  EXPECT_GT(solid, 100);
}

TEST_F(TargetsTest, TilesLeaveTheRestAlone) {
  const glm::ivec2 size(64, 64);
  const renderer::Picture before = renderer_->render(view_, size);
  core::View blank = view_;
  blank.background = {1, 0, 1};
  blank.camera->positionMm += glm::dvec3(5000, 0, 0);
  blank.camera->targetMm += glm::dvec3(5000, 0, 0);
  renderer_->draw(blank, size, {.tile = renderer::Tile{{16, 8}, {32, 24}}});
  const renderer::Picture after = renderer_->picture();
  for (int y = 0; y < size.y; ++y) {
    for (int x = 0; x < size.x; ++x) {
      const std::size_t at = std::size_t(y * size.x + x) * 4;
      const bool inTile = x >= 16 && x < 48 && y >= 8 && y < 32;
      const std::uint8_t magenta[4] = {255, 0, 255, 255};
      ASSERT_EQ(std::memcmp(&after.rgba[at], inTile ? magenta : &before.rgba[at], 4), 0) << x << " " << y;
    }
  }
}

TEST_F(TargetsTest, EachTargetKeepsItsPicture) {
  EXPECT_EQ(renderer_->image(1), nullptr);
  renderer_->draw(view_, {80, 60}, {.target = 1});
  const gpu::Image* first = renderer_->image(1);
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->size(), glm::ivec3(80, 60, 1));
  core::View slice;
  slice.layout = core::Layout::Axial;
  renderer_->draw(slice, {50, 50}, {.target = 2});
  EXPECT_EQ(renderer_->image(1), first);
  EXPECT_NE(renderer_->image(2), first);
  const renderer::Picture whole = renderer_->render(view_, {80, 60});
  device().waitIdle();
  EXPECT_TRUE(renderer_->isDone(1));
  std::size_t lesion = 0;
  for (int y = 0; y < 60; ++y) {
    for (int x = 0; x < 80; ++x) {
      const renderer::Seen seen = renderer_->seenAt(1, {x, y});
      ASSERT_EQ(seen.lesion, whole.lesion[std::size_t(y * 80 + x)]);
      ASSERT_EQ(seen.depthMm, whole.depthMm[std::size_t(y * 80 + x)]);
      lesion += seen.lesion == 7 ? 1 : 0;
    }
  }
  EXPECT_GT(lesion, 20u);
  EXPECT_EQ(renderer_->seenAt(1, {80, 0}).lesion, 0u);
  EXPECT_EQ(renderer_->seenAt(9, {0, 0}).lesion, 0u);
}

}  // namespace
}  // namespace renderer_test
