// sagitta snapshot FILE OUT
#include <memory>

#include "commands/commands.h"
#include "store/project_file.h"

namespace commands {
namespace {

struct Options {
  std::string file;
  std::string out;
};

void takeSnapshot(const Options& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  project.snapshot(options.out);
}

}  // namespace

void addSnapshot(Command program) {
  auto options = std::make_shared<Options>();
  Command command =
      program.command("snapshot", "Write a whole copy to carry elsewhere, also while the project is worked on");
  command.option("FILE", options->file, "The project").required();
  command.option("OUT", options->out, "The copy; there must be no such file yet").required();
  command.runs([options] { takeSnapshot(*options); });
}

}  // namespace commands
