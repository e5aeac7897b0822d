// What a headset's eye sees beside the volume: solid things hide each other whatever their order, are faint behind
// tissue, and the depth that goes to the headset is in metres ahead.
#include "renderer/eye_pass.h"

#include <array>
#include <cmath>

#include "fixture.h"
#include "renderer/raster.h"

namespace {

using gpu_types::EyeVertex;
using renderer_test::GpuTest;

constexpr glm::ivec2 kSize{64, 64};
constexpr std::uint32_t kRed = 0xFF0000FF, kGreen = 0xFF00FF00;
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// An eye at the origin that looks along -z, 45 degrees to each side: a point is seen where it is divided by its depth.
glm::mat4 clipFromRoom() {
  glm::mat4 clip(0);
  clip[0][0] = 1;
  clip[1][1] = -1;
  clip[2][2] = -1;
  clip[3][2] = -gpu_types::kEyeNearM;
  clip[2][3] = -1;
  return clip;
}

// A square across the view, so many metres ahead.
void addSquare(std::vector<EyeVertex>& mesh, float aheadM, float halfM, std::uint32_t color,
               std::uint32_t surface = gpu_types::kSurfacePlain) {
  const auto corner = [&](float x, float y) {
    return EyeVertex{{x * halfM, y * halfM, -aheadM}, {x / 2 + 0.5f, y / 2 + 0.5f}, color, surface};
  };
  for (const auto& [x, y] : {std::pair(-1.f, -1.f), {1.f, -1.f}, {1.f, 1.f}, {-1.f, -1.f}, {1.f, 1.f}, {-1.f, 1.f}}) {
    mesh.push_back(corner(x, y));
  }
}

class EyePassTest : public GpuTest {
 protected:
  struct Seen {
    std::vector<std::uint8_t> rgba;
    std::vector<float> depth;
    std::array<int, 3> at(glm::ivec2 pixel) const {
      const std::size_t i = 4 * std::size_t(pixel.y * kSize.x + pixel.x);
      return {rgba[i], rgba[i + 1], rgba[i + 2]};
    }
    int alphaAt(glm::ivec2 pixel) const { return rgba[4 * std::size_t(pixel.y * kSize.x + pixel.x) + 3]; }
    float depthAt(glm::ivec2 pixel) const { return depth[std::size_t(pixel.y * kSize.x + pixel.x)]; }
  };

  // Before grey tissue, half of whose light comes from so many mm along every ray.
  Seen draw(renderer::EyeScene scene, float tissueMm) {
    using gpu::Image;
    const auto flat = [&](VkFormat format, Image::WrittenBy by) {
      return Image(device(), Image::Shape::Flat, format, {kSize, 1}, by);
    };
    const Image volume = flat(VK_FORMAT_R8G8B8A8_UNORM, Image::WrittenBy::Shaders);
    const Image tissue = flat(VK_FORMAT_R32_SFLOAT, Image::WrittenBy::Shaders);
    const Image target = flat(VK_FORMAT_R8G8B8A8_UNORM, Image::WrittenBy::Drawing);
    const Image depth = flat(renderer::raster::kDepthFormat, Image::WrittenBy::DepthTests);
    const std::size_t pixels = std::size_t(kSize.x) * std::size_t(kSize.y);
    const gpu::Buffer colors(device(), pixels * 4, gpu::BufferUse::Readback);
    const gpu::Buffer depths(device(), pixels * 4, gpu::BufferUse::Readback);
    scene.volume = &volume;
    scene.depth = &tissue;
    scene.clipFromRoom = clipFromRoom();
    scene.straightAhead = glm::vec2(kSize) / 2.f;
    scene.pxPerTangent = glm::vec2(kSize) / 2.f;
    renderer::EyePass pass(device());
    device().run([&](gpu::Commands& commands) {
      commands.prepare(volume);
      commands.prepare(tissue);
      commands.clear(volume, glm::vec4(0.5f, 0.5f, 0.5f, 1));
      commands.clear(tissue, glm::vec4(tissueMm));
      commands.barrier(gpu::Access::Transfer, gpu::Access::Shader);
      const renderer::UiTarget deep{
          .image = depth.get(), .view = depth.view(), .format = depth.format(), .size = kSize};
      pass.draw(commands, scene, renderer::targetOf(target), kSize, &deep);
      commands.copy(target, colors, {kSize, 1});
      copyDepth(commands, depth, depths);
      commands.barrier(gpu::Access::Transfer, gpu::Access::Host);
    });
    const auto rgba = colors.as<std::uint8_t>();
    const auto far = depths.as<float>();
    return {{rgba.begin(), rgba.end()}, {far.begin(), far.end()}};
  }

 private:
  static void copyDepth(gpu::Commands& commands, const gpu::Image& depth, const gpu::Buffer& out) {
    renderer::raster::transition(commands.get(), depth.get(), VK_IMAGE_LAYOUT_DEPTH_STENCIL_ATTACHMENT_OPTIMAL,
                                 VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, VK_IMAGE_ASPECT_DEPTH_BIT);
    const VkBufferImageCopy all{.imageSubresource = {VK_IMAGE_ASPECT_DEPTH_BIT, 0, 0, 1},
                                .imageExtent = {std::uint32_t(kSize.x), std::uint32_t(kSize.y), 1}};
    vkCmdCopyImageToBuffer(commands.get(), depth.get(), VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, out.get(), 1, &all);
  }
};

constexpr glm::ivec2 kMiddle{32, 32}, kAside{50, 32};

TEST_F(EyePassTest, TheNearerOfTwoSolidThingsIsSeenWhateverTheirOrder) {
  for (const bool nearFirst : {true, false}) {
    std::vector<EyeVertex> solid;
    if (nearFirst) {
      addSquare(solid, 0.4f, 0.1f, kRed);
    }
    addSquare(solid, 0.6f, 0.4f, kGreen);
    if (!nearFirst) {
      addSquare(solid, 0.4f, 0.1f, kRed);
    }
    const Seen seen = draw({.solid = solid}, kInfinity);
    EXPECT_EQ(seen.at(kMiddle), (std::array{255, 0, 0}));
    EXPECT_EQ(seen.at(kAside), (std::array{0, 255, 0}));
    EXPECT_EQ(seen.at({1, 1}), (std::array{128, 128, 128}));
  }
}

TEST_F(EyePassTest, BehindTissueOneFaintSurfaceOfItIsSeen) {
  std::vector<EyeVertex> solid;
  addSquare(solid, 0.6f, 0.4f, kGreen);
  addSquare(solid, 0.4f, 0.4f, kRed);
  const Seen seen = draw({.solid = solid}, 200);
  const double faint = renderer::EyePass::kFaint;
  const auto middle = seen.at(kMiddle);
  EXPECT_NEAR(middle[0], 128 * (1 - faint) + 255 * faint, 1);
  EXPECT_NEAR(middle[1], 128 * (1 - faint), 1) << "and nothing of what is behind it";
}

// The panel of a headset's wearer lies below the eyes' pictures, that of those beside is in them.
TEST_F(EyePassTest, ThePanelIsHiddenByHandsBeforeItAndHidesThoseBehind) {
  for (const bool below : {true, false}) {
    for (const float tissueMm : {kInfinity, 300.f}) {  // none, and before the panel
      std::vector<EyeVertex> board, solid, hands;
      addSquare(board, 0.5f, 0.4f, 0xFFFFFFFF, gpu_types::kSurfacePanel);
      addSquare(solid, 0.6f, 0.5f, kGreen);
      addSquare(solid, 0.25f, 0.05f, kRed);
      addSquare(hands, 0.55f, 0.45f, kGreen);
      const Seen seen = draw({.board = board, .solid = solid, .hands = hands, .boardIsBelow = below}, tissueMm);
      EXPECT_EQ(seen.at(kMiddle), (std::array{255, 0, 0})) << "a hand before it";
      EXPECT_EQ(seen.alphaAt(kMiddle), 255);
      EXPECT_EQ(seen.alphaAt(kAside), below ? 0 : 255);
      EXPECT_EQ(seen.at(kAside), below ? (std::array{0, 0, 0}) : (std::array{128, 128, 128})) << "the panel's own grey";
      EXPECT_EQ(seen.alphaAt({1, 1}), 255) << "beside it nothing is open";
      const double tissueM = tissueMm / 1000 / std::hypot(1.0, (kAside.x + 0.5) / 32 - 1);  // ahead
      EXPECT_NEAR(seen.depthAt(kAside), 1 - gpu_types::kEyeNearM / std::min(0.5, tissueM), 1e-3);
    }
  }
}

// While a volume that fills the view moves; what stands in the room stays as it is.
TEST_F(EyePassTest, TheEdgeOfSightIsDarkenedAndTheMiddleIsNot) {
  std::vector<EyeVertex> solid;
  addSquare(solid, 0.4f, 0.02f, kRed);
  for (EyeVertex& vertex : solid) {
    vertex.at.x += 0.36f;  // at the edge
  }
  const Seen seen = draw({.edge = {.taken = 0.85f, .fromPx = 8, .toPx = 24}, .solid = solid}, kInfinity);
  EXPECT_EQ(seen.at(kMiddle), (std::array{128, 128, 128}));
  EXPECT_EQ(seen.at({38, 32}), (std::array{128, 128, 128}));
  const int between = seen.at({32 + 16, 32})[0];
  EXPECT_NEAR(between, 128 * (1 - 0.85 / 2), 6);
  EXPECT_NEAR(seen.at({3, 32})[0], 128 * 0.15, 1);
  EXPECT_NEAR(seen.at({32, 60})[1], 128 * 0.15, 1);
  EXPECT_EQ(seen.at({60, 32}), (std::array{255, 0, 0}));
}

TEST_F(EyePassTest, DepthIsThatOfWhateverIsNearest) {
  std::vector<EyeVertex> solid, around;
  addSquare(solid, 0.4f, 0.1f, kRed);
  addSquare(around, 0.5f, 0.3f, kGreen, gpu_types::kSurfacePicture);
  addSquare(around, 0.2f, 0.05f, kGreen);  // a line or the like: no surface
  const auto depthOf = [](double aheadM) { return 1 - gpu_types::kEyeNearM / aheadM; };
  Seen seen = draw({.around = around, .solid = solid}, 800);
  EXPECT_NEAR(seen.depthAt(kMiddle), depthOf(0.4), 1e-5);
  EXPECT_NEAR(seen.depthAt(kAside), depthOf(0.5), 1e-5);
  // Along the ray of a pixel off the middle 0.8 m are less straight ahead.
  const glm::dvec2 tangent = (glm::dvec2(4.5, 10.5) - 32.0) / 32.0;
  EXPECT_NEAR(seen.depthAt({4, 10}), depthOf(0.8 / std::sqrt(1 + glm::dot(tangent, tangent))), 1e-5);
  seen = draw({.around = around, .solid = solid}, 300);
  EXPECT_NEAR(seen.depthAt(kMiddle), depthOf(0.3), 1e-3) << "tissue before it";
  EXPECT_EQ(draw({}, kInfinity).depthAt(kMiddle), 1) << "nothing";
}

}  // namespace
