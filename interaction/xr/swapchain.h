// The images that one eye or one panel is shown from, or the depths of one eye's. Made and used on the thread that
// draws.
#pragma once

#include <glm/vec2.hpp>
#include <vector>

#include "interaction/xr/handle.h"
#include "interaction/xr/worn.h"

namespace xr {

class Swapchain {
 public:
  enum class Holds : std::uint8_t { Colors, Depths };
  // Of depths: 32-bit floats. Throws core::Error where the runtime has no such images; takesDepths() says before.
  Swapchain(const gpu::Device& device, XrSession session, glm::ivec2 sizePx, Holds holds = Holds::Colors);
  static bool takesDepths(XrSession session);

  XrSwapchain get() const { return swapchain_.get(); }
  glm::ivec2 sizePx() const { return sizePx_; }
  // Once before anything is drawn into the target in a frame; release() once after that was submitted.
  const Target& acquire();
  void release();
  bool isAcquired() const { return acquired_; }

 private:
  glm::ivec2 sizePx_;
  SwapchainHandle swapchain_;
  std::vector<gpu::ImageViewHandle> views_;  // ended before the images they show
  std::vector<Target> targets_;
  std::uint32_t current_ = 0;
  bool acquired_ = false;
};

}  // namespace xr
