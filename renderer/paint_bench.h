// What painting costs on this device, beside core's brush on one processor. For `sagitta bench paint`; the thread of
// the device.
#pragma once

#include "core/progress.h"
#include "renderer/renderer.h"

namespace renderer {

struct PaintBenchRow {
  double radiusMm = 0;
  double deviceMs = 0;     // of one step of as much travel as the radius, on the device's own clock; aim at 10 mm: 0.5
  double stepMs = 0;       // the same from submission to its end
  double readBackMs = 0;   // of a stroke of twenty steps, from its end to its mask
  double processorMs = 0;  // core::footprint of one step
};

struct PaintBench {
  std::string device;
  glm::ivec3 volume{0};
  std::vector<PaintBenchRow> rows;
};

PaintBench benchPaint(gpu::Device& device, const core::Volume& volume, const core::ProgressSink& progress = {});

}  // namespace renderer
