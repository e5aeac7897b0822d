// Rays leap over what is empty; whatever lesions went through before, the picture is the one without leaps, and once
// the map is tight again it leaps as far as a map that was made from nothing.
#include <glm/geometric.hpp>
#include <random>

#include "core/palette.h"
#include "fixture.h"
#include "renderer/renderer.h"

namespace renderer_test {
namespace {

using renderer::Picture;
using renderer::Renderer;
using renderer::RenderStats;

class SkipTest : public GpuTest {
 protected:
  static constexpr glm::ivec2 kSize{48, 40};
  static constexpr std::size_t kLesions = 4;

  void SetUp() override {
    GpuTest::SetUp();
    if (IsSkipped()) {
      return;
    }
    volume_ = volumeOf(grid_, [](glm::ivec3 voxel) {
      return glm::distance(glm::dvec3(voxel), glm::dvec3(20, 70, 30)) < 9 ? 700 : -1000;
    });
    view_.layout = core::Layout::ThreeD;
    view_.preset = "bone";
    view_.lesionOpacity = 0.4;  // what lies within and behind lesions is seen, too
    view_.camera = core::framingCamera(grid_, double(kSize.x) / kSize.y);
    renderer_.emplace(device());
    renderer_->setVolume(volume_, "CT");
  }

  core::Mask randomBall() {
    const auto below = [&](int limit) { return double(random_() % unsigned(limit)); };
    const glm::dvec3 middle(below(100), below(90), below(60));
    return ball(grid_, grid_.worldOf(middle), 1 + below(12));
  }

  void expectTheWholePicture(const char* when) {
    const Picture leaped = renderer_->render(view_, kSize);
    const Picture whole = renderer_->render(view_, kSize, {.skip = false});
    for (std::size_t i = 0; i < whole.rgba.size(); ++i) {
      ASSERT_NEAR(leaped.rgba[i], whole.rgba[i], 2) << when << ", byte " << i;
    }
  }

  void tighten(std::size_t blocks) {
    int pieces = 0;
    while (const auto ticket = renderer_->tighten(blocks)) {
      device().wait(*ticket);
      ASSERT_LT(++pieces, 10000);
    }
  }

  const core::Grid grid_ = plainGrid({100, 90, 60});
  core::Volume volume_;
  core::View view_;
  std::optional<Renderer> renderer_;
  std::mt19937 random_{11};
};

TEST_F(SkipTest, WhatLesionsGoThroughIsSeenAtOnceAndLeaptOverAgainOnceTight) {
  std::array<core::Mask, kLesions> masks;
  for (int step = 0; step < 40; ++step) {
    const std::size_t i = random_() % kLesions;
    switch (random_() % 4) {
      case 0:
        masks[i] |= randomBall();
        break;
      case 1:
        masks[i] -= randomBall();
        break;
      case 2:
        masks[i] = core::Mask();
        break;
      default:
        view_.hiddenLesions =
            random_() % 2 == 0 ? std::vector<std::uint32_t>{std::uint32_t(i + 1)} : std::vector<std::uint32_t>{};
    }
    renderer_->lesions().update({std::uint32_t(i + 1), core::lesionColor(i), &masks[i]});
    expectTheWholePicture("loose");
    if (step % 5 == 4) {
      tighten(1 + random_() % 5000);
      EXPECT_FALSE(renderer_->isLoose());
      expectTheWholePicture("tight");
      RenderStats tight, fresh;
      renderer_->render(view_, kSize, {.count = true}, &tight);
      Renderer other(device());
      other.setVolume(volume_, "CT");
      for (std::size_t each = 0; each < kLesions; ++each) {
        other.lesions().update({std::uint32_t(each + 1), core::lesionColor(each), &masks[each]});
      }
      other.render(view_, kSize, {.count = true}, &fresh);
      EXPECT_EQ(tight.leaps, fresh.leaps);
      EXPECT_EQ(tight.samples, fresh.samples);
    }
  }
}

TEST_F(SkipTest, WhatIsAddedWhileTheMapIsMendedIsNotLeaptOver) {
  core::Mask mask = ball(grid_, grid_.worldOf({60, 40, 30}), 6);
  renderer_->lesions().update({1, core::lesionColor(0), &mask});
  renderer_->render(view_, kSize);
  mask = core::Mask();
  renderer_->lesions().update({1, core::lesionColor(0), &mask});
  renderer_->render(view_, kSize);
  ASSERT_TRUE(renderer_->isLoose());
  for (int piece = 0; renderer_->tighten(500); ++piece) {
    if (piece % 3 == 0 && piece < 30) {
      mask |= randomBall();
      renderer_->lesions().update({1, core::lesionColor(0), &mask});
    }
    expectTheWholePicture("mended in part");
  }
  EXPECT_FALSE(renderer_->isLoose());
}

TEST_F(SkipTest, AHoleInALesionIsSeenAtOnce) {
  const core::Mask mask = ball(grid_, grid_.worldOf({60, 40, 30}), 24);
  renderer_->lesions().update({1, core::lesionColor(0), &mask});
  renderer_->render(view_, kSize);
  tighten(100000);  // blocks within it are known to hold nothing else
  const Picture before = renderer_->render(view_, kSize);
  renderer_->painter().begin({.mode = core::BrushMode::Erase, .radiusMm = 9, .pointsMm = {grid_.worldOf({60, 40, 30})}},
                             1);
  EXPECT_FALSE(renderer_->render(view_, kSize).rgba == before.rgba);
  expectTheWholePicture("a hole");
  renderer_->painter().cancel();
  EXPECT_TRUE(renderer_->render(view_, kSize).rgba == before.rgba);
}

TEST_F(SkipTest, AnotherStepNeedsNoOtherMap) {
  renderer_->render(view_, kSize);
  view_.stepMm = 2;
  RenderStats stats;
  renderer_->render(view_, kSize, {.count = true}, &stats);
  EXPECT_GT(stats.leaps, 0u);
  expectTheWholePicture("longer steps");
}

}  // namespace
}  // namespace renderer_test
