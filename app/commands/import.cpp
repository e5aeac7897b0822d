// sagitta import FILE SOURCE... [--name N] [--json]
#include <algorithm>
#include <filesystem>
#include <memory>

#include "commands/commands.h"
#include "commands/describe.h"
#include "commands/lookup.h"
#include "commands/terminal.h"
#include "imaging/import.h"
#include "stage/load.h"
#include "store/project_file.h"

namespace commands {
namespace {

struct Options {
  std::string file;
  std::vector<std::string> sources;
  std::string name;
  std::string reader;
  bool json = false;
};

void importImages(const Options& options) {
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  project.expectRight(options.reader, core::Right::Import);  // before the images are read, which takes time
  std::vector<core::Case> known = project.cases();
  std::vector<std::string> names;
  for (const core::Case& each : known) {
    names.push_back(each.name);
  }

  TerminalProgress progress;
  std::vector<std::string> notes;
  stage::Intake intake(project);
  std::vector<std::pair<core::Case, core::SourceAttributes>> added;
  const auto take = [&](imaging::ImportedImage image) {
    core::Case fresh = intake.store(image, progress.sink());
    const auto same = std::find_if(known.begin(), known.end(), [&](const auto& each) { return each.id == fresh.id; });
    if (same != known.end()) {
      notes.push_back(image.name + ": these voxels are already in the project, as case \"" + same->name + "\"");
      return;
    }
    fresh.name = uniqueName(options.name.empty() ? image.name : options.name, names);
    for (const std::string& note : image.notes) {
      notes.push_back(fresh.name + ": " + note);
    }
    names.push_back(fresh.name);
    known.push_back(fresh);
    intake.add(fresh, image.source);
    added.emplace_back(std::move(fresh), std::move(image.source));
  };
  const std::vector<std::filesystem::path> sources(options.sources.begin(), options.sources.end());
  const std::vector<std::string> leftOut = imaging::readImages(sources, take, progress.sink());
  notes.insert(notes.end(), leftOut.begin(), leftOut.end());
  intake.commit(options.reader);

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
  auto options = std::make_shared<Options>();
  Command command = program.command("import", "Read CT and MR images into a project: one case per series");
  command.option("FILE", options->file, "The project").required();
  command.option("SOURCE", options->sources, "Folders or files: DICOM, NIfTI, NRRD, MetaImage").required();
  command.option("--name", options->name, "What to call the case (several: NAME, NAME 2, ...)").check(readableName());
  command.option("--reader", options->reader, "Who imports; needed where people are enrolled").check(readableName());
  command.flag("--json", options->json, "Print what was added, as JSON");
  command.runs([options] { importImages(*options); });
}

}  // namespace commands
