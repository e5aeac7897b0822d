// Owning handles over the C API: move-only, destroyed with their device, nothing else. One line per kind below.
#pragma once

#include <vulkan/vulkan.h>

#include <utility>

namespace gpu {

// A handle that a VkDevice made and `destroy` ends.
template <typename T, auto destroy>
class Handle {
 public:
  Handle() = default;
  Handle(VkDevice device, T handle) : device_(device), handle_(handle) {}
  Handle(Handle&& other) noexcept
      : device_(std::exchange(other.device_, VkDevice{})), handle_(std::exchange(other.handle_, T{})) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(device_, other.device_);
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Handle() {
    if (handle_ != T{}) {
      destroy(device_, handle_, nullptr);
    }
  }

  T get() const { return handle_; }
  explicit operator bool() const { return handle_ != T{}; }

 private:
  VkDevice device_{};
  T handle_{};
};

using BufferHandle = Handle<VkBuffer, vkDestroyBuffer>;
using CommandPoolHandle = Handle<VkCommandPool, vkDestroyCommandPool>;
using ImageHandle = Handle<VkImage, vkDestroyImage>;
using ImageViewHandle = Handle<VkImageView, vkDestroyImageView>;
using LayoutHandle = Handle<VkDescriptorSetLayout, vkDestroyDescriptorSetLayout>;
using MemoryHandle = Handle<VkDeviceMemory, vkFreeMemory>;
using PipelineHandle = Handle<VkPipeline, vkDestroyPipeline>;
using PipelineLayoutHandle = Handle<VkPipelineLayout, vkDestroyPipelineLayout>;
using QueryPoolHandle = Handle<VkQueryPool, vkDestroyQueryPool>;
using SamplerHandle = Handle<VkSampler, vkDestroySampler>;
using SemaphoreHandle = Handle<VkSemaphore, vkDestroySemaphore>;
using ShaderModuleHandle = Handle<VkShaderModule, vkDestroyShaderModule>;

}  // namespace gpu
