// sagitta undo FILE --reader R [--json], sagitta redo FILE --reader R [--json]
#include <memory>

#include "commands/commands.h"
#include "commands/terminal.h"
#include "core/error.h"
#include "core/fold.h"
#include "store/project_file.h"

namespace commands {
namespace {

struct Options {
  std::string file;
  std::string reader;
  bool json = false;
};

void step(const Options& options, bool forward) {
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  const core::HistoryEnds ends = core::historyEnds(project.history(options.reader));
  const std::optional<core::EditId> target = forward ? ends.redo : ends.undo;
  if (!target) {
    throw core::Error(options.file, "\"" + options.reader + "\" has nothing to " + (forward ? "redo" : "undo"),
                      forward ? "Only what this reader has undone, and not painted over since, can be redone"
                              : "Everyone undoes only their own strokes");
  }
  core::EditDraft draft{.person = options.reader};
  for (const store::LogEntry& entry : project.log()) {
    if (entry.id == *target) {
      draft.caseId = entry.header.caseId;
      draft.track = entry.header.track;
    }
  }
  if (forward) {
    draft.body = core::Redone{*target};
  } else {
    draft.body = core::Undone{*target};
  }
  const core::EditId made = project.append(draft);
  if (options.json) {
    printJson({{forward ? "redone" : "undone", target->hex()}, {"edit", made.hex()}});
  } else {
    std::printf("%s %s\n", forward ? "Redone:" : "Undone:", target->hex().substr(0, 8).c_str());
  }
}

void add(CLI::App& app, Run& run, bool forward) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      forward ? app.add_subcommand("redo", "Put back the stroke that a reader undid last")
              : app.add_subcommand("undo", "Take out the latest stroke of a reader; strokes of others stay");
  command->add_option("FILE", options->file, "The project")->required();
  command->add_option("--reader", options->reader, "Whose stroke")->required();
  command->add_flag("--json", options->json, "As JSON");
  command->callback([options, forward, &run] { run = [options, forward] { step(*options, forward); }; });
}

}  // namespace

void addUndo(CLI::App& app, Run& run) {
  add(app, run, false);
}
void addRedo(CLI::App& app, Run& run) {
  add(app, run, true);
}

}  // namespace commands
