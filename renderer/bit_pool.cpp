#include "renderer/bit_pool.h"

#include "core/error.h"
#include "core/mask.h"
#include "shaders/gpu_types.h"

namespace renderer {

static_assert(BitPool::kBytesPerBrick == sizeof(core::Brick));
static_assert(BitPool::kBricksPerChunk == 1u << gpu_types::kChunkShift);

BitPool::BitPool(gpu::Device& device)
    : device_(device), addresses_(device, kMaxChunks * sizeof(VkDeviceAddress), gpu::BufferUse::Upload) {
  std::memset(addresses_.mapped(), 0, addresses_.bytes());
}

std::uint32_t BitPool::take(std::size_t count) {
  while (used_ + count > chunks_.size() * kBricksPerChunk) {
    if (chunks_.size() == kMaxChunks) {
      throw core::Error(device_.info().name, "the lesions hold more bricks than fit its memory",
                        "Show fewer lesions at once");
    }
    chunks_.emplace_back(device_, kBricksPerChunk * kBytesPerBrick, gpu::BufferUse::Device);
    addresses_.as<VkDeviceAddress>()[chunks_.size() - 1] = chunks_.back().address();
  }
  const std::uint32_t first = std::uint32_t(used_);
  used_ += count;
  return first;
}

}  // namespace renderer
