// A transfer function as shaders read it: opacity and colour by index, and how a texture value becomes an index.
#pragma once

#include <vector>

#include "core/transfer.h"
#include "renderer/volume_texture.h"

namespace renderer {

class TransferTable {
 public:
  static constexpr std::size_t kEntries = 2048;

  // Tissue: opacities become those of one step.
  TransferTable(gpu::Device& device, const VolumeTexture& volume, const core::TransferFunction& function,
                double stepMm);
  // For projections: from the background's colour to white through a window, nothing of it visible to the skip map.
  TransferTable(gpu::Device& device, const VolumeTexture& volume, const core::Window& window, glm::vec3 background);

  // One row of kEntries texels, two 32-bit words each: opacity of one step, a float; colour, RGBA8. An image, as
  // lavapipe gathers texels for all lanes at once but reads buffers lane by lane.
  const gpu::Image& entries() const { return entries_; }
  const gpu::Buffer& visibleBefore() const { return visibleBefore_; }
  // Whether anything is visible between two texture values.
  bool shows(double least, double largest) const;
  float scale() const { return scale_; }  // index = texture value * scale + offset, rounded, held to 0..last
  float offset() const { return offset_; }
  std::uint32_t last() const { return kEntries - 1; }

 private:
  void place(const VolumeTexture& volume, double low, double high);

  gpu::Image entries_;
  gpu::Buffer visibleBefore_;
  std::vector<std::uint32_t> visibleCounts_;  // what visibleBefore() holds
  float scale_ = 0;
  float offset_ = 0;
};

}  // namespace renderer
