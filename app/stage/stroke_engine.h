// Where a stroke's voxels are found: on the GPU, or by the CPU's executable specification of it. Used from one thread.
#pragma once

#include <memory>
#include <string>

#include "core/brush.h"
#include "core/mask.h"
#include "core/volume.h"

namespace stage {

class StrokeEngine {
 public:
  virtual ~StrokeEngine() = default;

  // What a lesion (by its index in the open case) is now: strokes on others may have to spare it.
  virtual void setLesion(std::size_t lesion, const core::Mask& mask) = 0;

  // The footprint of a whole stroke on a lesion. Blocks until it is known.
  virtual core::Mask footprint(const core::BrushStroke& stroke, std::size_t lesion) = 0;
};

// Both borrow the volume for as long as they live.
std::unique_ptr<StrokeEngine> cpuStrokeEngine(const core::Volume& volume);
// device: as in gpu::DeviceOptions::choice. Throws core::Error where there is no usable device or it cannot hold the
// volume.
std::unique_ptr<StrokeEngine> gpuStrokeEngine(const std::string& device, const core::Volume& volume,
                                              const std::string& modality);

}  // namespace stage
