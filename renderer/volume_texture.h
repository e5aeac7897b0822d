// A volume on the device: its stored values as a 3D texture, exact, and the least and largest value of each block.
// Texture values always rise with the volume's values. Where the device cannot hold all voxels the texture has coarser
// ones, means of theirs, for 3D only; slices and strokes then get the true values from here. Made once per volume, then
// only read.
#pragma once

#include <array>
#include <vector>

#include "core/mask.h"
#include "core/progress.h"
#include "core/volume.h"
#include "renderer/programs.h"

namespace renderer {

class VolumeTexture {
 public:
  // Borrows the volume. Throws core::Error where the device cannot hold even a coarse one; `progress` may throw to
  // cancel.
  VolumeTexture(gpu::Device& device, const core::Volume& volume, const core::ProgressSink& progress = {});

  const core::Grid& grid() const { return grid_; }
  core::VoxelType type() const { return type_; }
  const core::Rescale& rescale() const { return rescale_; }
  core::IntensityRange intensity() const { return intensity_; }
  const gpu::Image& image() const { return image_; }
  int voxelsPerTexel() const { return factor_; }  // along each axis; 1 where it is exact
  // The texture value that the voxel under each pixel would have; where no voxel is, 0.
  std::vector<float> valuesOf(const gpu_types::SliceInfo& slice) const;
  // The voxels of a brick whose stored values lie in a range, as rows of bits.
  core::Brick inRange(glm::ivec3 brick, const core::StoredRange& range) const;
  // Per block its least (low 16 bits) and largest value, rounded outwards: texture = bits * rangeScale + rangeOffset.
  const gpu::Buffer& blockRanges() const { return blockRanges_; }
  // The same of all blocks in a layer across each axis: what shows in no layer shows nowhere.
  const std::array<std::vector<std::uint32_t>, 3>& layerRanges() const { return layerRanges_; }
  double rangeScale() const { return rangeScale_; }
  double rangeOffset() const { return rangeOffset_; }
  glm::ivec3 blocks() const { return blocks_; }
  std::size_t blockCount() const { return std::size_t(blocks_.x) * std::size_t(blocks_.y) * std::size_t(blocks_.z); }

  // stored = texture * storedScale + storedOffset (rounded, for integers); value = texture * valueScale + valueOffset.
  double storedScale() const { return storedScale_; }
  double storedOffset() const { return storedOffset_; }
  double valueScale() const { return storedScale_ * rescale_.slope; }
  double valueOffset() const { return storedOffset_ * rescale_.slope + rescale_.intercept; }

  // Gradients and values in one texture of 8 bytes a voxel, where the device is a processor with memory for it; else
  // null. Made when first asked for.
  const gpu::Image* gradients(Programs& programs, const gpu::Buffer& scene, const gpu::Sampler& nearest);

 private:
  void send(const core::Volume& shown, const core::ProgressSink& progress);

  gpu::Device& device_;
  const core::Volume* volume_;
  int factor_ = 1;
  core::Grid grid_;
  core::VoxelType type_;
  core::Rescale rescale_;
  core::IntensityRange intensity_;
  double storedScale_ = 1;
  double storedOffset_ = 0;
  double rangeScale_ = 1;
  double rangeOffset_ = 0;
  glm::ivec3 blocks_{0};
  gpu::Image image_;
  gpu::Buffer blockRanges_;
  std::array<std::vector<std::uint32_t>, 3> layerRanges_;
  gpu::Image gradients_;
  bool gradientsRefused_ = false;
};

}  // namespace renderer
