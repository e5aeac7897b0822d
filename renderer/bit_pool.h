// Bricks of bits on the device, in chunks that shaders reach by address: a pool grows without moving anything, and no
// binding limits its size. Owned by the lesion set and by the open stroke.
#pragma once

#include <vector>

#include "renderer/gpu/commands.h"
#include "renderer/gpu/resources.h"

namespace renderer {

class BitPool {
 public:
  static constexpr std::size_t kBytesPerBrick = 4096;
  static constexpr std::size_t kBricksPerChunk = 1024;
  static constexpr std::size_t kMaxChunks = 4000;  // fewer allocations than any device must allow: 16 GB of bits

  explicit BitPool(gpu::Device& device);

  // Takes `count` more slots; the first one's number is returned, the others follow. New slots hold anything. Throws
  // core::Error where memory ends, taking nothing.
  std::uint32_t take(std::size_t count);
  void clear() { used_ = 0; }  // gives all slots back; chunks stay for the next use

  std::size_t used() const { return used_; }
  const gpu::Buffer& chunkOf(std::uint32_t slot) const { return chunks_[slot / kBricksPerChunk]; }
  static std::size_t byteOf(std::uint32_t slot) { return slot % kBricksPerChunk * kBytesPerBrick; }
  std::size_t bytes() const { return chunks_.size() * kBricksPerChunk * kBytesPerBrick; }

  // The chunks' addresses, for shaders. Written by the CPU when a chunk is added, only ever behind those in use.
  const gpu::Buffer& addresses() const { return addresses_; }

 private:
  gpu::Device& device_;
  std::vector<gpu::Buffer> chunks_;
  gpu::Buffer addresses_;
  std::size_t used_ = 0;
};

}  // namespace renderer
