#include "commands/bench_import.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>

#include "core/error.h"
#include "exchange/scratch_folder.h"
#include "imaging/import.h"
#include "intake/load.h"
#include "store/project_file.h"

namespace commands {
namespace {

namespace fs = std::filesystem;

constexpr int kRounds = 3;

struct Times {
  double wallMs = 0;
  double cpuMs = 0;  // of all threads, and of child processes
};

double cpuMsOf(int who) {
  rusage usage{};
  getrusage(who, &usage);
  const auto ms = [](const timeval& time) { return double(time.tv_sec) * 1e3 + double(time.tv_usec) * 1e-3; };
  return ms(usage.ru_utime) + ms(usage.ru_stime);
}

// The median of several rounds by wall time.
Times measure(const std::function<void()>& work) {
  std::vector<Times> rounds;
  for (int i = 0; i < kRounds; ++i) {
    const double cpu = cpuMsOf(RUSAGE_SELF) + cpuMsOf(RUSAGE_CHILDREN);
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
    rounds.push_back({wall.count(), cpuMsOf(RUSAGE_SELF) + cpuMsOf(RUSAGE_CHILDREN) - cpu});
  }
  std::sort(rounds.begin(), rounds.end(), [](const Times& a, const Times& b) { return a.wallMs < b.wallMs; });
  return rounds[kRounds / 2];
}

// Runs a program without a shell, its output discarded. Whether it ended well.
bool runProgram(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    if (std::freopen("/dev/null", "w", stdout) == nullptr || std::freopen("/dev/null", "w", stderr) == nullptr) {
      _exit(127);
    }
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  int status = 0;
  return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

Json asJson(const Times& times) {
  return {{"wall_ms", times.wallMs}, {"cpu_ms", times.cpuMs}};
}

}  // namespace

Json benchImport(const std::string& source, const core::ProgressSink& progress) {
  const exchange::ScratchFolder scratch("sagitta-bench");
  const std::vector<fs::path> sources{source};
  const store::Installation installation(scratch.path() / "home");
  const auto fileOf = [&](int i) { return scratch.path() / ("import" + std::to_string(i) + ".sagitta"); };
  int round = 0;
  std::vector<core::Case> cases;
  std::size_t voxels = 0;
  fs::path file;
  for (int i = 0; i < kRounds; ++i) {
    store::ProjectFile::create(fileOf(i), "bench", "", installation);
  }
  const auto importAll = [&] {
    core::report(progress, "Importing", round, 0);
    file = fileOf(round++);
    store::ProjectFile project(file, store::Access::Write, installation);
    cases.clear();
    voxels = 0;
    intake::Intake intake(project);
    imaging::readImages(sources, [&](imaging::ImportedImage image) {
      core::Case added = intake.store(image);
      added.name += " " + std::to_string(cases.size());
      voxels += added.grid.voxelCount();
      intake.add(added, std::move(image.source));
      cases.push_back(std::move(added));
    });
    intake.commit("");
  };
  const Times importing = measure(importAll);
  const Times read = measure([&] {
    core::report(progress, "Reading the source files", 0, 0);
    imaging::readImages(sources, [](const imaging::ImportedImage&) {});
  });
  const Times reopen = measure([&] {
    core::report(progress, "Reopening the project", 0, 0);
    const store::ProjectFile project(file, store::Access::Read, installation);
    for (const core::Case& each : cases) {
      intake::loadVolume(project, each);
    }
  });
  Json result{{"source", source},
              {"cases", cases.size()},
              {"voxels", voxels},
              {"project_bytes", fs::file_size(file)},
              {"import", asJson(importing)},
              {"read_source", asJson(read)},
              {"reopen", asJson(reopen)},
              {"reopen_over_read_source", reopen.wallMs / read.wallMs}};
  int peerRound = 0;
  bool ended = true;
  const Times peer = measure([&] {
    core::report(progress, "Converting with dcm2niix", 0, 0);
    const fs::path out = scratch.path() / ("dcm2niix" + std::to_string(peerRound++));
    fs::create_directory(out);
    ended = runProgram({"dcm2niix", "-z", "n", "-o", out.string(), source}) && ended;
  });
  result["dcm2niix"] = ended ? asJson(peer) : Json("not installed, or it failed on this source");
  if (ended) {
    result["import_over_dcm2niix"] = importing.wallMs / peer.wallMs;
    result["import_cpu_over_dcm2niix"] = importing.cpuMs / peer.cpuMs;  // the disk's waiting left out on both sides
  }
  return result;
}

}  // namespace commands
