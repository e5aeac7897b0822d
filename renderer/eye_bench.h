// What a headset's frame costs: both eyes of a common headset, at full resolution, from where a wearer looks. For
// `sagitta bench xr`; the thread of the device.
#pragma once

#include <functional>

#include "core/progress.h"
#include "renderer/renderer.h"

namespace renderer {

// What both eyes cost at full resolution.
struct EyeCost {
  core::Foveation foveation = core::Foveation::Off;
  double cpuMs = 0;            // median of recording both eyes
  double gpuMs = 0;            // median of drawing both, by the device's own clock; 0: it has none
  double waitMs = 0;           // median from the first record to the end on the device
  double samplesPerPixel = 0;  // fetches of the volume
  double leapsPerPixel = 0;    // fetches of the skip map

  double frameMs() const { return gpuMs > 0 ? gpuMs : waitMs; }
};

// How finely a frame is drawn.
struct EyeFineness {
  double scale = 1;  // of the eyes' width and height
  core::Foveation foveation = core::Foveation::Off;
};
// What decides that for the next frame, from what the last one took; with 0, for the first.
using EyeGovernor = std::function<EyeFineness(double frameMs)>;

// Where that comes to rest, or what it holds most of the time: measured, frame after frame.
struct EyeHeld {
  EyeFineness fineness;
  double ms = 0;  // median of frames that were drawn so
};

struct EyeBenchRow {
  std::string preset;
  std::string from;            // "outside": at arm's length; "close"; "inside": the head in the volume
  std::vector<EyeCost> costs;  // by core::Foveation
  EyeHeld held;
};

struct EyeBench {
  std::string device;
  glm::ivec3 volume{0};
  glm::ivec2 eyePx{0};
  std::vector<EyeBenchRow> rows;
};

// Every preset of the modality, with each foveation, and as a governor would draw it, made anew for each. Fetches are
// counted on small pictures.
EyeBench benchEyes(gpu::Device& device, const core::Volume& volume, const std::string& modality, glm::ivec2 eyePx,
                   const std::function<EyeGovernor()>& govern, const core::ProgressSink& progress = {});

}  // namespace renderer
