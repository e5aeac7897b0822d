#include "interaction/window/swapchain.h"

#include <algorithm>
#include <array>

#include "core/error.h"

namespace window {
namespace {

constexpr std::size_t kFramesUnderWay = 2;  // more would only add delay between hand and picture
constexpr std::uint64_t kPatienceNs = 1'000'000'000;

gpu::SemaphoreHandle makeSemaphore(const gpu::Device& device) {
  const VkSemaphoreCreateInfo info{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO};
  VkSemaphore semaphore{};
  gpu::require(vkCreateSemaphore(device.get(), &info, nullptr, &semaphore), device, "making a semaphore");
  return {device.get(), semaphore};
}

void submitNothing(const gpu::Device& device, VkSemaphore wait, VkSemaphore signal, VkFence fence) {
  const VkSemaphoreSubmitInfo waits{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO,
                                    .semaphore = wait,
                                    .stageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT};
  const VkSemaphoreSubmitInfo signals{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO,
                                      .semaphore = signal,
                                      .stageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT};
  const VkSubmitInfo2 submit{.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO_2,
                             .waitSemaphoreInfoCount = wait != VK_NULL_HANDLE ? 1u : 0u,
                             .pWaitSemaphoreInfos = &waits,
                             .signalSemaphoreInfoCount = signal != VK_NULL_HANDLE ? 1u : 0u,
                             .pSignalSemaphoreInfos = &signals};
  gpu::require(vkQueueSubmit2(device.queue(), 1, &submit, fence), device, "submitting work");
}

VkSurfaceFormatKHR chooseFormat(const gpu::Device& device, VkSurfaceKHR surface) {
  std::uint32_t count = 0;
  vkGetPhysicalDeviceSurfaceFormatsKHR(device.physical(), surface, &count, nullptr);
  std::vector<VkSurfaceFormatKHR> formats(count);
  vkGetPhysicalDeviceSurfaceFormatsKHR(device.physical(), surface, &count, formats.data());
  for (const VkFormat wanted : {VK_FORMAT_B8G8R8A8_UNORM, VK_FORMAT_R8G8B8A8_UNORM, VK_FORMAT_A8B8G8R8_UNORM_PACK32}) {
    const auto found = std::find_if(formats.begin(), formats.end(), [&](const VkSurfaceFormatKHR& format) {
      return format.format == wanted && format.colorSpace == VK_COLOR_SPACE_SRGB_NONLINEAR_KHR;
    });
    if (found != formats.end()) {
      return *found;
    }
  }
  throw core::Error(device.info().name, "it shows no plain 8-bit colours in this window",
                    "Choose another device with --device");
}

}  // namespace

Swapchain::Swapchain(gpu::Device& device, VkSurfaceKHR surface) : device_(device), surface_(surface) {
  VkBool32 shows = VK_FALSE;
  vkGetPhysicalDeviceSurfaceSupportKHR(device.physical(), device.queueFamily(), surface, &shows);
  if (shows == VK_FALSE) {
    vkDestroySurfaceKHR(device.instance(), surface, nullptr);
    throw core::Error(device.info().name, "it cannot show pictures in this window",
                      "Choose the device that drives the monitor with --device (see: sagitta devices)");
  }
  format_ = chooseFormat(device, surface);
  for (std::size_t i = 0; i < kFramesUnderWay; ++i) {
    const VkFenceCreateInfo info{.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO, .flags = VK_FENCE_CREATE_SIGNALED_BIT};
    VkFence fence{};
    gpu::require(vkCreateFence(device.get(), &info, nullptr, &fence), device, "making a fence");
    slots_.push_back({makeSemaphore(device), {device.get(), fence}});
  }
}

Swapchain::~Swapchain() {
  dismantle();
  slots_.clear();
  vkDestroySurfaceKHR(device_.instance(), surface_, nullptr);
}

void Swapchain::dismantle() {
  vkDeviceWaitIdle(device_.get());
  pictures_.clear();
  if (swapchain_ != VK_NULL_HANDLE) {
    vkDestroySwapchainKHR(device_.get(), std::exchange(swapchain_, {}), nullptr);
  }
}

bool Swapchain::build(glm::ivec2 sizePx) {
  dismantle();
  VkSurfaceCapabilitiesKHR can{};
  gpu::require(vkGetPhysicalDeviceSurfaceCapabilitiesKHR(device_.physical(), surface_, &can), device_,
               "asking for the window's size");
  VkExtent2D extent = can.currentExtent;
  if (extent.width == UINT32_MAX) {
    extent = {std::clamp(std::uint32_t(sizePx.x), can.minImageExtent.width, can.maxImageExtent.width),
              std::clamp(std::uint32_t(sizePx.y), can.minImageExtent.height, can.maxImageExtent.height)};
  }
  if (extent.width == 0 || extent.height == 0) {
    return false;
  }
  size_ = {int(extent.width), int(extent.height)};
  askedSize_ = sizePx;
  const std::uint32_t count = std::min(can.minImageCount + 1, can.maxImageCount == 0 ? UINT32_MAX : can.maxImageCount);
  const VkSwapchainCreateInfoKHR info{.sType = VK_STRUCTURE_TYPE_SWAPCHAIN_CREATE_INFO_KHR,
                                      .surface = surface_,
                                      .minImageCount = count,
                                      .imageFormat = format_.format,
                                      .imageColorSpace = format_.colorSpace,
                                      .imageExtent = extent,
                                      .imageArrayLayers = 1,
                                      .imageUsage = VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT,
                                      .imageSharingMode = VK_SHARING_MODE_EXCLUSIVE,
                                      .preTransform = can.currentTransform,
                                      .compositeAlpha = VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR,
                                      .presentMode = VK_PRESENT_MODE_FIFO_KHR,
                                      .clipped = VK_TRUE};
  gpu::require(vkCreateSwapchainKHR(device_.get(), &info, nullptr, &swapchain_), device_, "opening the window");
  std::uint32_t made = 0;
  vkGetSwapchainImagesKHR(device_.get(), swapchain_, &made, nullptr);
  std::vector<VkImage> images(made);
  vkGetSwapchainImagesKHR(device_.get(), swapchain_, &made, images.data());
  for (const VkImage image : images) {
    const VkImageViewCreateInfo look{.sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO,
                                     .image = image,
                                     .viewType = VK_IMAGE_VIEW_TYPE_2D,
                                     .format = format_.format,
                                     .subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1}};
    VkImageView view{};
    gpu::require(vkCreateImageView(device_.get(), &look, nullptr, &view), device_, "opening the window");
    pictures_.push_back({image, {device_.get(), view}, makeSemaphore(device_)});
  }
  stale_ = false;
  return true;
}

std::optional<Target> Swapchain::acquire(glm::ivec2 sizePx) {
  if (sizePx.x <= 0 || sizePx.y <= 0) {
    return std::nullopt;
  }
  Slot& slot = slots_[slot_];
  const VkFence done = slot.done.get();
  gpu::require(vkWaitForFences(device_.get(), 1, &done, VK_TRUE, UINT64_MAX), device_, "waiting for a frame");
  for (int attempt = 0; attempt < 2; ++attempt) {
    if ((stale_ || sizePx != askedSize_) && !build(sizePx)) {
      return std::nullopt;
    }
    const VkResult result =
        vkAcquireNextImageKHR(device_.get(), swapchain_, kPatienceNs, slot.acquired.get(), VK_NULL_HANDLE, &current_);
    if (result == VK_SUCCESS || result == VK_SUBOPTIMAL_KHR) {
      stale_ = result == VK_SUBOPTIMAL_KHR;
      // In submission order all that follows on the queue waits for it.
      submitNothing(device_, slot.acquired.get(), VK_NULL_HANDLE, VK_NULL_HANDLE);
      return Target{pictures_[current_].image, pictures_[current_].view.get(), format_.format, size_};
    }
    if (result == VK_TIMEOUT || result == VK_NOT_READY) {
      return std::nullopt;  // the window system is busy, or shows nothing of it
    }
    if (result != VK_ERROR_OUT_OF_DATE_KHR) {
      gpu::require(result, device_, "asking the window for an image");
    }
    stale_ = true;
  }
  return std::nullopt;  // it is being resized faster than this: the next frame will do
}

void Swapchain::present() {
  Slot& slot = slots_[slot_];
  const VkFence done = slot.done.get();
  gpu::require(vkResetFences(device_.get(), 1, &done), device_, "starting a frame");
  const VkSemaphore finished = pictures_[current_].finished.get();
  submitNothing(device_, VK_NULL_HANDLE, finished, done);
  const VkPresentInfoKHR info{.sType = VK_STRUCTURE_TYPE_PRESENT_INFO_KHR,
                              .waitSemaphoreCount = 1,
                              .pWaitSemaphores = &finished,
                              .swapchainCount = 1,
                              .pSwapchains = &swapchain_,
                              .pImageIndices = &current_};
  const VkResult result = vkQueuePresentKHR(device_.queue(), &info);
  if (result == VK_ERROR_OUT_OF_DATE_KHR || result == VK_SUBOPTIMAL_KHR) {
    stale_ = true;
  } else {
    gpu::require(result, device_, "showing a frame");
  }
  slot_ = (slot_ + 1) % slots_.size();
}

}  // namespace window
