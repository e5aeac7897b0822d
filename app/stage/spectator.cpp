#include "stage/spectator.h"

namespace stage {
namespace {

constexpr VkFormat kFormat = VK_FORMAT_R8G8B8A8_UNORM;

gpu::Image drawable(const gpu::Device& device, glm::ivec2 size) {
  return {device, gpu::Image::Shape::Flat, kFormat, {size, 1}, gpu::Image::WrittenBy::Drawing};
}

renderer::UiTarget targetOf(const gpu::Image& image) {
  return {image.get(), image.view(), kFormat, glm::ivec2(image.size()), VK_IMAGE_LAYOUT_GENERAL};
}

}  // namespace

Spectator::Spectator(gpu::Device& device, glm::ivec2 panelPx)
    : device_(device),
      picture_(drawable(device, kPicturePx)),
      panel_(drawable(device, panelPx)),
      readBack_(device, std::size_t(kPicturePx.x) * std::size_t(kPicturePx.y) * 4, gpu::BufferUse::Readback) {}

Spectator::~Spectator() {
  device_.waitIdle();
}

renderer::UiTarget Spectator::panelTarget() {
  panelDrawn_ = true;
  return targetOf(panel_);
}

const interaction::Eye& Spectator::follow(const interaction::Pose& head, double seconds) {
  sinceLastS_ += seconds;
  eye_ = calm_.next(head, seconds, double(kPicturePx.x) / kPicturePx.y);
  return eye_;
}

void Spectator::draw(renderer::EyePass& pass, const renderer::EyeScene& scene) {
  sinceLastS_ = 0;
  drawn_ = device_.submit([&](gpu::Commands& commands) {
    pass.draw(commands, scene, targetOf(picture_), kPicturePx);
    commands.copy(picture_, readBack_, {kPicturePx, 1});
    commands.barrier(gpu::Access::Transfer, gpu::Access::Host);
  });
}

std::optional<renderer::Picture> Spectator::take() {
  if (!drawn_ || !device_.isDone(*drawn_)) {
    return std::nullopt;
  }
  drawn_.reset();
  const auto bytes = readBack_.as<std::uint8_t>();
  renderer::Picture picture{.size = kPicturePx, .rgba = {bytes.begin(), bytes.end()}};
  for (std::size_t i = 3; i < picture.rgba.size(); i += 4) {
    picture.rgba[i] = 255;  // how opaque something was drawn no longer matters
  }
  return picture;
}

}  // namespace stage
