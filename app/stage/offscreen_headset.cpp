#include "stage/offscreen_headset.h"

#include <glm/geometric.hpp>

#include "renderer/gpu/commands.h"
#include "renderer/raster.h"

namespace stage {
namespace {

constexpr std::size_t kEyes = 2;

xr::Target offscreenTarget(const gpu::Image& image) {
  return {image.get(), image.view(), image.format(), glm::ivec2(image.size())};
}

}  // namespace

OffscreenHeadset::OffscreenHeadset(gpu::Device& device, OffscreenOptions options)
    : device_(device),
      options_(std::move(options)),
      readBack_(device, std::size_t(options_.eyePx.x) * std::size_t(options_.eyePx.y) * 4, gpu::BufferUse::Readback) {
  const auto add = [&](glm::ivec2 size) {
    images_.emplace_back(device, gpu::Image::Shape::Flat, VK_FORMAT_R8G8B8A8_UNORM, glm::ivec3(size, 1),
                         gpu::Image::WrittenBy::Drawing);
  };
  for (std::size_t i = 0; i < kEyes; ++i) {
    add(options_.eyePx);
    targets_.push_back(offscreenTarget(images_.back()));
  }
  add(kPanelPx);
  panelTarget_ = offscreenTarget(images_.back());
}

OffscreenHeadset::~OffscreenHeadset() {
  device_.waitIdle();
}

interaction::Eye OffscreenHeadset::eyeOf(std::size_t view) const {
  interaction::Eye eye{head_, options_.leftEye};
  eye.pose.positionM += head_.right() * (kEyesApartM * (view == 0 ? -0.5 : 0.5));
  if (view != 0) {
    eye.frustum.left = -options_.leftEye.right;
    eye.frustum.right = -options_.leftEye.left;
  }
  return eye;
}

interaction::Frame OffscreenHeadset::begin(bool /*idle*/) {
  interaction::Frame frame;
  frame.timeMs = std::int64_t(frame_) * options_.periodMs;
  frame.hands = left_ ? std::nullopt : options_.wear(frame_);
  if (!frame.hands) {
    frame.status = interaction::FrameStatus::Close;
    return frame;
  }
  head_ = frame.hands->head;
  for (std::size_t i = 0; i < kEyes; ++i) {
    frame.views.push_back({.sizePx = options_.eyePx, .eye = eyeOf(i)});
  }
  return frame;
}

void OffscreenHeadset::end() {
  const std::size_t shown = frame_++;
  if (options_.shown) {
    options_.shown(shown);
  }
}

renderer::Picture OffscreenHeadset::picture(std::size_t eye) {
  const gpu::Image& image = images_[eye];
  device_.run([&](gpu::Commands& commands) {
    renderer::raster::transition(commands.get(), image.get(), VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL,
                                 VK_IMAGE_LAYOUT_GENERAL);
    commands.copy(image, readBack_, image.size());
    commands.barrier(gpu::Access::Transfer, gpu::Access::Host);
    renderer::raster::transition(commands.get(), image.get(), VK_IMAGE_LAYOUT_GENERAL,
                                 VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL);
  });
  const auto bytes = readBack_.as<std::uint8_t>();
  return {.size = options_.eyePx, .rgba = {bytes.begin(), bytes.end()}};
}

glm::dvec2 OffscreenHeadset::pixelOf(std::size_t eye, glm::dvec3 pointM) const {
  const interaction::Eye sight = eyeOf(eye);
  const glm::dvec3 seen = (interaction::inverse(sight.pose) * interaction::Pose{.positionM = pointM}).positionM;
  const core::Frustum& f = sight.frustum;
  const glm::dvec2 tangent(seen.x / -seen.z, seen.y / -seen.z);
  return glm::dvec2((tangent.x - f.left) / (f.right - f.left), (f.up - tangent.y) / (f.up - f.down)) *
         glm::dvec2(options_.eyePx);
}

}  // namespace stage
