#include "store/sync_bench.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>

#include "core/error.h"
#include "core/timing.h"
#include "store/hub.h"
#include "store/hub_client.h"
#include "store/sync.h"

namespace store {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kStrokesAtOnce = 1'000;  // strokes in one transaction where their time is not looked at
constexpr std::size_t kImageBytes = 2u << 20;
constexpr auto kPatience = std::chrono::minutes(2);
constexpr auto kBetween = std::chrono::milliseconds(20);  // strokes, as hands make them

double millisecondsOf(Clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

core::Bytes asItIs(const Blob& blob) {
  return blob.data;
}

// A ball of 10 voxels' radius: what one touch of a brush leaves.
core::EditDraft strokeDraft(const core::LesionId& lesion, std::mt19937& engine) {
  constexpr int kRadius = 10;
  std::uniform_int_distribution<int> where(kRadius, 200);
  const glm::ivec3 centre(where(engine), where(engine), where(engine));
  core::MaskChanged body;
  body.changes.push_back({.lesion = lesion, .set = {}, .cleared = {}});
  for (int z = -kRadius; z <= kRadius; ++z) {
    for (int y = -kRadius; y <= kRadius; ++y) {
      int half = 0;
      while ((half + 1) * (half + 1) + y * y + z * z <= kRadius * kRadius) {
        ++half;
      }
      if (y * y + z * z <= kRadius * kRadius) {
        body.changes.front().set.setRun(centre + glm::ivec3(-half, y, z), 2 * half + 1);
      }
    }
  }
  return {.person = "Bench", .track = "shared", .body = std::move(body)};
}

// Says when each client has received as many edits as were asked for.
class Arrivals {
 public:
  explicit Arrivals(std::size_t clients) : at_(clients), seen_(clients) {}

  void note(std::size_t client, std::int64_t edits) {
    const std::lock_guard lock(mutex_);
    if (edits >= wanted_ && seen_[client] < wanted_) {
      at_[client] = Clock::now();
      ++there_;
    }
    seen_[client] = std::max(seen_[client], edits);
    changed_.notify_all();
  }
  void expect(std::int64_t edits) {
    const std::lock_guard lock(mutex_);
    wanted_ = edits;
    there_ = std::size_t(std::count_if(seen_.begin(), seen_.end(), [&](auto seen) { return seen >= edits; }));
  }
  std::vector<Clock::time_point> wait() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, kPatience, [this] { return there_ == at_.size(); })) {
      throw core::Error("The benchmark", "A stroke did not arrive within two minutes", "Look at the hub's own log");
    }
    return at_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::int64_t wanted_ = 0;
  std::size_t there_ = 0;
  std::vector<Clock::time_point> at_;
  std::vector<std::int64_t> seen_;
};

class Bench {
 public:
  Bench(const HubAddress& address, const std::filesystem::path& folder, const core::ProgressSink& progress,
        const SyncBenchSize& size)
      : address_(address), folder_(folder), progress_(progress), size_(size) {}

  SyncBench run() {
    fill();
    measureBulk();
    std::vector<double> commits;
    for (const int clients : size_.clients) {
      bench_.latencies.push_back(measureLatency(clients, commits));
    }
    bench_.commitP50 = core::percentile(commits, 0.5);
    bench_.commitP95 = core::percentile(commits, 0.95);
    return bench_;
  }

 private:
  ProjectFile open(const std::string& name) {
    return ProjectFile(folder_ / (name + ".sagitta"), Access::Write, Installation(folder_ / (name + "-home")));
  }
  ProjectFile openEmpty(const std::string& name) {
    ProjectFile::createEmpty(folder_ / (name + ".sagitta"), Installation(folder_ / (name + "-home")));
    return open(name);
  }

  void fill() {
    ProjectFile::create(folder_ / "writer.sagitta", "Bench", "Bench", Installation(folder_ / "writer-home"));
    ProjectFile writer = open("writer");
    lesion_ =
        writer.append(core::EditDraft{.person = "Bench", .track = "shared", .body = core::LesionCreated{.name = "L1"}});
    std::vector<core::EditDraft> drafts;
    for (int done = 0; done < size_.edits; done += kStrokesAtOnce) {
      core::report(progress_, "Painting", done, size_.edits);
      drafts.clear();
      for (int i = 0; i < std::min(kStrokesAtOnce, size_.edits - done); ++i) {
        drafts.push_back(strokeDraft(lesion_, engine_));
      }
      writer.append(drafts);
    }
    for (int i = 0; i < size_.images; ++i) {
      core::Bytes data(kImageBytes);
      for (std::size_t at = 0; at + sizeof(std::uint32_t) <= data.size(); at += sizeof(std::uint32_t)) {
        const auto random = std::uint32_t(engine_());
        std::memcpy(data.data() + at, &random, sizeof random);
      }
      const core::Hash hash = core::sha256(data);
      writer.putBlob(hash, {data.size(), std::move(data)});
    }
    bench_.edits = writer.editCount();
    bench_.imageBytes = std::int64_t(kImageBytes) * size_.images;
  }

  // Edits go before images, so that one pass measures both.
  void measurePass(ProjectFile& project, double* edits, double* megabytes) {
    HubConnection hub(address_, never_);
    const auto start = Clock::now();
    Synchronizer sync(project, asItIs, progress_);
    sync.begin(hub);
    std::optional<Clock::time_point> editsDone;
    do {
      const SyncReport& report = sync.report();
      if (!editsDone && report.pulled + report.pushed >= bench_.edits) {
        editsDone = Clock::now();
      }
    } while (sync.step(hub));
    core::check(editsDone.has_value(), "every edit went over");
    *edits = double(bench_.edits) / millisecondsOf(*editsDone - start) * 1e3;
    *megabytes = double(bench_.imageBytes) / 1e6 / millisecondsOf(Clock::now() - *editsDone) * 1e3;
  }

  void measureBulk() {
    ProjectFile writer = open("writer");
    measurePass(writer, &bench_.pushEditsPerSecond, &bench_.pushMegabytesPerSecond);
    ProjectFile reader = openEmpty("reader0");
    measurePass(reader, &bench_.pullEditsPerSecond, &bench_.pullMegabytesPerSecond);
  }

  SyncBench::Latency measureLatency(int clients, std::vector<double>& commits) {
    Arrivals arrivals(std::size_t(clients) - 1);
    // One writer and the others, each with a file, a thread and a connection of its own.
    HubClient writing(open("writer"), address_, asItIs);
    std::vector<std::unique_ptr<HubClient>> reading;
    for (std::size_t i = 0; i + 1 < std::size_t(clients); ++i) {
      const std::string name = "reader" + std::to_string(i);
      const bool there = std::filesystem::exists(folder_ / (name + ".sagitta"));
      core::report(progress_, "Making files of clients", std::int64_t(i), clients);
      {
        ProjectFile file = there ? open(name) : openEmpty(name);
        HubConnection hub(address_, never_);
        syncOnce(file, hub, asItIs);
      }
      reading.push_back(std::make_unique<HubClient>(
          open(name), address_, asItIs,
          [&arrivals, i](const HubStatus& status) { arrivals.note(i, status.report.pulled); }));
    }
    for (const auto& client : reading) {
      for (const auto until = Clock::now() + kPatience; client->status().state != HubState::InSync;) {
        core::check(Clock::now() < until, "a client gets in step");
        std::this_thread::sleep_for(kBetween);
      }
    }
    ProjectFile writer = open("writer");
    std::vector<double> latencies;
    for (int i = 0; i < size_.strokes; ++i) {
      core::report(progress_, "Painting for " + std::to_string(clients) + " clients", i, size_.strokes);
      std::this_thread::sleep_for(kBetween);
      arrivals.expect(i + 1);
      const core::EditDraft draft = strokeDraft(lesion_, engine_);
      const auto start = Clock::now();
      writer.append(draft);
      const auto durable = Clock::now();
      writing.nudge();
      commits.push_back(millisecondsOf(durable - start));
      for (const Clock::time_point at : arrivals.wait()) {
        latencies.push_back(millisecondsOf(at - durable));
      }
    }
    return {clients, core::percentile(latencies, 0.5), core::percentile(latencies, 0.95)};
  }

  const HubAddress& address_;
  const std::filesystem::path& folder_;
  const core::ProgressSink& progress_;
  const SyncBenchSize& size_;
  SyncBench bench_;
  Alarm never_;
  std::mt19937 engine_{1};
  core::LesionId lesion_;
};

}  // namespace

SyncBench runSyncBench(const HubAddress& address, const std::filesystem::path& folder,
                       const core::ProgressSink& progress, const SyncBenchSize& size) {
  const Alarm never;
  HubConnection keeper(address, never);
  if (!initHub(keeper)) {
    throw core::Error(address.shown(), "There is a hub already, and a benchmark would fill it",
                      "Name a database without one; the benchmark makes a hub there and takes it away again");
  }
  struct Removal {
    HubConnection& keeper;
    ~Removal() {
      try {
        keeper.script("DROP SCHEMA sagitta CASCADE");
      } catch (const core::Error&) {  // the server is gone, and will be asked again by whoever uses it next
      }
    }
  } removal{keeper};
  return Bench(address, folder, progress, size).run();
}

}  // namespace store
