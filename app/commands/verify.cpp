// sagitta verify FILE [--heads NOTED.json] [--json]
#include <memory>
#include <set>

#include "commands/commands.h"
#include "commands/terminal.h"
#include "core/error.h"
#include "exchange/files.h"
#include "imaging/volume_codec.h"
#include "store/project_file.h"

namespace commands {
namespace {

struct VerifyOptions {
  std::string file;
  std::string heads;
  bool json = false;
};

Json asJson(const std::vector<core::Head>& heads) {
  Json all = Json::array();
  for (const core::Head& head : heads) {
    all.push_back({{"site", head.site.hex()}, {"sequence", head.sequence}, {"edit", head.edit.hex()}});
  }
  return all;
}

// What a document noted elsewhere (an earlier `verify --json`) says was in the log, and is not.
std::vector<std::string> missingOf(const store::ProjectFile& project, const std::string& document) {
  std::set<core::EditId> here;
  for (const store::Arrival& arrival : project.arrivedAfter(0)) {
    here.insert(arrival.id);
  }
  const nlohmann::json noted = exchange::readJson(document);
  const auto heads = noted.find("heads");
  if (heads == noted.end() || !heads->is_array()) {
    throw core::Error(document, "It notes no heads",
                      "Name what `sagitta verify --json` wrote at another time or place");
  }
  std::vector<std::string> missing;
  for (const nlohmann::json& head : *heads) {
    const auto text = [&](const char* key) {
      return head.is_object() ? head.value(key, std::string()) : std::string();
    };
    const std::string edit = text("edit");
    const auto id = core::Hash::fromHex(edit);
    if (!id) {
      throw core::Error(document, "One of its heads names no edit", "Name what `sagitta verify --json` wrote");
    }
    if (!here.contains(*id)) {
      missing.push_back("The log was rewritten or cut: edit " + edit.substr(0, 12) + " of site " +
                        text("site").substr(0, 8) + " was noted in " + document +
                        ", and is not here. What other copies hold of that site can still be trusted");
    }
  }
  return missing;
}

void verifyProject(const VerifyOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  TerminalProgress progress;
  const auto decode = [](const store::Blob& blob) { return imaging::decodeChunk(blob.data, blob.rawBytes); };
  store::VerifyReport report = project.verify(decode, progress.sink());
  if (!options.heads.empty()) {
    const std::vector<std::string> missing = missingOf(project, options.heads);
    report.problems.insert(report.problems.end(), missing.begin(), missing.end());
  }
  if (options.json) {
    printJson({{"ok", report.problems.empty()},
               {"problems", report.problems},
               {"findings", report.findings},
               {"notes", report.notes},
               {"edits", report.edits},
               {"log_hash", report.logHash.hex()},
               {"state_hash", report.stateHash.hex()},
               {"heads", asJson(project.heads())}});
  } else if (report.problems.empty()) {
    std::printf("%s is whole: %lld edits, every chain, body, image and cached mask agrees.\nlog   %s\nstate %s\n",
                options.file.c_str(), static_cast<long long>(report.edits), report.logHash.hex().c_str(),
                report.stateHash.hex().c_str());
  } else {
    for (const std::string& problem : report.problems) {
      std::printf("%s\n", problem.c_str());
    }
  }
  for (const std::string& finding : report.findings) {
    printNote("for a lead: " + finding);
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
  auto options = std::make_shared<VerifyOptions>();
  Command command = program.command("verify", "Check that a project is whole: nothing lost, nothing altered");
  command.option("FILE", options->file, "The project").required();
  command.option("--heads", options->heads,
                 "What `verify --json` wrote at another time or place: all of it has to be here");
  command.flag("--json", options->json, "As JSON");
  command.runs([options] { verifyProject(*options); });
}

}  // namespace commands
