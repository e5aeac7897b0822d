// sagitta import FILE SOURCE... [--name N] [--json]
#include <filesystem>
#include <memory>

#include "commands/commands.h"
#include "commands/describe.h"
#include "commands/terminal.h"
#include "stage/image_import.h"
#include "store/project_file.h"

namespace commands {
namespace {

struct ImportOptions {
  std::string file;
  std::vector<std::string> sources;
  std::string name;
  std::string reader;
  bool json = false;
};

void importImages(const ImportOptions& options) {
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  TerminalProgress progress;
  const stage::ImageSet set{{options.sources.begin(), options.sources.end()}, options.name};
  const auto [added, notes] = stage::importImages(project, {&set, 1}, options.reader, progress.sink());

  if (options.json) {
    Json cases = Json::array();
    for (const auto& [fresh, source] : added) {
      cases.push_back(describe(fresh, source));
    }
    printJson({{"cases", cases}, {"notes", notes}});
    return;
  }
  for (const std::string& note : notes) {
    printNote(note);
  }
  for (const auto& [fresh, source] : added) {
    std::printf("%s\n", lineOf(fresh).c_str());
  }
}

}  // namespace

void addImport(Command program) {
  auto options = std::make_shared<ImportOptions>();
  Command command = program.command("import", "Read CT and MR images into a project: one case per series");
  command.option("FILE", options->file, "The project").required();
  command.option("SOURCE", options->sources, "Folders or files: DICOM, NIfTI, NRRD, MetaImage").required();
  command.option("--name", options->name, "What to call the case (of several: NAME and what each one is)")
      .check(readableName());
  command.option("--reader", options->reader, "Who imports; needed where people are enrolled").check(readableName());
  command.flag("--json", options->json, "Print what was added, as JSON");
  command.runs([options] { importImages(*options); });
}

}  // namespace commands
