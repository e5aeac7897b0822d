#include "renderer/render_bench.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <glm/geometric.hpp>
#include <random>

#include "core/parallel.h"
#include "core/timing.h"
#include "renderer/presets.h"
#include "renderer/reference_march.h"

namespace renderer {
namespace {

constexpr int kTimedFrames = 3;
constexpr glm::ivec2 kCountedSize{192, 144};

double medianFrameMs(Renderer& renderer, const core::View& view, glm::ivec2 size) {
  gpu::Device& device = renderer.device();
  device.wait(renderer.draw(view, size));  // builds pipelines, tables and the skip map
  std::vector<double> times;
  for (int i = 0; i < kTimedFrames; ++i) {
    const double start = core::nowMs();
    device.wait(renderer.draw(view, size));
    times.push_back(core::nowMs() - start);
  }
  return core::median(times);
}

core::Camera cameraFrom(const std::string& from, const core::Grid& grid, double aspect) {
  core::Camera camera = core::framingCamera(grid, aspect);
  const glm::dvec3 toEye = camera.positionMm - camera.targetMm;
  if (from == "close") {
    camera.positionMm = camera.targetMm + toEye * 0.35;
  } else if (from == "inside") {
    camera.positionMm = camera.targetMm;
    camera.targetMm = camera.positionMm - toEye;
    camera.fieldOfViewDeg = 90;
  }
  return camera;
}

}  // namespace

core::Volume benchVolume(int n) {
  glm::dmat4 world(0.8);
  world[3] = glm::dvec4(glm::dvec3(-0.4 * n), 1);
  core::Volume volume{core::Grid(glm::ivec3(n), world),
                      {},
                      std::vector<std::int16_t>(std::size_t(n) * std::size_t(n) * std::size_t(n))};
  auto& voxels = std::get<std::vector<std::int16_t>>(volume.voxels);
  std::mt19937 placing(1);
  std::vector<glm::vec3> bodies(24);
  for (glm::vec3& body : bodies) {
    for (int a = 0; a < 3; ++a) {
      body[a] = float(placing() % 1000) / 1000.f * 0.9f - 0.45f;
    }
  }
  core::parallelFor(std::size_t(n), [&](std::size_t k) {
    std::mt19937 noise(static_cast<unsigned>(k));
    const float z = (float(k) + 0.5f) / float(n) * 2 - 1;
    for (int j = 0; j < n; ++j) {
      const float y = (float(j) + 0.5f) / float(n) * 2 - 1;
      for (int i = 0; i < n; ++i) {
        const float x = (float(i) + 0.5f) / float(n) * 2 - 1;
        const float head = x * x / 0.52f + y * y / 0.77f + z * z / 0.81f;
        float value = head > 1 ? -1000.f : head > 0.92f ? 20.f : head > 0.80f ? 900.f : 40.f;
        const float cavity = x * x / 0.04f + (y + 0.2f) * (y + 0.2f) / 0.09f + z * z / 0.06f;
        value = cavity < 1 ? -900.f : value;
        for (const glm::vec3& body : bodies) {
          const glm::vec3 away = glm::vec3(x, y, z) - body;
          value = glm::dot(away, away) < 0.0025f ? 250.f : value;
        }
        // The sum of four uniform numbers is near enough to a scanner's noise.
        const std::uint32_t bits = noise();
        const float sum = float((bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24));
        voxels[volume.grid.indexOf({i, j, int(k)})] = std::int16_t(value + (sum - 510.f) * 0.14f);
      }
    }
  });
  return volume;
}

RenderBench benchRender(gpu::Device& device, const core::Volume& volume, const std::string& modality,
                        glm::ivec2 picture, const core::ProgressSink& progress) {
  RenderBench bench;
  bench.device = device.info().name;
  bench.volume = volume.grid.size();
  bench.picture = picture;
  Renderer renderer(device);
  const double start = core::nowMs();
  renderer.setVolume(volume, modality, progress);
  bench.loadMs = core::nowMs() - start;
  bench.memoryRatio = double(renderer.volumeBytes()) / (2.0 * double(volume.grid.voxelCount()));
  const core::IntensityRange tissue = tissueRange(volume);
  std::int64_t done = 0;
  for (const PresetInfo& preset : presets()) {
    if (preset.modality != modality) {
      continue;
    }
    for (const char* from : {"outside", "close", "inside"}) {
      core::report(progress, "Drawing " + std::string(preset.name) + ", " + from, done++, 0);
      core::View view;
      view.layout = core::Layout::ThreeD;
      view.jitter = false;
      view.stepMm = std::min({volume.grid.spacingMm().x, volume.grid.spacingMm().y, volume.grid.spacingMm().z});
      view.camera = cameraFrom(from, volume.grid, double(picture.x) / picture.y);
      view.transferFunction = presetFunction(preset.name, modality, tissue);
      RenderBenchRow row{.preset = std::string(preset.name), .from = from};
      row.shadedMs = medianFrameMs(renderer, view, picture);
      row.movingMs = medianFrameMs(renderer, view, glm::max(picture / 3, glm::ivec2(1)));
      RenderStats stats;
      renderer.render(view, kCountedSize, {.count = true, .run = 0}, &stats);
      const ReferencePicture reference = referenceMarch(volume, view, kCountedSize);
      const double rays = double(kCountedSize.x) * kCountedSize.y;
      row.samplesPerRay = double(stats.samples) / rays;
      row.leapsPerRay = double(stats.leaps) / rays;
      row.referenceSamplesPerRay = double(reference.samples) / rays;
      row.ratio = reference.samples > 0 ? double(stats.samples) / double(reference.samples) : 0;
      bench.rows.push_back(row);
    }
  }
  return bench;
}

}  // namespace renderer
