// Memory of the device: buffers, images, and how bytes come and go. One allocation each, made and ended with it:
// there are few and they are large. Values that move; same thread as their Device.
#pragma once

#include <cstddef>
#include <cstring>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <span>
#include <vector>

#include "renderer/gpu/device.h"

namespace gpu {

enum class BufferUse {
  Device,    // read and written by shaders and copies
  Upload,    // written by the CPU, read by copies and shaders
  Readback,  // written by copies and shaders, read by the CPU
};

class Buffer {
 public:
  Buffer() = default;
  // Throws core::Error where the device has not that much memory. A buffer of zero bytes is made of four.
  Buffer(const Device& device, std::size_t bytes, BufferUse use);

  VkBuffer get() const { return buffer_.get(); }
  std::size_t bytes() const { return bytes_; }
  VkDeviceAddress address() const { return address_; }
  // Upload and Readback: where the CPU sees it.
  std::byte* mapped() const { return static_cast<std::byte*>(mapped_); }
  template <typename T>
  std::span<T> as() const {
    return {reinterpret_cast<T*>(mapped()), bytes_ / sizeof(T)};
  }
  explicit operator bool() const { return bool(buffer_); }

 private:
  BufferHandle buffer_;
  MemoryHandle memory_;  // ended before its buffer: allowed, as nothing uses either any more
  std::size_t bytes_ = 0;
  VkDeviceAddress address_ = 0;
  void* mapped_ = nullptr;
};

// A 2D (depth 1) or 3D image, sampled, written, and copied. It stays in the GENERAL layout, into which
// Commands::prepare() brings it once; but for one that depth tests write, whose pass sees to that.
class Image {
 public:
  Image() = default;
  enum class Shape { Flat, Solid };
  enum class WrittenBy { Copies, Shaders, Drawing, DepthTests };  // all but the first beside copies
  // Throws core::Error where it is too large for the device.
  Image(const Device& device, Shape shape, VkFormat format, glm::ivec3 size, WrittenBy writtenBy);

  VkImage get() const { return image_.get(); }
  VkImageView view() const { return view_.get(); }
  VkFormat format() const { return format_; }
  glm::ivec3 size() const { return size_; }
  explicit operator bool() const { return bool(image_); }

 private:
  ImageHandle image_;
  MemoryHandle memory_;
  ImageViewHandle view_;
  VkFormat format_ = VK_FORMAT_UNDEFINED;
  glm::ivec3 size_{0};
};

// Coordinates in [0, 1], clamped to the edge.
class Sampler {
 public:
  Sampler() = default;
  Sampler(const Device& device, VkFilter filter);
  VkSampler get() const { return sampler_.get(); }

 private:
  SamplerHandle sampler_;
};

// A device buffer filled with `values` before it returns.
template <typename T>
Buffer upload(Device& device, std::span<const T> values);
Buffer uploadBytes(Device& device, std::span<const std::byte> bytes);

// A flat image filled with `texels`, row by row, before it returns.
Image uploadImage(Device& device, VkFormat format, glm::ivec2 size, std::span<const std::byte> texels);

template <typename T>
Buffer upload(Device& device, std::span<const T> values) {
  return uploadBytes(device, std::as_bytes(values));
}

}  // namespace gpu
