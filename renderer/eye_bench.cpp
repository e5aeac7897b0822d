#include "renderer/eye_bench.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <glm/geometric.hpp>
#include <map>

#include "core/timing.h"
#include "renderer/gpu/commands.h"
#include "renderer/presets.h"

namespace renderer {
namespace {

constexpr int kFrames = 5;
constexpr int kGoverned = 120;  // frames that a governor is followed for; the last half counts
constexpr glm::ivec2 kCounted{160, 172};
constexpr std::array kFoveations = {core::Foveation::Off, core::Foveation::Low, core::Foveation::High};
constexpr double kEyesApartMm = 63;
// Of a current headset, the left eye; the right one is its mirror image.
constexpr core::Frustum kLeftEye{-1.33, 0.93, -1.28, 1.04};

// The volume at true size, its front toward the wearer.
std::array<core::Camera, 2> eyesFrom(const std::string& from, const core::Grid& grid) {
  const glm::dvec3 middle = grid.worldOf(glm::dvec3(grid.size() - 1) * 0.5);
  const glm::dvec3 sizeMm = glm::dvec3(grid.size()) * grid.spacingMm();
  const double halfDepth = sizeMm.y / 2;
  const double away = from == "outside" ? halfDepth + 350 : from == "close" ? halfDepth + 60 : 0;
  std::array<core::Camera, 2> eyes;
  for (std::size_t i = 0; i < 2; ++i) {
    const double side = i == 0 ? -1 : 1;
    core::Camera& eye = eyes[i];
    eye.positionMm = middle + glm::dvec3(side * kEyesApartMm / 2, -away, 0);
    eye.targetMm = eye.positionMm + glm::dvec3(0, 100, 0);
    eye.frustum = kLeftEye;
    if (i == 1) {
      eye.frustum->left = -kLeftEye.right;
      eye.frustum->right = -kLeftEye.left;
    }
  }
  return eyes;
}

// What frames took, milliseconds each.
struct Times {
  std::vector<double> cpuMs, gpuMs, waitMs;
};

// Appends what it took.
void drawFrame(Renderer& renderer, const gpu::Stopwatch& watch, core::View view,
               const std::array<core::Camera, 2>& eyes, glm::ivec2 eyePx, core::Foveation foveation, Times& times) {
  gpu::Device& device = renderer.device();
  const double start = core::nowMs();
  device.submit([&](gpu::Commands& commands) { commands.start(watch); });
  for (std::size_t i = 0; i < 2; ++i) {
    view.camera = eyes[i];
    renderer.draw(view, eyePx,
                  {.target = int(i), .zones = zonesOf(foveation, *eyes[i].frustum, eyePx), .readBack = false});
  }
  const gpu::Ticket drawn = device.submit([&](gpu::Commands& commands) { commands.stop(watch); });
  times.cpuMs.push_back(core::nowMs() - start);
  device.wait(drawn);
  times.gpuMs.push_back(watch.milliseconds());
  times.waitMs.push_back(core::nowMs() - start);
}

void countFetches(Renderer& renderer, core::View view, const std::array<core::Camera, 2>& eyes, EyeCost& cost) {
  RenderStats all;
  for (const core::Camera& eye : eyes) {
    view.camera = eye;
    RenderStats stats;
    renderer.render(view, kCounted,
                    {.count = true, .run = 0, .target = 2, .zones = zonesOf(cost.foveation, *eye.frustum, kCounted)},
                    &stats);
    all.rays += stats.rays;
    all.samples += stats.samples;
    all.leaps += stats.leaps;
  }
  cost.samplesPerPixel = double(all.samples) / double(all.rays);
  cost.leapsPerPixel = double(all.leaps) / double(all.rays);
}

// Both as frames follow each other: a governor that finds no rest is told by what it draws most.
EyeHeld follow(Renderer& renderer, const gpu::Stopwatch& watch, const core::View& view,
               const std::array<core::Camera, 2>& eyes, glm::ivec2 eyePx, const EyeGovernor& governor) {
  std::map<std::pair<double, core::Foveation>, std::vector<double>> drawn;
  double lastMs = 0;
  for (int frame = 0; frame < kGoverned; ++frame) {
    const EyeFineness fineness = governor(lastMs);
    Times times;
    drawFrame(renderer, watch, view, eyes, glm::ivec2(glm::dvec2(eyePx) * fineness.scale) / 2 * 2, fineness.foveation,
              times);
    lastMs = times.gpuMs.front() > 0 ? times.gpuMs.front() : times.waitMs.front();
    if (frame >= kGoverned / 2) {
      drawn[{fineness.scale, fineness.foveation}].push_back(lastMs);
    }
  }
  const auto most = std::max_element(drawn.begin(), drawn.end(),
                                     [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
  return {{most->first.first, most->first.second}, core::median(most->second)};
}

}  // namespace

EyeBench benchEyes(gpu::Device& device, const core::Volume& volume, const std::string& modality, glm::ivec2 eyePx,
                   const std::function<EyeGovernor()>& govern, const core::ProgressSink& progress) {
  EyeBench bench{.device = device.info().name, .volume = volume.grid.size(), .eyePx = eyePx};
  Renderer renderer(device);
  renderer.setVolume(volume, modality, progress);
  const core::IntensityRange tissue = tissueRange(volume);
  const gpu::Stopwatch watch(device);
  std::int64_t done = 0;
  for (const PresetInfo& preset : presets()) {
    if (preset.modality != modality) {
      continue;
    }
    for (const char* from : {"outside", "close", "inside"}) {
      core::report(progress, "Drawing " + std::string(preset.name) + ", " + from, done++, 0);
      core::View view;
      view.layout = core::Layout::ThreeD;
      view.stepMm = std::min({volume.grid.spacingMm().x, volume.grid.spacingMm().y, volume.grid.spacingMm().z});
      view.transferFunction = presetFunction(preset.name, modality, tissue);
      const std::array<core::Camera, 2> eyes = eyesFrom(from, volume.grid);
      // In turn, so that whatever else the machine does meets all of them alike.
      std::array<Times, kFoveations.size()> times;
      for (int frame = 0; frame <= kFrames; ++frame) {
        for (const core::Foveation foveation : kFoveations) {
          Times ignored;  // the first frame builds pipelines, tables and the skip map
          drawFrame(renderer, watch, view, eyes, eyePx, foveation, frame > 0 ? times[std::size_t(foveation)] : ignored);
        }
      }
      EyeBenchRow row{.preset = std::string(preset.name), .from = from};
      for (const core::Foveation foveation : kFoveations) {
        const Times& taken = times[std::size_t(foveation)];
        EyeCost cost{.foveation = foveation,
                     .cpuMs = core::median(taken.cpuMs),
                     .gpuMs = core::median(taken.gpuMs),
                     .waitMs = core::median(taken.waitMs)};
        countFetches(renderer, view, eyes, cost);
        row.costs.push_back(cost);
      }
      row.held = follow(renderer, watch, view, eyes, eyePx, govern());
      bench.rows.push_back(std::move(row));
    }
  }
  return bench;
}

}  // namespace renderer
