#include "interaction/xr/swapchain.h"

#include <algorithm>
#include <array>

namespace xr {
namespace {

struct Format {
  VkFormat shown;    // what the runtime reads it as
  VkFormat written;  // what we draw: values that are sRGB already, as panels' colours and the renderer's are
};
constexpr std::array kFormats = {Format{VK_FORMAT_R8G8B8A8_SRGB, VK_FORMAT_R8G8B8A8_UNORM},
                                 Format{VK_FORMAT_B8G8R8A8_SRGB, VK_FORMAT_B8G8R8A8_UNORM}};
constexpr Format kDepths{VK_FORMAT_D32_SFLOAT, VK_FORMAT_D32_SFLOAT};

std::vector<std::int64_t> formatsOf(XrSession session) {
  std::uint32_t count = 0;
  require(xrEnumerateSwapchainFormats(session, 0, &count, nullptr), "asking for its colours");
  std::vector<std::int64_t> known(count);
  require(xrEnumerateSwapchainFormats(session, count, &count, known.data()), "asking for its colours");
  return known;
}

bool has(const std::vector<std::int64_t>& known, const Format& format) {
  return std::find(known.begin(), known.end(), std::int64_t(format.shown)) != known.end();
}

Format chooseFormat(XrSession session, Swapchain::Holds holds) {
  const std::vector<std::int64_t> known = formatsOf(session);
  if (holds == Swapchain::Holds::Depths && has(known, kDepths)) {
    return kDepths;
  }
  for (const Format& format : kFormats) {
    if (holds == Swapchain::Holds::Colors && has(known, format)) {
      return format;
    }
  }
  throw core::Error("headset",
                    holds == Swapchain::Holds::Depths ? "it takes no depths" : "it shows no plain 8-bit colours",
                    "Update the headset's software");
}

}  // namespace

bool Swapchain::takesDepths(XrSession session) {
  return has(formatsOf(session), kDepths);
}

Swapchain::Swapchain(const gpu::Device& device, XrSession session, glm::ivec2 sizePx, Holds holds) : sizePx_(sizePx) {
  const Format format = chooseFormat(session, holds);
  const bool depths = holds == Holds::Depths;
  const XrSwapchainCreateInfo info{
      .type = XR_TYPE_SWAPCHAIN_CREATE_INFO,
      .usageFlags = depths ? XR_SWAPCHAIN_USAGE_DEPTH_STENCIL_ATTACHMENT_BIT
                           : XR_SWAPCHAIN_USAGE_COLOR_ATTACHMENT_BIT | XR_SWAPCHAIN_USAGE_MUTABLE_FORMAT_BIT,
      .format = format.shown,
      .sampleCount = 1,
      .width = std::uint32_t(sizePx.x),
      .height = std::uint32_t(sizePx.y),
      .faceCount = 1,
      .arraySize = 1,
      .mipCount = 1};
  const VkImageAspectFlags aspect = depths ? VK_IMAGE_ASPECT_DEPTH_BIT : VK_IMAGE_ASPECT_COLOR_BIT;
  XrSwapchain made{};
  require(xrCreateSwapchain(session, &info, &made), "making the images of the headset");
  swapchain_ = SwapchainHandle(made);
  std::uint32_t count = 0;
  require(xrEnumerateSwapchainImages(made, 0, &count, nullptr), "making the images of the headset");
  std::vector<XrSwapchainImageVulkan2KHR> images(count, {.type = XR_TYPE_SWAPCHAIN_IMAGE_VULKAN2_KHR});
  require(xrEnumerateSwapchainImages(made, count, &count, reinterpret_cast<XrSwapchainImageBaseHeader*>(images.data())),
          "making the images of the headset");
  for (const XrSwapchainImageVulkan2KHR& image : images) {
    const VkImageViewCreateInfo look{.sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO,
                                     .image = image.image,
                                     .viewType = VK_IMAGE_VIEW_TYPE_2D,
                                     .format = format.written,
                                     .subresourceRange = {aspect, 0, 1, 0, 1}};
    VkImageView view{};
    gpu::require(vkCreateImageView(device.get(), &look, nullptr, &view), device, "making the images of the headset");
    views_.emplace_back(device.get(), view);
    targets_.push_back({image.image, view, format.written, sizePx});
  }
}

const Target& Swapchain::acquire() {
  const XrSwapchainImageAcquireInfo ask{.type = XR_TYPE_SWAPCHAIN_IMAGE_ACQUIRE_INFO};
  require(xrAcquireSwapchainImage(swapchain_.get(), &ask, &current_), "asking for an image");
  acquired_ = true;
  const XrSwapchainImageWaitInfo wait{.type = XR_TYPE_SWAPCHAIN_IMAGE_WAIT_INFO, .timeout = XR_INFINITE_DURATION};
  require(xrWaitSwapchainImage(swapchain_.get(), &wait), "waiting for an image");
  return targets_[current_];
}

void Swapchain::release() {
  const XrSwapchainImageReleaseInfo info{.type = XR_TYPE_SWAPCHAIN_IMAGE_RELEASE_INFO};
  acquired_ = false;
  require(xrReleaseSwapchainImage(swapchain_.get(), &info), "handing an image over");
}

}  // namespace xr
