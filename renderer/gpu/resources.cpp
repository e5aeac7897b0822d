#include "renderer/gpu/resources.h"

#include <algorithm>
#include <string>

#include "core/error.h"
#include "renderer/gpu/commands.h"

namespace gpu {
namespace {

MemoryHandle allocate(const Device& device, const VkMemoryRequirements& needs, VkMemoryPropertyFlags wanted,
                      VkMemoryPropertyFlags preferred, bool addressable) {
  const VkMemoryAllocateFlagsInfo flags{.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_FLAGS_INFO,
                                        .flags = VK_MEMORY_ALLOCATE_DEVICE_ADDRESS_BIT};
  const VkMemoryAllocateInfo info{.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
                                  .pNext = addressable ? &flags : nullptr,
                                  .allocationSize = needs.size,
                                  .memoryTypeIndex = device.memoryType(needs.memoryTypeBits, wanted, preferred)};
  VkDeviceMemory memory{};
  require(vkAllocateMemory(device.get(), &info, nullptr, &memory), device,
          "taking " + std::to_string((needs.size + (1 << 20) - 1) >> 20) + " MiB of graphics memory");
  return {device.get(), memory};
}

}  // namespace

Buffer::Buffer(const Device& device, std::size_t bytes, BufferUse use) : bytes_(std::max<std::size_t>(bytes, 4)) {
  const VkBufferCreateInfo info{.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO,
                                .size = bytes_,
                                .usage = VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_UNIFORM_BUFFER_BIT |
                                         VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT |
                                         VK_BUFFER_USAGE_SHADER_DEVICE_ADDRESS_BIT};
  VkBuffer buffer{};
  require(vkCreateBuffer(device.get(), &info, nullptr, &buffer), device, "making a buffer");
  buffer_ = {device.get(), buffer};
  VkMemoryRequirements needs{};
  vkGetBufferMemoryRequirements(device.get(), buffer, &needs);
  constexpr VkMemoryPropertyFlags kHost = VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
  memory_ = use == BufferUse::Device   ? allocate(device, needs, 0, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT, true)
            : use == BufferUse::Upload ? allocate(device, needs, kHost, 0, true)
                                       : allocate(device, needs, kHost, VK_MEMORY_PROPERTY_HOST_CACHED_BIT, true);
  require(vkBindBufferMemory(device.get(), buffer, memory_.get(), 0), device, "binding memory");
  if (use != BufferUse::Device) {
    require(vkMapMemory(device.get(), memory_.get(), 0, VK_WHOLE_SIZE, 0, &mapped_), device, "mapping memory");
  }
  const VkBufferDeviceAddressInfo address{.sType = VK_STRUCTURE_TYPE_BUFFER_DEVICE_ADDRESS_INFO, .buffer = buffer};
  address_ = vkGetBufferDeviceAddress(device.get(), &address);
}

namespace {

VkImageUsageFlags usageOf(Image::WrittenBy writtenBy) {
  switch (writtenBy) {
    case Image::WrittenBy::Copies:
      return 0;
    case Image::WrittenBy::Shaders:
      return VK_IMAGE_USAGE_STORAGE_BIT;
    case Image::WrittenBy::Drawing:
      return VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT;
    case Image::WrittenBy::DepthTests:
      return VK_IMAGE_USAGE_DEPTH_STENCIL_ATTACHMENT_BIT;
  }
  return 0;
}

}  // namespace

Image::Image(const Device& device, Shape shape, VkFormat format, glm::ivec3 size, WrittenBy writtenBy)
    : format_(format), size_(size) {
  const bool solid = shape == Shape::Solid;
  const VkImageCreateInfo info{.sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO,
                               .imageType = solid ? VK_IMAGE_TYPE_3D : VK_IMAGE_TYPE_2D,
                               .format = format,
                               .extent = {std::uint32_t(size.x), std::uint32_t(size.y), std::uint32_t(size.z)},
                               .mipLevels = 1,
                               .arrayLayers = 1,
                               .samples = VK_SAMPLE_COUNT_1_BIT,
                               .tiling = VK_IMAGE_TILING_OPTIMAL,
                               .usage = VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT |
                                        VK_IMAGE_USAGE_TRANSFER_SRC_BIT | usageOf(writtenBy)};
  VkImageFormatProperties possible{};
  const VkResult fits = vkGetPhysicalDeviceImageFormatProperties(device.physical(), format, info.imageType, info.tiling,
                                                                 info.usage, 0, &possible);
  if (fits != VK_SUCCESS || info.extent.width > possible.maxExtent.width ||
      info.extent.height > possible.maxExtent.height || info.extent.depth > possible.maxExtent.depth) {
    throw core::Error(device.info().name,
                      "it cannot hold an image of " + std::to_string(size.x) + " x " + std::to_string(size.y) + " x " +
                          std::to_string(size.z),
                      "Resample or crop the volume, or choose another device with --device");
  }
  VkImage image{};
  require(vkCreateImage(device.get(), &info, nullptr, &image), device, "making an image");
  image_ = {device.get(), image};
  VkMemoryRequirements needs{};
  vkGetImageMemoryRequirements(device.get(), image, &needs);
  if (needs.size > device.limits().maxAllocationBytes) {
    throw core::Error(device.info().name,
                      "the volume needs " + std::to_string(needs.size >> 20) +
                          " MiB in one piece, and it gives at most " +
                          std::to_string(device.limits().maxAllocationBytes >> 20),
                      "Resample or crop the volume, or choose another device with --device");
  }
  memory_ = allocate(device, needs, 0, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT, false);
  require(vkBindImageMemory(device.get(), image, memory_.get(), 0), device, "binding memory");
  const VkImageAspectFlags aspect =
      writtenBy == WrittenBy::DepthTests ? VK_IMAGE_ASPECT_DEPTH_BIT : VK_IMAGE_ASPECT_COLOR_BIT;
  const VkImageViewCreateInfo look{.sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO,
                                   .image = image,
                                   .viewType = solid ? VK_IMAGE_VIEW_TYPE_3D : VK_IMAGE_VIEW_TYPE_2D,
                                   .format = format,
                                   .subresourceRange = {aspect, 0, 1, 0, 1}};
  VkImageView view{};
  require(vkCreateImageView(device.get(), &look, nullptr, &view), device, "making an image view");
  view_ = {device.get(), view};
}

Sampler::Sampler(const Device& device, VkFilter filter) {
  const VkSamplerCreateInfo info{.sType = VK_STRUCTURE_TYPE_SAMPLER_CREATE_INFO,
                                 .magFilter = filter,
                                 .minFilter = filter,
                                 .addressModeU = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE,
                                 .addressModeV = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE,
                                 .addressModeW = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE};
  VkSampler sampler{};
  require(vkCreateSampler(device.get(), &info, nullptr, &sampler), device, "making a sampler");
  sampler_ = {device.get(), sampler};
}

Buffer uploadBytes(Device& device, std::span<const std::byte> bytes) {
  Buffer target(device, bytes.size(), BufferUse::Device);
  if (bytes.empty()) {
    return target;
  }
  const Buffer staging(device, bytes.size(), BufferUse::Upload);
  std::memcpy(staging.mapped(), bytes.data(), bytes.size());
  device.run([&](Commands& commands) {
    commands.copy(staging, target, 0, 0, bytes.size());
    commands.barrier(Access::Transfer, Access::Shader);
  });
  return target;
}

Image uploadImage(Device& device, VkFormat format, glm::ivec2 size, std::span<const std::byte> texels) {
  Image target(device, Image::Shape::Flat, format, {size, 1}, Image::WrittenBy::Copies);
  device.run([&](Commands& commands) {
    commands.prepare(target);
    commands.copy(commands.upload(texels), target, {0, 0, 0}, {size, 1});
    commands.barrier(Access::Transfer, Access::Shader);
  });
  return target;
}

}  // namespace gpu
