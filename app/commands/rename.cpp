// sagitta rename FILE --case OLD --to NEW --reader R [--json]
#include <cstdio>
#include <memory>

#include "commands/commands.h"
#include "commands/lookup.h"
#include "commands/terminal.h"
#include "store/project_file.h"

namespace commands {
namespace {

struct RenameOptions {
  std::string file;
  std::string caseName;
  std::string to;
  std::string reader;
  bool json = false;
};

void rename(const RenameOptions& options) {
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  const core::Case before = findCase(project, options.caseName);
  const bool changes = before.name != options.to;
  if (changes) {  // a script that is run a second time has nothing left to do
    project.append({.person = options.reader, .caseId = before.id, .body = core::CaseRenamed{options.to}});
  }
  if (options.json) {
    printJson({{"id", before.id.hex()}, {"name_before", before.name}, {"name", options.to}, {"changed", changes}});
  } else if (changes) {
    std::printf("Case \"%s\" is called \"%s\" now; the history keeps its former name.\n", before.name.c_str(),
                options.to.c_str());
  } else {
    std::printf("Case \"%s\" is called so already.\n", before.name.c_str());
  }
}

}  // namespace

void addRename(Command program) {
  auto options = std::make_shared<RenameOptions>();
  Command command = program.command("rename", "Give a case another name");
  command.option("FILE", options->file, "The project").required();
  command.option("--case", options->caseName, "The case, by name or id").required();
  command.option("--to", options->to, "What to call it").check(readableName()).required();
  command.option("--reader", options->reader, "Who renames it").check(readableName()).required();
  command.flag("--json", options->json, "As JSON");
  command.runs([options] { rename(*options); });
}

}  // namespace commands
