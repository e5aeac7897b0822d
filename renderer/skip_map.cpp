#include "renderer/skip_map.h"

#include <algorithm>

namespace renderer {
namespace {

std::size_t volumeOf(glm::ivec3 size) {
  return std::size_t(size.x) * std::size_t(size.y) * std::size_t(size.z);
}

}  // namespace

SkipMap::SkipMap(gpu::Device& device, const VolumeTexture& volume)
    : blocks_(volume.blocks()),
      blockSide_(volume.voxelsPerTexel() << gpu_types::kBlockShift),
      map_(device, gpu::Image::Shape::Solid, VK_FORMAT_R8_UINT, blocks_, gpu::Image::WrittenBy::Shaders),
      between_(device, gpu::Image::Shape::Solid, VK_FORMAT_R8_UINT, blocks_, gpu::Image::WrittenBy::Shaders) {
  device.run([&](gpu::Commands& commands) {
    commands.prepare(map_);
    commands.prepare(between_);
  });
}

void SkipMap::rebuild(gpu::Commands& commands, Programs& programs, const gpu::Buffer& scene,
                      const VolumeTexture& volume, const TransferTable& table, const LesionSet& lesions,
                      const gpu::Buffer& strokePages, const gpu::Buffer& strokeChunks, bool markLesions) {
  struct {
    float tableScale;
    float tableOffset;
    std::uint32_t tableLast;
    std::uint32_t markLesions;
  } const push{table.scale(), table.offset(), table.last(), markLesions ? 1u : 0u};
  const glm::uvec3 groups = linearGroups(volumeOf(blocks_));
  commands.barrier(gpu::Access::Shader, gpu::Access::Shader);
  commands.dispatch(programs.occupancy,
                    {scene, volume.blockRanges(), table.visibleBefore(), lesions.looks(), lesions.pages(),
                     lesions.entries(), lesions.bits().addresses(), strokePages, strokeChunks, between_},
                    groups, {}, bytesOf(push));
  const gpu::Image* source = &between_;
  const gpu::Image* target = &map_;
  for (const std::uint32_t axis : {0u, 1u, 2u}) {
    commands.barrier(gpu::Access::Shader, gpu::Access::Shader);
    commands.dispatch(programs.distance, {scene, *source, *target}, groups, {axis});
    std::swap(source, target);
  }
  // Three passes from `between_`: the last wrote `map_`.
  commands.barrier(gpu::Access::Shader, gpu::Access::Shader);
}

void SkipMap::include(gpu::Commands& commands, Programs& programs, const gpu::Buffer& scene,
                      const core::VoxelBox& box) {
  struct {
    glm::ivec3 boxMin;
    glm::ivec3 boxMax;
  } push;
  // A sample of the block before may be nearest to the box's first voxel.
  push.boxMin = glm::max(box.min - 1, glm::ivec3(0)) / blockSide_;
  push.boxMax = box.max / blockSide_;
  commands.barrier(gpu::Access::Shader, gpu::Access::Shader);
  commands.dispatch(programs.lowerDistance, {scene, map_}, linearGroups(volumeOf(blocks_)), {}, bytesOf(push));
  commands.barrier(gpu::Access::Shader, gpu::Access::Shader);
}

}  // namespace renderer
