#include "renderer/skip_map.h"

#include <algorithm>
#include <utility>

namespace renderer {
namespace {

std::size_t volumeOf(glm::ivec3 size) {
  return std::size_t(size.x) * std::size_t(size.y) * std::size_t(size.z);
}

gpu::Image imageOf(const gpu::Device& device, glm::ivec3 blocks) {
  return {device, gpu::Image::Shape::Solid, VK_FORMAT_R8_UINT, blocks, gpu::Image::WrittenBy::Shaders};
}

}  // namespace

SkipMap::SkipMap(gpu::Device& device, const VolumeTexture& volume)
    : blocks_(volume.blocks()),
      blockSide_(volume.voxelsPerTexel() << gpu_types::kBlockShift),
      map_(imageOf(device, blocks_)),
      next_(imageOf(device, blocks_)),
      between_(imageOf(device, blocks_)) {
  device.run([&](gpu::Commands& commands) {
    for (const gpu::Image* image : {&map_, &next_, &between_}) {
      commands.prepare(*image);
    }
  });
}

std::size_t SkipMap::blockCount() const {
  return volumeOf(blocks_);
}

// Blocks first to end of one pass; the passes go between_, next_, between_, next_.
void SkipMap::run(int pass, std::size_t first, std::size_t end, gpu::Commands& commands, Programs& programs,
                  const Sources& sources) {
  const glm::uvec3 groups = linearGroups(end - first);
  commands.barrier(gpu::Access::Shader, gpu::Access::Shader);
  if (pass > 0) {
    const std::array<std::uint32_t, 2> range{std::uint32_t(first), std::uint32_t(end)};
    const bool odd = pass % 2 == 1;
    commands.dispatch(programs.distance, {sources.scene, odd ? between_ : next_, odd ? next_ : between_}, groups,
                      {std::uint32_t(pass - 1)}, bytesOf(range));
    return;
  }
  struct {
    float tableScale;
    float tableOffset;
    std::uint32_t tableLast;
    std::uint32_t markLesions;
    std::uint32_t firstBlock;
    std::uint32_t endBlock;
  } const push{sources.table.scale(),         sources.table.offset(), sources.table.last(),
               sources.markLesions ? 1u : 0u, std::uint32_t(first),   std::uint32_t(end)};
  commands.dispatch(programs.occupancy,
                    {sources.scene, sources.volume.blockRanges(), sources.table.visibleBefore(),
                     sources.lesions.looks(), sources.lesions.pages(), sources.lesions.entries(),
                     sources.lesions.bits().addresses(), sources.strokePages, sources.strokeChunks, between_},
                    groups, {}, bytesOf(push));
}

void SkipMap::rebuild(gpu::Commands& commands, Programs& programs, const Sources& sources) {
  tightened_.reset();
  for (int pass = 0; pass < kPasses; ++pass) {
    run(pass, 0, blockCount(), commands, programs, sources);
  }
  commands.barrier(gpu::Access::Shader, gpu::Access::Shader);
  std::swap(map_, next_);
}

void SkipMap::include(gpu::Commands& commands, Programs& programs, const core::VoxelBox& box, Bits what) {
  if (tightened_) {
    tightened_->included.emplace_back(box, what);
  }
  struct {
    glm::ivec3 boxMin;
    glm::ivec3 boxMax;
    glm::ivec3 first;
    glm::ivec3 region;
    std::uint32_t gained;
  } push;
  // A sample of the block before may be nearest to the box's first voxel.
  push.boxMin = glm::max(box.min - 1, glm::ivec3(0)) / blockSide_;
  push.boxMax = box.max / blockSide_;
  // No block is said to be farther from anything than that: those beyond need no lowering.
  const int reach = what == Bits::Came ? int(gpu_types::kFarthest) - 1 : 0;
  push.first = glm::max(push.boxMin - reach, glm::ivec3(0));
  push.region = glm::min(push.boxMax + reach, blocks_ - 1) - push.first + 1;
  push.gained = what == Bits::Came ? 1 : 0;
  commands.barrier(gpu::Access::Shader, gpu::Access::Shader);
  commands.dispatch(programs.lowerDistance, {map_}, linearGroups(volumeOf(push.region)), {}, bytesOf(push));
  commands.barrier(gpu::Access::Shader, gpu::Access::Shader);
}

bool SkipMap::tighten(gpu::Commands& commands, Programs& programs, const Sources& sources, std::size_t blocks) {
  if (!tightened_) {
    tightened_ = Tightened{};
  }
  const std::size_t end = std::min(tightened_->block + blocks, blockCount());
  run(tightened_->pass, tightened_->block, end, commands, programs, sources);
  commands.barrier(gpu::Access::Shader, gpu::Access::Shader);
  tightened_->block = end == blockCount() ? 0 : end;
  tightened_->pass += end == blockCount() ? 1 : 0;
  if (tightened_->pass < kPasses) {
    return false;
  }
  std::swap(map_, next_);
  const std::vector<std::pair<core::VoxelBox, Bits>> included = std::move(tightened_->included);
  tightened_.reset();
  for (const auto& [box, what] : included) {
    include(commands, programs, box, what);
  }
  return true;
}

}  // namespace renderer
