#include "stage/stroke_engine.h"

#include <map>

#include "core/palette.h"
#include "renderer/gpu/device.h"
#include "renderer/renderer.h"

namespace stage {
namespace {

class CpuStrokeEngine : public StrokeEngine {
 public:
  explicit CpuStrokeEngine(const core::Volume& volume) : volume_(volume) {}

  void setLesion(std::size_t lesion, const core::Mask& mask) override { masks_[lesion] = mask; }

  core::Mask footprint(const core::BrushStroke& stroke, std::size_t lesion) override {
    core::Mask others;
    if (stroke.protectOthers) {
      for (const auto& [other, mask] : masks_) {
        if (other != lesion) {
          others |= mask;
        }
      }
    }
    return core::footprint(stroke, volume_, stroke.protectOthers ? &others : nullptr);
  }

 private:
  const core::Volume& volume_;
  std::map<std::size_t, core::Mask> masks_;
};

class GpuStrokeEngine : public StrokeEngine {
 public:
  GpuStrokeEngine(const std::string& device, const core::Volume& volume, const std::string& modality)
      : device_({.choice = device}), renderer_(device_) {
    renderer_.setVolume(volume, modality);
  }

  void setLesion(std::size_t lesion, const core::Mask& mask) override {
    renderer_.lesions().update({.number = number(lesion), .color = core::lesionColor(lesion), .mask = &mask});
  }

  core::Mask footprint(const core::BrushStroke& stroke, std::size_t lesion) override {
    return renderer_.painter().paint(stroke, number(lesion));
  }

 private:
  static std::uint32_t number(std::size_t lesion) { return std::uint32_t(lesion + 1); }

  gpu::Device device_;
  renderer::Renderer renderer_;
};

}  // namespace

std::unique_ptr<StrokeEngine> cpuStrokeEngine(const core::Volume& volume) {
  return std::make_unique<CpuStrokeEngine>(volume);
}

std::unique_ptr<StrokeEngine> gpuStrokeEngine(const std::string& device, const core::Volume& volume,
                                              const std::string& modality) {
  return std::make_unique<GpuStrokeEngine>(device, volume, modality);
}

}  // namespace stage
