// sagitta undo FILE --reader R [--json], sagitta redo FILE --reader R [--json]
#include <memory>

#include "commands/commands.h"
#include "commands/terminal.h"
#include "core/error.h"
#include "core/fold.h"
#include "store/project_file.h"

namespace commands {
namespace {

struct UndoOptions {
  std::string file;
  std::string reader;
  bool json = false;
};

void step(const UndoOptions& options, bool forward) {
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

void add(Command program, bool forward) {
  auto options = std::make_shared<UndoOptions>();
  Command command = forward ? program.command("redo", "Put back the stroke that a reader undid last")
                            : program.command("undo", "Take out the latest stroke of a reader; strokes of others stay");
  command.option("FILE", options->file, "The project").required();
  command.option("--reader", options->reader, "Whose stroke").required();
  command.flag("--json", options->json, "As JSON");
  command.runs([options, forward] { step(*options, forward); });
}

}  // namespace

void addUndo(Command program) {
  add(program, false);
}
void addRedo(Command program) {
  add(program, true);
}

}  // namespace commands
