// What a headset's frame costs: both eyes of a common headset, at full resolution, from where a wearer looks. For
// `sagitta bench xr`; the thread of the device.
#pragma once

#include "core/progress.h"
#include "renderer/renderer.h"

namespace renderer {

struct EyeBenchRow {
  std::string preset;
  std::string from;  // "outside": at arm's length; "close"; "inside": the head in the volume
  core::Foveation foveation = core::Foveation::Off;
  double cpuMs = 0;   // median of recording both eyes
  double gpuMs = 0;   // median of drawing both, by the device's own clock; 0: it has none
  double waitMs = 0;  // median from the first record to the end on the device
  double samplesPerPixel = 0;
};

struct EyeBench {
  std::string device;
  glm::ivec3 volume{0};
  glm::ivec2 eyePx{0};
  std::vector<EyeBenchRow> rows;
};

// Every preset of the modality, with each foveation. Fetches are counted on small pictures.
EyeBench benchEyes(gpu::Device& device, const core::Volume& volume, const std::string& modality, glm::ivec2 eyePx,
                   const core::ProgressSink& progress = {});

}  // namespace renderer
