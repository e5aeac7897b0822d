#include "stage/stroke_engine.h"

namespace stage {
namespace {

class CpuStrokeEngine : public StrokeEngine {
 public:
  explicit CpuStrokeEngine(const core::Volume& volume) : volume_(volume) {}

  core::Mask footprint(const core::BrushStroke& stroke, const core::Mask* others) override {
    return core::footprint(stroke, volume_, others);
  }

 private:
  const core::Volume& volume_;
};

}  // namespace

std::unique_ptr<StrokeEngine> cpuStrokeEngine(const core::Volume& volume) {
  return std::make_unique<CpuStrokeEngine>(volume);
}

}  // namespace stage
