// sagitta merge FILE OTHER [--json]
#include <filesystem>
#include <memory>

#include "commands/commands.h"
#include "commands/terminal.h"
#include "core/error.h"
#include "imaging/volume_codec.h"
#include "store/merge.h"

namespace commands {
namespace {

struct MergeOptions {
  std::string file;
  std::string other;
  bool json = false;
};

void mergeProjects(const MergeOptions& options) {
  std::error_code missing;
  if (std::filesystem::equivalent(options.file, options.other, missing)) {
    throw core::Error(options.other, "this is the project itself", "Name the other copy");
  }
  const store::Installation here = store::Installation::standard();
  const store::ProjectFile from(options.other, store::Access::Read, here);
  store::ProjectFile into(options.file, store::Access::Write, here);
  TerminalProgress progress;
  const auto decode = [](const store::Blob& blob) { return imaging::decodeChunk(blob.data, blob.rawBytes); };
  const store::MergeReport report = store::merge(into, from, decode, progress.sink());
  Json notes = Json::array();
  if (!report.related) {
    notes.push_back("the two projects were begun apart, and are one from now on");
  }
  for (const store::Fork& fork : into.forks()) {
    notes.push_back(store::inWords(fork));
  }
  if (options.json) {
    printJson({{"edits_added", report.edits},
               {"images_added", report.blobs},
               {"edits", into.editCount()},
               {"notes", notes},
               {"log_hash", into.logHash().hex()},
               {"state_hash", into.stateHash().hex()}});
    return;
  }
  for (const Json& note : notes) {
    printNote(note.get<std::string>());
  }
  std::printf("%lld edits and %lld parts of images added.\nlog   %s\nstate %s\n", static_cast<long long>(report.edits),
              static_cast<long long>(report.blobs), into.logHash().hex().c_str(), into.stateHash().hex().c_str());
}

}  // namespace

void addMerge(Command program) {
  auto options = std::make_shared<MergeOptions>();
  Command command = program.command("merge", "Take in what another copy of the project holds; nothing is lost");
  command.option("FILE", options->file, "The project").required();
  command.option("OTHER", options->other, "The other copy; it is only read").required();
  command.flag("--json", options->json, "As JSON");
  command.runs([options] { mergeProjects(*options); });
}

}  // namespace commands
