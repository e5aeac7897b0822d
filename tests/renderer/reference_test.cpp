// The device's march against a plain one on the processor that shares no code with it: the same picture, and few more
// fetches than a traversal that skips every empty block (a number that no hardware changes).
#include "renderer/reference_march.h"

#include <cmath>
#include <glm/geometric.hpp>

#include "fixture.h"
#include "renderer/presets.h"
#include "renderer/render_bench.h"

namespace renderer_test {
namespace {

class ReferenceTest : public GpuTest {};

core::View viewFrom(const core::Volume& volume, double distance, std::string_view preset) {
  core::View view;
  view.layout = core::Layout::ThreeD;
  view.jitter = false;
  core::Camera camera = core::framingCamera(volume.grid, 4.0 / 3);
  const glm::dvec3 toEye = camera.positionMm - camera.targetMm;
  camera.positionMm = camera.targetMm + toEye * distance;
  camera.targetMm -= toEye;
  view.camera = camera;
  view.transferFunction = renderer::presetFunction(preset, "CT", {});
  view.transferFunction->shading.enabled = false;
  return view;
}

TEST_F(ReferenceTest, DrawsThePictureOfAPlainMarchWithHardlyMoreFetches) {
  const core::Volume volume = renderer::benchVolume(96);
  renderer::Renderer renderer(device());
  renderer.setVolume(volume, "CT");
  const glm::ivec2 size(96, 72);
  for (const char* preset : {"bone", "lung", "soft", "vessels", "skin"}) {
    for (const double distance : {1.0, 0.4, 0.0}) {
      const core::View view = viewFrom(volume, distance, preset);
      renderer::RenderStats stats;
      const renderer::Picture picture = renderer.render(view, size, {.count = true, .run = 0}, &stats);
      const renderer::ReferencePicture reference = renderer::referenceMarch(volume, view, size);
      double difference = 0;
      for (std::size_t i = 0; i < reference.color.size(); ++i) {
        for (int c = 0; c < 3; ++c) {
          difference += std::abs(reference.color[i][c] * 255 - picture.rgba[i * 4 + std::size_t(c)]);
        }
      }
      difference /= 3.0 * double(reference.color.size());
      EXPECT_LT(difference, 0.5) << preset << " from " << distance;
      EXPECT_GT(reference.samples, 1000u);
      EXPECT_LT(double(stats.samples), 1.2 * double(reference.samples)) << preset << " from " << distance;
    }
  }
}

}  // namespace
}  // namespace renderer_test
