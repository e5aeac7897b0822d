// sagitta bench import|render|paint|xr|store|consensus|sync [--json]
#include <memory>

#include "commands/bench_consensus.h"
#include "commands/bench_import.h"
#include "commands/bench_xr.h"
#include "commands/commands.h"
#include "commands/terminal.h"
#include "exchange/scratch_folder.h"
#include "renderer/gpu/device.h"
#include "renderer/paint_bench.h"
#include "renderer/render_bench.h"
#include "store/store_bench.h"
#include "store/sync_bench.h"

namespace commands {
namespace {

struct BenchOptions {
  std::string source;
  std::string folder;
  std::string device;
  int side = 256;
  int readers = 5;
  bool json = false;
};

// A benchmark prints every number that it measured, one a line, or the document.
void print(const Json& result, bool json) {
  if (json) {
    printJson(result);
    return;
  }
  const Json flat = result.flatten();
  for (const auto& [key, value] : flat.items()) {
    std::printf("%-40s %s\n", key.substr(1).c_str(),
                value.is_string() ? value.get<std::string>().c_str() : value.dump().c_str());
  }
}

// `aim`: what DESIGN asks for; a ratio above 1 misses it.
Json against(double measuredMs, double aimMs) {
  return {{"ms", measuredMs}, {"aim_ms", aimMs}, {"over_aim", measuredMs / aimMs}};
}

Json benchStore(const std::string& folder, const core::ProgressSink& progress) {
  std::optional<exchange::ScratchFolder> scratch;
  if (folder.empty()) {
    scratch.emplace("sagitta-bench");
  }
  const store::StoreBench bench =
      store::runStoreBench(scratch ? scratch->path() : std::filesystem::path(folder), progress);
  return {{"edits", bench.edits},
          {"lesions", bench.lesions},
          {"file_bytes", bench.fileBytes},
          {"sync_p50_ms", bench.syncP50},
          {"sync_p95_ms", bench.syncP95},
          {"commit_p50_ms", bench.commitP50},
          {"commit_p95", against(bench.commitP95, bench.syncP95 + 5)},
          {"open_and_list", against(bench.openAndList, 50)},
          {"load_case", against(bench.loadCase, 100)},
          {"verify", against(bench.verify, 2000)},
          {"refold_ms", bench.refold},
          {"merge_500_edits", against(bench.import, 2000)}};
}

Json benchSync(const BenchOptions& options, const core::ProgressSink& progress) {
  std::optional<exchange::ScratchFolder> scratch;
  if (options.folder.empty()) {
    scratch.emplace("sagitta-bench");
  }
  const store::SyncBench bench = store::runSyncBench(
      store::HubAddress(options.source), scratch ? scratch->path() : std::filesystem::path(options.folder), progress);
  Json latencies = Json::array();
  for (const store::SyncBench::Latency& latency : bench.latencies) {
    latencies.push_back({{"clients", latency.clients}, {"p50_ms", latency.p50}, {"p95", against(latency.p95, 25)}});
  }
  return {{"stroke_to_others", latencies},
          {"commit_p50_ms", bench.commitP50},
          {"commit_p95_ms", bench.commitP95},
          {"edits", bench.edits},
          {"push_edits_per_s", bench.pushEditsPerSecond},
          {"pull_edits_per_s", bench.pullEditsPerSecond},
          {"image_bytes", bench.imageBytes},
          {"push_mb_per_s", bench.pushMegabytesPerSecond},
          {"pull_mb_per_s", bench.pullMegabytesPerSecond}};
}

Json sizeOf(glm::ivec3 volume) {
  return {volume.x, volume.y, volume.z};
}

Json benchRender(const BenchOptions& options, const core::ProgressSink& progress) {
  gpu::Device device({.choice = options.device});
  const renderer::RenderBench bench =
      renderer::benchRender(device, renderer::benchVolume(options.side), "CT", {1024, 768}, progress);
  Json rows = Json::array();
  for (const renderer::RenderBenchRow& row : bench.rows) {
    rows.push_back({{"preset", row.preset},
                    {"from", row.from},
                    {"frame_ms", row.shadedMs},
                    {"moving_frame_ms", row.movingMs},
                    {"samples_per_ray", row.samplesPerRay},
                    {"leaps_per_ray", row.leapsPerRay},
                    {"reference_samples_per_ray", row.referenceSamplesPerRay},
                    {"samples_over_reference", row.ratio}});
  }
  return {{"device", bench.device},
          {"volume", sizeOf(bench.volume)},
          {"picture", {bench.picture.x, bench.picture.y}},
          {"load_ms", bench.loadMs},
          {"memory_over_volume", bench.memoryRatio},
          {"rows", rows}};
}

Json benchPaint(const BenchOptions& options, const core::ProgressSink& progress) {
  gpu::Device device({.choice = options.device});
  const renderer::PaintBench bench = renderer::benchPaint(device, renderer::benchVolume(options.side), progress);
  Json rows = Json::array();
  for (const renderer::PaintBenchRow& row : bench.rows) {
    rows.push_back({{"radius_mm", row.radiusMm},
                    {"device_ms", row.deviceMs},
                    {"step_ms", row.stepMs},
                    {"read_back_ms", row.readBackMs},
                    {"processor_ms", row.processorMs},
                    {"device_over_processor", row.deviceMs / row.processorMs}});
  }
  return {{"device", bench.device}, {"volume", sizeOf(bench.volume)}, {"rows", rows}};
}

}  // namespace

void addBench(Command program) {
  auto options = std::make_shared<BenchOptions>();
  Command command = program.command("bench", "Measure, and print ratios to other programs or to a limit");
  Command reading = command.command("import", "Importing images, beside dcm2niix");
  reading.option("SOURCE", options->source, "A folder or file of images").required();
  reading.flag("--json", options->json, "As JSON");
  reading.runs([options] {
    TerminalProgress progress;
    print(benchImport(options->source, progress.sink()), options->json);
  });

  const auto addDeviceBench = [&](const char* name, const char* about, auto measure) {
    Command bench = command.command(name, about);
    bench.option("--device", options->device, "The GPU, by number or part of its name (see: sagitta devices)");
    bench.option("--side", options->side, "Voxels along each side of the volume").check(within(32, 1024)).showDefault();
    bench.flag("--json", options->json, "As JSON");
    bench.runs([options, measure] {
      TerminalProgress progress;
      print(measure(*options, progress.sink()), options->json);
    });
  };
  addDeviceBench("render", "Drawing, beside a traversal that skips every empty block", benchRender);
  addDeviceBench("paint", "Painting, beside the brush on one processor", benchPaint);
  addDeviceBench("xr", "A headset's frames, both eyes, beside what 90 of them a second leave",
                 [](const BenchOptions& chosen, const core::ProgressSink& progress) {
                   return benchXr(chosen.device, chosen.side, progress);
                 });

  Command consensus = command.command("consensus", "Consensus and agreement of readers, beside ITK's filters");
  consensus.option("--side", options->side, "Voxels along each side of the volume")
      .check(within(32, 512))
      .showDefault();
  consensus.option("--readers", options->readers, "How many readings").check(within(2, 32)).showDefault();
  consensus.flag("--json", options->json, "As JSON");
  consensus.runs([options] {
    TerminalProgress progress;
    print(benchConsensus(options->side, options->readers, progress.sink()), options->json);
  });

  Command store = command.command("store", "The project file, beside the disk that it lies on");
  store.option("--folder", options->folder, "Where to make the project (default: the temporary folder)");
  store.flag("--json", options->json, "As JSON");
  store.runs([options] {
    TerminalProgress progress;
    print(benchStore(options->folder, progress.sink()), options->json);
  });

  Command sync = command.command("sync", "Strokes and images through a hub, beside 25 ms (tools/bench_sync)");
  sync.option("URL", options->source, "A database without a hub, as its keeper reaches it").required();
  sync.option("--folder", options->folder, "Where to make the clients' files (default: the temporary folder)");
  sync.flag("--json", options->json, "As JSON");
  sync.runs([options] {
    TerminalProgress progress;
    print(benchSync(*options, progress.sink()), options->json);
  });
}

}  // namespace commands
