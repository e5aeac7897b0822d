// One command buffer while it is recorded: a pass is "dispatch this program on these resources", and what must wait for
// what is said beside it. Lives within Device::submit().
#pragma once

#include <deque>
#include <glm/vec3.hpp>
#include <glm/vec4.hpp>
#include <initializer_list>
#include <span>

#include "renderer/gpu/program.h"

namespace gpu {

// Who touches memory, for barriers.
enum class Access { Shader, Transfer, Host };

// How many groups of `local` cover `size`.
inline glm::uvec3 groupsFor(glm::ivec3 size, glm::ivec3 local) {
  return glm::uvec3((size + local - 1) / local);
}

// Times a part of a submission on the device itself.
class Stopwatch {
 public:
  explicit Stopwatch(const Device& device);
  // Between the two marks of the last submission that made them, once it is done; 0 where the device has no clock.
  double milliseconds() const;

 private:
  friend class Commands;
  const Device& device_;
  QueryPoolHandle queries_;
};

// What a submission reads and must outlive it.
struct Kept {
  std::deque<Buffer> buffers;
};

class Commands {
 public:
  Commands(const Device& device, VkCommandBuffer buffer, Kept& kept) : device_(device), buffer_(buffer), kept_(kept) {}

  // A buffer of these bytes that shaders and copies of this submission can read; it goes when the submission is done.
  const Buffer& upload(std::span<const std::byte> bytes);

  // Brings an image that is new, or whose contents no longer matter, into the layout in which it stays.
  void prepare(const Image& image);

  // What `first` wrote is seen by `then`. Global: there are few passes and they depend on each other anyway.
  void barrier(Access first, Access then);

  // resources stand in for the program's bindings in order; constants are its specialization constants.
  void dispatch(Program& program, std::initializer_list<Resource> resources, glm::uvec3 groups,
                std::initializer_list<std::uint32_t> constants = {}, std::span<const std::byte> push = {});

  void copy(const Buffer& from, const Buffer& to, std::size_t fromByte, std::size_t toByte, std::size_t bytes);
  // Whole rows of voxels: `from` holds size.x * size.y * size.z texels, tightly packed, for the box at `origin`.
  void copy(const Buffer& from, const Image& to, glm::ivec3 origin, glm::ivec3 size);
  void copy(const Image& from, const Buffer& to, glm::ivec3 size);
  void clear(const Image& image, glm::vec4 color);  // integer images: to zero, whatever the colour
  void fill(const Buffer& buffer, std::uint32_t word, std::size_t fromByte = 0, std::size_t bytes = VK_WHOLE_SIZE);

  void start(const Stopwatch& stopwatch);
  void stop(const Stopwatch& stopwatch);

  // For what is drawn rather than dispatched: panels, and what a window shows.
  VkCommandBuffer get() const { return buffer_; }

 private:
  const Device& device_;
  VkCommandBuffer buffer_;
  Kept& kept_;
};

}  // namespace gpu
