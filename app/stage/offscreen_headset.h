// A headset that nobody wears: head and hands go where a script sends them, frame by frame and the same every time, and
// what the eyes would see stays in memory. For measurements and tests of the very loop that draws for a real one. The
// thread that draws.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "interaction/xr/worn.h"
#include "renderer/gpu/resources.h"
#include "renderer/renderer.h"

namespace stage {

// What a common headset's left eye sees; the right one's is its mirror image.
constexpr core::Frustum kCommonLeftEye{-1.33, 0.93, -1.28, 1.04};
constexpr double kEyesApartM = 0.063;

struct OffscreenOptions {
  glm::ivec2 eyePx{0};
  std::int64_t periodMs = 11;  // by which time goes on, however long a frame takes
  core::Frustum leftEye = kCommonLeftEye;
  xr::PanelLayer panel = xr::PanelLayer::Under;
  // Before each frame, counted from 0: where head and hands are then. Nothing: it is taken off, and the loop ends.
  std::function<std::optional<interaction::HandsInput>(std::size_t frame)> wear;
  std::function<void(std::size_t frame)> shown;  // after each frame
};

class OffscreenHeadset : public xr::Worn {
 public:
  OffscreenHeadset(gpu::Device& device, OffscreenOptions options);
  ~OffscreenHeadset() override;
  OffscreenHeadset(const OffscreenHeadset&) = delete;
  OffscreenHeadset& operator=(const OffscreenHeadset&) = delete;

  // What an eye saw last, with how much it hides of a layer below as alpha. Waits for it.
  renderer::Picture picture(std::size_t eye);
  // Where a point of the room is in an eye's picture, pixels; the point is before the eye.
  glm::dvec2 pixelOf(std::size_t eye, glm::dvec3 pointM) const;
  const std::vector<interaction::Buzz>& buzzes() const { return buzzes_; }  // all that were felt

  interaction::Frame begin(bool idle) override;
  void end() override;
  gpu::Device& device() override { return device_; }
  bool seeThrough() const override { return false; }
  bool addsLight() const override { return false; }
  const xr::Target& eye(std::size_t view) const override { return targets_[view]; }
  const xr::Target* eyeDepth(std::size_t /*view*/) const override { return nullptr; }
  const xr::Target& panelTarget() override { return panelTarget_; }
  void placePanel(const std::optional<xr::PanelPlace>& /*place*/) override {}
  xr::PanelLayer panelLayer() const override { return options_.panel; }
  void seeRoom(bool /*sees*/) override {}
  void tookMs(double /*gpuMs*/) override {}
  double scale() const override { return 1; }
  core::Foveation foveation() const override { return core::Foveation::Off; }
  const xr::Profile* profile(interaction::Side /*side*/) const override { return nullptr; }
  void buzz(const interaction::Buzz& buzz) override { buzzes_.push_back(buzz); }
  std::optional<interaction::Pose> takeRecentring() override { return std::nullopt; }
  void leave() override { left_ = true; }

 private:
  interaction::Eye eyeOf(std::size_t view) const;

  gpu::Device& device_;
  OffscreenOptions options_;
  std::vector<gpu::Image> images_;  // of the eyes, and last of the panel
  std::vector<xr::Target> targets_;
  xr::Target panelTarget_;
  gpu::Buffer readBack_;
  interaction::Pose head_;
  std::vector<interaction::Buzz> buzzes_;
  std::size_t frame_ = 0;
  bool left_ = false;
};

}  // namespace stage
