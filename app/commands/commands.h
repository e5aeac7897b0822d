// The subcommands of `sagitta`: one file each, all of this shape. add...() declares a subcommand, its options, and what
// it does. Errors are thrown; main() turns them into exit status and message.
#pragma once

#include "commands/arguments.h"

namespace commands {

void addNew(Command program);
void addImport(Command program);
void addRename(Command program);
void addImportLabels(Command program);
void addInfo(Command program);
void addPaint(Command program);
void addUndo(Command program);
void addRedo(Command program);
void addRender(Command program);
void addView(Command program);
void addCompare(Command program);
void addConsensus(Command program);
void addSettle(Command program);
void addVr(Command program);
void addGuideline(Command program);
void addPolicy(Command program);
void addReview(Command program);
void addDecide(Command program);
void addComment(Command program);
void addAssign(Command program);
void addAutomation(Command program);
void addCalibrate(Command program);
void addRelease(Command program);
void addExport(Command program);
void addLog(Command program);
void addVerify(Command program);
void addHub(Command program);
void addSync(Command program);
void addMerge(Command program);
void addPerson(Command program);
void addSnapshot(Command program);
void addDevices(Command program);
void addBench(Command program);

}  // namespace commands
