// sagitta verify FILE [--json]
#include <memory>

#include "commands/commands.h"
#include "commands/terminal.h"
#include "core/error.h"
#include "imaging/volume_codec.h"
#include "store/project_file.h"

namespace commands {
namespace {

struct Options {
  std::string file;
  bool json = false;
};

void verifyProject(const Options& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  TerminalProgress progress;
  const auto decode = [](const store::Blob& blob) { return imaging::decodeChunk(blob.data, blob.rawBytes); };
  const store::VerifyReport report = project.verify(decode, progress.sink());
  if (options.json) {
    printJson({{"ok", report.problems.empty()},
               {"problems", report.problems},
               {"notes", report.notes},
               {"edits", report.edits},
               {"log_hash", report.logHash.hex()},
               {"state_hash", report.stateHash.hex()}});
  } else if (report.problems.empty()) {
    std::printf("%s is whole: %lld edits, every chain, body, image and cached mask agrees.\nlog   %s\nstate %s\n",
                options.file.c_str(), static_cast<long long>(report.edits), report.logHash.hex().c_str(),
                report.stateHash.hex().c_str());
  } else {
    for (const std::string& problem : report.problems) {
      std::printf("%s\n", problem.c_str());
    }
  }
  for (const std::string& note : report.notes) {
    printNote(note);
  }
  if (!report.problems.empty()) {
    throw core::Error(options.file, std::to_string(report.problems.size()) + " problems were found",
                      "Keep this file as it is, and go on from a copy or the hub");
  }
}

}  // namespace

void addVerify(Command program) {
  auto options = std::make_shared<Options>();
  Command command = program.command("verify", "Check that a project is whole: nothing lost, nothing altered");
  command.option("FILE", options->file, "The project").required();
  command.flag("--json", options->json, "As JSON");
  command.runs([options] { verifyProject(*options); });
}

}  // namespace commands
