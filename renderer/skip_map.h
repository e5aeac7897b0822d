// The skip map of a volume: per block, how far it is to the next block that shows something, so that rays leap over
// what is empty. Rebuilt on the device when transfer function or lesions change; kept ahead of an open stroke.
#pragma once

#include "renderer/lesion_set.h"
#include "renderer/transfer_table.h"

namespace renderer {

class SkipMap {
 public:
  SkipMap(gpu::Device& device, const VolumeTexture& volume);

  // strokePages, strokeChunks: of the open stroke (see Painter); ignored while scene says that there is none.
  void rebuild(gpu::Commands& commands, Programs& programs, const gpu::Buffer& scene, const VolumeTexture& volume,
               const TransferTable& table, const LesionSet& lesions, const gpu::Buffer& strokePages,
               const gpu::Buffer& strokeChunks, bool markLesions);

  // After a stroke added bits within a box of voxels.
  void include(gpu::Commands& commands, Programs& programs, const gpu::Buffer& scene, const core::VoxelBox& box);

  const gpu::Image& image() const { return map_; }

 private:
  glm::ivec3 blocks_;
  int blockSide_;  // voxels
  gpu::Image map_;
  gpu::Image between_;
};

}  // namespace renderer
