// sagitta new FILE [--title T] [--guideline G.json]
#include <filesystem>

#include "commands/commands.h"
#include "commands/terminal.h"
#include "exchange/files.h"
#include "exchange/guideline_file.h"
#include "store/project_file.h"

namespace commands {
namespace {

struct NewOptions {
  std::string file;
  std::string title;
  std::string guideline;
};

void makeProject(const NewOptions& options) {
  // The guideline is read first: a project that cannot have what was asked for is not made.
  std::optional<core::GuidelinePublished> guideline;
  if (!options.guideline.empty()) {
    guideline = exchange::parseGuideline(exchange::readText(options.guideline), options.guideline);
  }
  const store::Installation installation = store::Installation::standard();
  const std::string title = options.title.empty() ? std::filesystem::path(options.file).stem().string() : options.title;
  store::ProjectFile::create(options.file, title, "", installation);
  if (guideline) {
    store::ProjectFile project(options.file, store::Access::Write, installation);
    project.append({.body = *guideline});
  }
  std::fprintf(stderr, "Made %s (\"%s\"). Next: sagitta import %s FOLDER\n", options.file.c_str(), title.c_str(),
               options.file.c_str());
}

}  // namespace

void addNew(Command program) {
  auto options = std::make_shared<NewOptions>();
  Command command = program.command("new", "Make a project file");
  command.option("FILE", options->file, "The project file to make, NAME.sagitta").required();
  command.option("--title", options->title, "What the project is called (default: the file's name)")
      .check(readableName());
  command.option("--guideline", options->guideline, "The guideline's first version, JSON");
  command.runs([options] { makeProject(*options); });
}

}  // namespace commands
