// The images that a window shows in turn. Rebuilt where the window changes; made and used on the thread that draws.
#pragma once

#include <glm/vec2.hpp>
#include <optional>
#include <vector>

#include "renderer/gpu/device.h"

namespace window {

// An image to draw into, in VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL at the end. Its values are sRGB already
// (a UNORM view), as panels' vertex colours are.
struct Target {
  VkImage image{};
  VkImageView view{};
  VkFormat format = VK_FORMAT_UNDEFINED;
  glm::ivec2 size{0};
};

class Swapchain {
 public:
  // Ends the surface with it. Throws core::Error where this device cannot show anything on it.
  Swapchain(gpu::Device& device, VkSurfaceKHR surface);
  ~Swapchain();
  Swapchain(const Swapchain&) = delete;
  Swapchain& operator=(const Swapchain&) = delete;

  // The next image, for a window of this size; nothing where there is none to draw into now (minimised). Work submitted
  // after it waits for the image by itself. Throws core::Error where the device or surface is lost.
  std::optional<Target> acquire(glm::ivec2 sizePx);
  // Shows the image once what was submitted before is done.
  void present();

 private:
  struct Slot {  // of a frame on its way
    gpu::SemaphoreHandle acquired;
    gpu::Handle<VkFence, vkDestroyFence> done;
  };
  struct Picture {
    VkImage image;
    gpu::ImageViewHandle view;
    gpu::SemaphoreHandle finished;
  };

  bool build(glm::ivec2 sizePx);
  void dismantle();

  gpu::Device& device_;
  VkSurfaceKHR surface_;
  VkSwapchainKHR swapchain_{};
  VkSurfaceFormatKHR format_{};
  glm::ivec2 size_{0};
  glm::ivec2 askedSize_{0};
  std::vector<Picture> pictures_;
  std::vector<Slot> slots_;
  std::size_t slot_ = 0;
  std::uint32_t current_ = 0;
  bool stale_ = true;
};

}  // namespace window
