// A coarser rim: which pixels it takes, and what is left of the picture. The picture drawn finely is the oracle.
#include "renderer/fovea.h"

#include <cmath>
#include <map>

#include "core/palette.h"
#include "fixture.h"

namespace renderer_test {
namespace {

using core::Foveation;

TEST(FoveaTest, EveryPixelIsInOneZoneAndNoneGetsFinerOutward) {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> reach(0.2, 1.6);
  std::uniform_int_distribution<int> side(16, 700);
  for (int round = 0; round < 60; ++round) {
    const core::Frustum sight{-reach(random), reach(random), -reach(random), reach(random)};
    const glm::ivec2 size(side(random), side(random));
    for (const Foveation foveation : {Foveation::Off, Foveation::Low, Foveation::High}) {
      std::vector<int> sides(std::size_t(size.x) * std::size_t(size.y));
      for (const renderer::Zone& zone : renderer::zonesOf(foveation, sight, size)) {
        for (int y = zone.tile.origin.y; y < zone.tile.origin.y + zone.tile.size.y; ++y) {
          for (int x = zone.tile.origin.x; x < zone.tile.origin.x + zone.tile.size.x; ++x) {
            int& here = sides.at(std::size_t(y) * std::size_t(size.x) + std::size_t(x));
            ASSERT_EQ(here, 0) << "twice";
            here = zone.side;
          }
        }
      }
      const glm::dvec2 perPixel = glm::dvec2(sight.right - sight.left, sight.up - sight.down) / glm::dvec2(size);
      for (int y = 0; y < size.y; ++y) {
        for (int x = 0; x < size.x; ++x) {
          const int here = sides[std::size_t(y) * std::size_t(size.x) + std::size_t(x)];
          ASSERT_NE(here, 0) << "never";
          const double across = sight.left + (x + 0.5) * perPixel.x;
          const double up = sight.up - (y + 0.5) * perPixel.y;
          const double degrees = glm::degrees(std::atan(std::max(std::abs(across), std::abs(up))));
          const renderer::FoveaAngles& angles =
              foveation == Foveation::Low ? renderer::kLowFovea : renderer::kHighFovea;
          const int most = foveation == Foveation::Off || degrees < angles.fineDeg ? 1
                           : degrees < angles.middleDeg                            ? 2
                                                                                   : 4;
          ASSERT_LE(here, most) << x << " " << y;
        }
      }
    }
  }
}

TEST(FoveaTest, ACommonHeadsetIsSparedSoManyRays) {
  const core::Frustum sight{-1.33, 0.93, -1.28, 1.04};
  const glm::ivec2 size(2064, 2208);
  const auto rays = [&](Foveation foveation) {
    double sum = 0;
    for (const renderer::Zone& zone : renderer::zonesOf(foveation, sight, size)) {
      const glm::ivec2 each = (zone.tile.size + zone.side - 1) / zone.side;
      sum += double(each.x) * double(each.y);
    }
    return sum / (double(size.x) * double(size.y));
  };
  EXPECT_EQ(rays(Foveation::Off), 1);
  EXPECT_NEAR(rays(Foveation::Low), 0.44, 0.02);
  EXPECT_NEAR(rays(Foveation::High), 0.21, 0.02);
}

// A bone with grooves, a lesion on it, both from the middle of sight out to its edge.
class FoveaPictureTest : public GpuTest {
 protected:
  void SetUp() override {
    GpuTest::SetUp();
    if (IsSkipped()) {
      return;
    }
    const core::Grid grid = plainGrid({64, 64, 64}, {2, 2, 2});
    volume_ = volumeOf(grid, [](glm::ivec3 v) {
      const glm::dvec3 from = glm::dvec3(v) - 31.5;
      return glm::length(from) < 26 + 2 * std::sin(0.5 * from.x) ? 900 + 10 * v.z : -900;
    });
    renderer_.emplace(device());
    renderer_->setVolume(volume_, "CT");
    mask_ = ball(grid, grid.worldOf({44, 6, 40}), 18);
    const renderer::Lesion lesion{.number = 7, .color = core::lesionColor(0), .mask = &mask_};
    renderer_->lesions().assign({&lesion, 1});
    view_.layout = core::Layout::ThreeD;
    core::Camera eye;
    eye.positionMm = grid.worldOf({31.5, -4, 31.5});
    eye.targetMm = eye.positionMm + glm::dvec3(0, 100, 0);
    eye.up = {0, 0, 1};
    eye.frustum = kSight;
    view_.camera = eye;
    view_.jitter = false;  // each pixel has its own
  }
  renderer::Picture draw(Foveation foveation, renderer::RenderStats* stats = nullptr, glm::ivec2 size = kSize) {
    return renderer_->render(view_, size,
                             {.count = stats != nullptr, .zones = renderer::zonesOf(foveation, kSight, size)}, stats);
  }

  static constexpr core::Frustum kSight{-1.3, 1.1, -1.2, 1.2};
  static constexpr glm::ivec2 kSize{332, 320};
  static std::size_t indexOf(glm::ivec2 pixel, glm::ivec2 size) {
    return std::size_t(pixel.y) * std::size_t(size.x) + std::size_t(pixel.x);
  }
  core::Volume volume_;
  core::Mask mask_;
  core::View view_;
  std::optional<renderer::Renderer> renderer_;
};

// The ray for 2x2 pixels is that of one pixel of a picture of half the size.
TEST_F(FoveaPictureTest, TheMiddleIsTheFinePictureAndTheRimASmallerOneEnlarged) {
  std::map<int, renderer::Picture> oracles;
  for (const int side : {1, 2, 4}) {
    oracles.emplace(side, renderer_->render(view_, kSize / side));
  }
  for (const Foveation foveation : {Foveation::Low, Foveation::High}) {
    const renderer::Picture drawn = draw(foveation);
    std::map<int, int> pixels, others;  // by side; others: of another colour, lesion or depth
    double difference = 0;
    for (const renderer::Zone& zone : renderer::zonesOf(foveation, kSight, kSize)) {
      const renderer::Picture& oracle = oracles.at(zone.side);
      const glm::ivec2 end = zone.tile.origin + zone.tile.size;
      for (int y = zone.tile.origin.y; y < end.y; ++y) {
        for (int x = zone.tile.origin.x; x < end.x; ++x) {
          const std::size_t at = indexOf({x, y}, kSize);
          const std::size_t there = indexOf(glm::ivec2(x, y) / zone.side, oracle.size);
          int off = 0;
          for (std::size_t c = 0; c < 4; ++c) {
            off = std::max(off, std::abs(int(drawn.rgba[4 * at + c]) - int(oracle.rgba[4 * there + c])));
            difference += std::abs(int(drawn.rgba[4 * at + c]) - int(oracles.at(1).rgba[4 * at + c])) / 4.0;
          }
          const bool same = off <= (zone.side == 1 ? 0 : 2) && drawn.lesion[at] == oracle.lesion[there];
          pixels[zone.side] += 1;
          others[zone.side] += same ? 0 : 1;
        }
      }
    }
    EXPECT_EQ(others[1], 0);
    EXPECT_LT(others[2], 0.005 * pixels[2]);  // rays that graze something
    EXPECT_LE(others[4], 0.005 * pixels[4]);
    EXPECT_EQ(pixels[4] > 0, foveation == Foveation::High);
    EXPECT_LT(difference / (kSize.x * kSize.y), foveation == Foveation::Low ? 4 : 6) << "of 255, from the fine picture";
  }
}

TEST_F(FoveaPictureTest, ACoarseRayIsTheSameForAllItsPixelsAlsoAtTheEdge) {
  const glm::ivec2 size(331, 318);  // which coarse rays don't divide
  const renderer::Picture coarse = draw(Foveation::High, nullptr, size);
  for (const renderer::Zone& zone : renderer::zonesOf(Foveation::High, kSight, size)) {
    for (int y = 0; y < zone.tile.size.y; ++y) {
      for (int x = 0; x < zone.tile.size.x; ++x) {
        const std::size_t here = indexOf(zone.tile.origin + glm::ivec2(x, y), size);
        const std::size_t first = indexOf(zone.tile.origin + glm::ivec2(x, y) / zone.side * zone.side, size);
        for (std::size_t c = 0; c < 4; ++c) {
          ASSERT_EQ(coarse.rgba[4 * here + c], coarse.rgba[4 * first + c]) << x << " " << y;
        }
        ASSERT_EQ(coarse.lesion[here], coarse.lesion[first]);
        ASSERT_EQ(coarse.depthMm[here], coarse.depthMm[first]);
      }
    }
  }
}

TEST_F(FoveaPictureTest, FewerSamplesAreTaken) {
  renderer::RenderStats fine, low, high;
  draw(Foveation::Off, &fine);
  draw(Foveation::Low, &low);
  draw(Foveation::High, &high);
  EXPECT_LT(double(low.samples), 0.75 * double(fine.samples));
  EXPECT_LT(double(high.samples), 0.75 * double(low.samples));
  EXPECT_EQ(high.rays, fine.rays);
}

}  // namespace
}  // namespace renderer_test
