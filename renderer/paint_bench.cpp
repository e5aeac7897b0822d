#include "renderer/paint_bench.h"

#include <algorithm>
#include <chrono>

#include "core/timing.h"

namespace renderer {
namespace {

constexpr int kSteps = 20;

}  // namespace

PaintBench benchPaint(gpu::Device& device, const core::Volume& volume, const core::ProgressSink& progress) {
  PaintBench bench{device.info().name, volume.grid.size(), {}};
  Renderer renderer(device);
  renderer.setVolume(volume, "CT", progress);
  Painter& painter = renderer.painter();
  const gpu::Stopwatch stopwatch(device);
  const glm::dvec3 middle = volume.grid.worldOf(glm::dvec3(volume.grid.size()) * 0.5);
  for (const double radiusMm : {2.0, 5.0, 10.0, 20.0, 40.0}) {
    core::report(progress, "Painting with " + std::to_string(int(radiusMm)) + " mm", std::int64_t(bench.rows.size()),
                 5);
    PaintBenchRow row{.radiusMm = radiusMm};
    core::BrushStroke settings;
    settings.radiusMm = radiusMm;
    settings.pointsMm = {middle};
    painter.begin(settings, 1);
    std::vector<double> onDevice;
    std::vector<double> whole;
    std::vector<double> processor;
    glm::dvec3 at = middle;
    for (int step = 0; step < kSteps; ++step) {
      // To and fro, so that large brushes stay inside.
      const glm::dvec3 next = at + glm::dvec3(step % 4 < 2 ? radiusMm : -radiusMm, 0.3, 0.2);
      const double start = core::nowMs();
      painter.extend({&next, 1});
      device.run([&](gpu::Commands& commands) {
        commands.start(stopwatch);
        painter.record(commands);
        commands.stop(stopwatch);
      });
      whole.push_back(core::nowMs() - start);
      onDevice.push_back(stopwatch.milliseconds());
      core::BrushStroke one = settings;
      one.pointsMm = {at, next};
      const double processorStart = core::nowMs();
      core::footprint(one, volume, nullptr);
      processor.push_back(core::nowMs() - processorStart);
      at = next;
    }
    const double end = core::nowMs();
    painter.finish().take();
    row.readBackMs = core::nowMs() - end;
    row.deviceMs = core::median(onDevice);
    row.stepMs = core::median(whole);
    row.processorMs = core::median(processor);
    bench.rows.push_back(row);
  }
  return bench;
}

}  // namespace renderer
