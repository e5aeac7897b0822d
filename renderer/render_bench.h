// What drawing costs: times on this device, and fetches per ray beside those of a traversal that skips every empty
// block (reference_march.h), which depend on no hardware. For `sagitta bench render`; the thread of the device.
#pragma once

#include "core/progress.h"
#include "renderer/renderer.h"

namespace renderer {

struct RenderBenchRow {
  std::string preset;
  std::string from;          // "outside", "close", "inside"
  double shadedMs = 0;       // median wall time of a frame, to its end on the device
  double movingMs = 0;       // the same at a third of the width and height, as while the camera moves
  double samplesPerRay = 0;  // fetches of the volume
  double leapsPerRay = 0;    // fetches of the skip map
  double referenceSamplesPerRay = 0;
  double ratio = 0;  // samples over the reference's; the aim is at most 1.2
};

struct RenderBench {
  std::string device;
  glm::ivec3 volume{0};
  glm::ivec2 picture{0};
  double loadMs = 0;       // volume to the device, block ranges included
  double memoryRatio = 0;  // graphics memory over the volume's own 16-bit size; the aim is at most 1.15
  std::vector<RenderBenchRow> rows;
};

// Every preset of the modality, from outside, close by and inside. Fetches are counted on a small picture.
RenderBench benchRender(gpu::Device& device, const core::Volume& volume, const std::string& modality,
                        glm::ivec2 picture, const core::ProgressSink& progress = {});

// A CT-like head of n^3 voxels of 0.8 mm: shells, a cavity, small dense bodies, noise; the same in every run.
core::Volume benchVolume(int n);

}  // namespace renderer
