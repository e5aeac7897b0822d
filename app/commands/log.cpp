// sagitta log FILE [--json]
#include <map>
#include <memory>

#include "commands/commands.h"
#include "commands/describe.h"
#include "store/project_file.h"

namespace commands {
namespace {

struct Options {
  std::string file;
  bool json = false;
};

void showLog(const Options& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  std::map<core::CaseId, std::string> caseName;
  for (const core::Case& each : project.cases()) {
    caseName.emplace(each.id, each.name);
  }
  std::map<core::LesionId, std::string> lesionName;
  for (const store::LesionRow& row : project.lesionsEver()) {
    lesionName.emplace(row.lesion.id, row.lesion.name);
  }
  const auto nameOf = [&](const core::LesionId& lesion) {
    const auto found = lesionName.find(lesion);
    return found == lesionName.end() ? lesion.hex().substr(0, 8) : found->second;
  };
  const std::vector<store::LogEntry> log = project.log();
  if (options.json) {
    Json edits = Json::array();
    for (const store::LogEntry& entry : log) {
      edits.push_back(describe(entry, caseName[entry.header.caseId]));
      if (entry.header.kind == core::EditKind::LesionChanged && !entry.lesions.empty()) {
        edits.back()["changed"] = describe(std::get<core::LesionChanged>(project.body(entry.id)));
      }
    }
    printJson({{"edits", edits}});
    return;
  }
  for (const store::LogEntry& entry : log) {
    std::string line = utcText(entry.header.wallClockMs) + "  " + entry.id.hex().substr(0, 8) + "  " +
                       (entry.header.person.empty() ? "-" : entry.header.person) + "  " +
                       std::string(core::name(entry.header.kind));
    if (entry.target) {
      line += " " + entry.target->hex().substr(0, 8);
    }
    for (const core::LesionId& lesion : entry.lesions) {
      line += "  " + nameOf(lesion);
    }
    for (const core::LesionId& lesion : entry.removed) {
      line += "  -" + nameOf(lesion);
    }
    if (entry.header.kind == core::EditKind::LesionChanged && !entry.lesions.empty()) {
      line += ": " + lineOf(std::get<core::LesionChanged>(project.body(entry.id)));
    }
    if (!entry.header.caseId.isZero()) {
      line +=
          "  (" + caseName[entry.header.caseId] + (entry.header.track.empty() ? "" : ", " + entry.header.track) + ")";
    }
    std::printf("%s%s\n", line.c_str(), entry.undone ? "  [undone]" : "");
  }
}

}  // namespace

void addLog(Command program) {
  auto options = std::make_shared<Options>();
  Command command = program.command("log", "Tell what was done in a project, by whom and when");
  command.option("FILE", options->file, "The project").required();
  command.flag("--json", options->json, "As JSON");
  command.runs([options] { showLog(*options); });
}

}  // namespace commands
