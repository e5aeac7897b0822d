// What others see while someone wears a headset: the same room, hands and panel from a calm view, as pictures in
// memory, one at a time. The thread that draws; it waits for nothing.
#pragma once

#include <optional>

#include "interaction/calm_view.h"
#include "renderer/eye_pass.h"
#include "renderer/renderer.h"

namespace stage {

class Spectator {
 public:
  static constexpr glm::ivec2 kPicturePx{960, 540};
  static constexpr double kFollowedS = 1.0 / 15;  // often enough to follow; the wearer's frames come first

  // From where others look on: calmly, or just as the wearer's head moves.
  enum class From : std::uint8_t { CalmView, Head };
  // everyS: seconds from picture to picture, at least.
  Spectator(gpu::Device& device, double everyS, From from = From::CalmView);
  ~Spectator();  // waits for the picture that is on its way
  Spectator(const Spectator&) = delete;
  Spectator& operator=(const Spectator&) = delete;

  // The view of this frame; whether a picture of it is wanted.
  const interaction::Eye& follow(const interaction::Pose& head, double seconds);
  bool isDue() const { return !drawn_ && sinceLastS_ >= everyS_; }
  // Draws the scene, as seen from that view.
  void draw(renderer::EyePass& pass, const renderer::EyeScene& scene);
  // The picture, once when it is done.
  std::optional<renderer::Picture> take();

 private:
  gpu::Device& device_;
  gpu::Image picture_;
  gpu::Buffer readBack_;
  const From from_;
  interaction::CalmView calm_;
  interaction::Eye eye_;
  double everyS_;
  double sinceLastS_;
  std::optional<gpu::Ticket> drawn_;
};

}  // namespace stage
