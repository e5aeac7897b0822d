#include "renderer/paint_bench.h"

#include <algorithm>
#include <chrono>

namespace renderer {
namespace {

constexpr int kSteps = 20;

double nowMs() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

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
      const double start = nowMs();
      painter.extend({&next, 1});
      device.run([&](gpu::Commands& commands) {
        commands.start(stopwatch);
        painter.record(commands);
        commands.stop(stopwatch);
      });
      whole.push_back(nowMs() - start);
      onDevice.push_back(stopwatch.milliseconds());
      core::BrushStroke one = settings;
      one.pointsMm = {at, next};
      const double processorStart = nowMs();
      core::footprint(one, volume, nullptr);
      processor.push_back(nowMs() - processorStart);
      at = next;
    }
    const double end = nowMs();
    painter.finish().take();
    row.readBackMs = nowMs() - end;
    row.deviceMs = median(onDevice);
    row.stepMs = median(whole);
    row.processorMs = median(processor);
    bench.rows.push_back(row);
  }
  return bench;
}

}  // namespace renderer
