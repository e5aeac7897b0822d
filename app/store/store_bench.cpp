#include "store/store_bench.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/timing.h"
#include "store/project_file.h"

namespace store {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kBulk = 1'000;  // strokes in one transaction where their time is not looked at
constexpr int kForeignEdits = 500;
constexpr int kCaseLesions = 20;
constexpr int kSyncs = 200;
constexpr std::size_t kSyncBytes = 64 << 10;

double millisecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::vector<double> measureSyncs(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "bench-sync";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) {
    throw core::Error(folder.string(), "The benchmark cannot write there", "Name a folder that can be written");
  }
  const std::vector<char> bytes(kSyncBytes, 'x');
  std::vector<double> times;
  for (int i = 0; i < kSyncs; ++i) {
    const auto start = Clock::now();
    if (::pwrite(file, bytes.data(), bytes.size(), off_t(i) * off_t(bytes.size())) < 0 || ::fdatasync(file) != 0) {
      break;
    }
    times.push_back(millisecondsSince(start));
  }
  ::close(file);
  std::filesystem::remove(path);
  return times;
}

// A ball of 8 to 14 voxels' radius, somewhere in a lesion of about 100 voxels across.
core::Mask stroke(std::mt19937& engine, int lesion) {
  std::uniform_int_distribution<int> where(0, 100), size(8, 14);
  const glm::ivec3 origin(lesion % 10 * 160, lesion / 10 % 10 * 160, lesion / 100 % 10 * 160);
  const glm::ivec3 centre = origin + glm::ivec3(14 + where(engine), 14 + where(engine), 14 + where(engine));
  const int radius = size(engine);
  core::Mask mask;
  for (int z = -radius; z <= radius; ++z) {
    for (int y = -radius; y <= radius; ++y) {
      const int left = radius * radius - y * y - z * z;
      int half = 0;
      while (left >= 0 && (half + 1) * (half + 1) <= left) {
        ++half;
      }
      if (left >= 0) {
        mask.setRun(centre + glm::ivec3(-half, y, z), 2 * half + 1);
      }
    }
  }
  return mask;
}

core::EditDraft strokeDraft(std::mt19937& engine, const std::vector<core::LesionId>& lesions) {
  const auto lesion = std::size_t(engine()) % lesions.size();
  core::MaskChanged body;
  core::Mask mask = stroke(engine, int(lesion));
  const bool erases = engine() % 5 == 0;
  body.changes.push_back({lesions[lesion], erases ? core::Mask() : mask, erases ? mask : core::Mask()});
  return {.person = "Bench", .track = "shared", .body = std::move(body)};
}

}  // namespace

StoreBench runStoreBench(const std::filesystem::path& folder, const core::ProgressSink& progress,
                         const StoreBenchSize& size) {
  const std::filesystem::path home = folder / ("sagitta-bench-" + std::to_string(::getpid()));
  std::filesystem::create_directories(home);
  struct Removal {
    std::filesystem::path path;
    ~Removal() {
      std::error_code ignored;
      std::filesystem::remove_all(path, ignored);
    }
  } removal{home};
  const std::filesystem::path path = home / "bench.sagitta";
  const Installation installation(home / "home");
  StoreBench bench;
  std::mt19937 engine(1);

  ProjectFile::create(path, "Bench", "Bench", installation);
  std::vector<core::LesionId> lesions;
  {
    ProjectFile project(path, Access::Write, installation);
    std::vector<core::EditDraft> drafts;
    for (int i = 0; i < size.lesions; ++i) {
      drafts.push_back({.person = "Bench",
                        .track = "shared",
                        .body = core::LesionCreated{.name = "L" + std::to_string(i), .className = "lesion"}});
    }
    lesions = project.append(drafts);
    for (int done = 0; done < size.edits - size.commits; done += kBulk) {
      core::report(progress, "Painting", done, size.edits);
      drafts.clear();
      for (int i = 0; i < std::min(kBulk, size.edits - size.commits - done); ++i) {
        drafts.push_back(strokeDraft(engine, lesions));
      }
      project.append(drafts);
    }
    const std::vector<double> syncs = measureSyncs(home);
    bench.syncP50 = core::percentile(syncs, 0.5);
    bench.syncP95 = core::percentile(syncs, 0.95);
    std::vector<double> commits;
    for (int i = 0; i < size.commits; ++i) {
      const core::EditDraft draft = strokeDraft(engine, lesions);
      const auto start = Clock::now();
      project.append(draft);
      commits.push_back(millisecondsSince(start));
    }
    bench.commitP50 = core::percentile(commits, 0.5);
    bench.commitP95 = core::percentile(commits, 0.95);
  }
  bench.fileBytes = std::int64_t(std::filesystem::file_size(path));
  core::report(progress, "Opening", 0, 0);
  {
    const auto start = Clock::now();
    const ProjectFile project(path, Access::Read, installation);
    bench.lesions = std::int64_t(project.lesions().size());
    bench.edits = project.editCount();
    project.cases();
    project.people();
    bench.openAndList = millisecondsSince(start);
  }
  {
    const ProjectFile project(path, Access::Read, installation);
    const auto start = Clock::now();
    for (int i = 0; i < std::min(kCaseLesions, size.lesions); ++i) {
      bench.caseBricks += std::int64_t(project.mask(lesions[std::size_t(i)]).bricks().size());
      ++bench.caseLesions;
    }
    bench.loadCase = millisecondsSince(start);
  }
  {
    const ProjectFile project(path, Access::Read, installation);
    const auto start = Clock::now();
    const VerifyReport report = project.verify([](const Blob& blob) { return blob.data; }, progress);
    bench.verify = millisecondsSince(start);
    if (!report.problems.empty()) {
      throw core::Error(path.string(), "The benchmark's own project does not verify: " + report.problems.front());
    }
  }
  {
    // Edits of another site, with clocks in the midst of ours: the costliest kind of union.
    ProjectFile project(path, Access::Write, installation);
    const std::vector<LogEntry> log = project.log();
    std::vector<ForeignEdit> foreign;
    core::EditHeader header{
        .site = newSiteId(), .kind = core::EditKind::MaskChanged, .person = "Other", .track = "shared"};
    for (int i = 0; i < kForeignEdits; ++i) {
      core::Bytes body = core::encodeBody(strokeDraft(engine, lesions).body);
      header.sequence = std::uint64_t(i) + 1;
      header.time = log[log.size() / 2 + std::size_t(i) % (log.size() / 2)].header.time;
      header.bodyHash = core::sha256(body);
      foreign.push_back({header, std::move(body)});
      header.previous = core::editId(header);
    }
    auto start = Clock::now();
    project.importEdits(foreign);
    bench.import = millisecondsSince(start);
    start = Clock::now();
    project.rebuildCaches(progress);
    bench.refold = millisecondsSince(start);
  }
  return bench;
}

}  // namespace store
