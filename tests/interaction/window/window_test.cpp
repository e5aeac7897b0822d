// The real window on a screen of the test's own: what is drawn is on the screen, what comes in comes out.
#include "interaction/window/window.h"

#include <SDL.h>
#include <gmock/gmock.h>
#include <imgui.h>

#include <memory>

#include "renderer/gpu/commands.h"
#include "renderer/ui_pass.h"
#include "xvfb.h"

namespace {

using interaction::Frame;
using interaction::FrameStatus;

class WindowTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!screen_.isRunning()) {
      GTEST_SKIP() << "there is no Xvfb (package xvfb)";
    }
    gpu::DeviceOptions options;
    options.onValidationMessage = [](std::string_view message) { ADD_FAILURE() << message; };
    window_ = std::make_unique<window::Window>(
        window::WindowOptions{.sizeDp = {320, 240}, .pxPerDp = 2, .framesPerSecond = 200}, options);
    device_ = &window_->device();
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    const std::uint32_t white = 0xFFFFFFFF;
    pass_ = std::make_unique<renderer::UiPass>(*device_, std::as_bytes(std::span(&white, 1)), glm::ivec2(1));
    ImGui::GetIO().Fonts->AddFontDefault();
    ImGui::GetIO().Fonts->Build();
    ImGui::GetIO().Fonts->SetTexID(ImTextureID(&pass_->atlas()));
  }
  void TearDown() override {
    pass_.reset();
    window_.reset();
    if (ImGui::GetCurrentContext() != nullptr) {
      ImGui::DestroyContext();
    }
  }

  // A frame that fills the left half of the window's dp with red, over green.
  Frame draw() {
    Frame frame = window_->begin(false);
    if (frame.status != FrameStatus::Render) {
      return frame;
    }
    ImGuiIO& io = ImGui::GetIO();
    const glm::dvec2 sizeDp = glm::dvec2(frame.views[0].sizePx) / frame.pxPerDp;
    io.DisplaySize = {float(sizeDp.x), float(sizeDp.y)};
    io.DisplayFramebufferScale = {float(frame.pxPerDp), float(frame.pxPerDp)};
    ImGui::NewFrame();
    ImGui::GetBackgroundDrawList()->AddRectFilled({0, 0}, {float(sizeDp.x) / 2, float(sizeDp.y)},
                                                  IM_COL32(255, 0, 0, 255));
    ImGui::Render();
    const window::Target& target = window_->target();
    device_->submit([&](gpu::Commands& commands) {
      pass_->draw(commands, *ImGui::GetDrawData(), {target.image, target.view, target.format, target.size}, {0, 1, 0});
    });
    window_->end();
    return frame;
  }

  // How many pixels of the screen have a colour, once `frames` more were drawn.
  std::size_t count(std::uint32_t color) const {
    const test::Xvfb::Screen now = screen_.screen();
    return std::size_t(std::count(now.pixels.begin(), now.pixels.end(), color));
  }

  test::Xvfb screen_{{1024, 768}};
  std::unique_ptr<window::Window> window_;
  gpu::Device* device_ = nullptr;
  std::unique_ptr<renderer::UiPass> pass_;
};

TEST_F(WindowTest, ShowsWhatIsDrawnToThePixel) {
  Frame frame;
  for (int i = 0; i < 20; ++i) {
    frame = draw();
  }
  device_->waitIdle();
  EXPECT_EQ(frame.pxPerDp, 2);
  ASSERT_EQ(frame.views.size(), 1u);
  EXPECT_EQ(frame.views[0].sizePx, glm::ivec2(640, 480));
  EXPECT_EQ(count(0xFF0000), 320u * 480);
  EXPECT_EQ(count(0x00FF00), 320u * 480);
}

TEST_F(WindowTest, FollowsItsSize) {
  for (int i = 0; i < 5; ++i) {
    draw();
  }
  SDL_SetWindowSize(SDL_GetWindowFromID(1), 800, 500);
  for (int i = 0; i < 20; ++i) {
    draw();
  }
  device_->waitIdle();
  EXPECT_EQ(count(0xFF0000), 400u * 500);
  EXPECT_EQ(count(0x00FF00), 400u * 500);
}

TEST_F(WindowTest, YieldsInputInItsOrder) {
  draw();
  for (const Uint32 type : {SDL_FINGERDOWN, SDL_FINGERMOTION, SDL_FINGERUP}) {
    SDL_Event event{};
    event.type = type;
    event.tfinger.fingerId = 3;
    event.tfinger.x = 0.5f;
    event.tfinger.y = 0.5f;
    SDL_PushEvent(&event);
  }
  std::vector<interaction::PointerInput> fingers;
  for (int i = 0; i < 5; ++i) {
    for (const interaction::Input& input : draw().inputs) {
      const auto* pointer = std::get_if<interaction::PointerInput>(&input.what);
      if (pointer != nullptr && pointer->kind == interaction::Pointer::Finger) {
        fingers.push_back(*pointer);
      }
    }
  }
  ASSERT_EQ(fingers.size(), 3u);
  EXPECT_EQ(fingers[0].phase, interaction::Phase::Down);
  EXPECT_EQ(fingers[2].phase, interaction::Phase::Up);
  EXPECT_EQ(fingers[0].atDp, glm::dvec2(160, 120));
}

TEST_F(WindowTest, ClosesWhenAsked) {
  draw();
  SDL_Event event{};
  event.type = SDL_QUIT;
  SDL_PushEvent(&event);
  EXPECT_EQ(draw().status, FrameStatus::Close);
}

}  // namespace
