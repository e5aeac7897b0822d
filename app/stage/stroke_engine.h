// Where a stroke's voxels are found: on the GPU, or by the CPU's executable specification of it. Used from one thread.
#pragma once

#include <memory>

#include "core/brush.h"
#include "core/mask.h"
#include "core/volume.h"

namespace stage {

class StrokeEngine {
 public:
  virtual ~StrokeEngine() = default;

  // The footprint of a whole stroke; `others`: the voxels that it spares, or null. Blocks until it is known.
  virtual core::Mask footprint(const core::BrushStroke& stroke, const core::Mask* others) = 0;
};

// Both keep a reference to the volume.
std::unique_ptr<StrokeEngine> cpuStrokeEngine(const core::Volume& volume);

}  // namespace stage
