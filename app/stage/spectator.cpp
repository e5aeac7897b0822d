#include "stage/spectator.h"

namespace stage {

Spectator::Spectator(gpu::Device& device, double everyS, From from)
    : device_(device),
      picture_(device, gpu::Image::Shape::Flat, VK_FORMAT_R8G8B8A8_UNORM, {kPicturePx, 1},
               gpu::Image::WrittenBy::Drawing),
      readBack_(device, std::size_t(kPicturePx.x) * std::size_t(kPicturePx.y) * 4, gpu::BufferUse::Readback),
      from_(from),
      everyS_(everyS),
      sinceLastS_(everyS) {}

Spectator::~Spectator() {
  device_.waitIdle();
}

const interaction::Eye& Spectator::follow(const interaction::Pose& head, double seconds) {
  sinceLastS_ += seconds;
  eye_ = calm_.next(head, seconds, double(kPicturePx.x) / kPicturePx.y);
  eye_.pose = from_ == From::Head ? head : eye_.pose;
  return eye_;
}

void Spectator::draw(renderer::EyePass& pass, const renderer::EyeScene& scene) {
  sinceLastS_ = 0;
  drawn_ = device_.submit([&](gpu::Commands& commands) {
    pass.draw(commands, scene, renderer::targetOf(picture_), kPicturePx);
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
