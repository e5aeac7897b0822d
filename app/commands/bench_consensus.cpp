#include "commands/bench_consensus.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "analysis/consensus_bench.h"

namespace commands {
namespace {

namespace fs = std::filesystem;

// What a program writes to stdout; nothing where it cannot be run or fails.
std::optional<std::string> outputOf(const std::vector<std::string>& words) {
  std::array<int, 2> pipe{};
  if (::pipe(pipe.data()) != 0) {
    return std::nullopt;
  }
  std::vector<char*> arguments;
  for (const std::string& word : words) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    dup2(pipe[1], STDOUT_FILENO);
    close(pipe[0]);
    close(pipe[1]);
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  close(pipe[1]);
  std::string output;
  std::array<char, 4096> chunk{};
  for (ssize_t got = 0; (got = read(pipe[0], chunk.data(), chunk.size())) > 0;) {
    output.append(chunk.data(), std::size_t(got));
  }
  close(pipe[0]);
  int status = 0;
  const bool ended = child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  return ended ? std::optional(output) : std::nullopt;
}

}  // namespace

Json benchConsensus(int side, int readers, const core::ProgressSink& progress) {
  core::report(progress, "Combining readings", 0, 0);
  const analysis::ConsensusBench bench = analysis::benchConsensus({.side = side, .readers = readers});
  Json result{{"side", side},
              {"readers", readers},
              {"majority_ms", bench.majorityMs},
              {"staple_ms", bench.stapleMs},
              {"agreement_ms", bench.agreementMs},
              {"hausdorff_ms", bench.hausdorffMs},
              {"surfaces_ms", bench.surfacesMs}};
  core::report(progress, "Running ITK's filters on the same readings", 0, 0);
  std::error_code failure;
  const fs::path peer = fs::read_symlink("/proc/self/exe", failure).parent_path() / "tools" / "compare_itk";
  const std::optional<std::string> output =
      outputOf({peer.string(), "--side", std::to_string(side), "--readers", std::to_string(readers)});
  Json beside = output ? Json::parse(*output, nullptr, false) : Json();
  result["itk"] = beside.is_object() ? beside["rows"] : Json("compare_itk is not built, or its numbers differ");
  return result;
}

}  // namespace commands
