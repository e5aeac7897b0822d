// The subcommands of `sagitta`: one file each, all of this shape. add...() declares the subcommand's options; when the
// command line names it, `run` is set to what it does. Errors are thrown; main() turns them into exit status and
// message.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace commands {

// What the chosen subcommand does; called once, after the whole command line is parsed.
using Run = std::function<void()>;

void addNew(CLI::App& app, Run& run);
void addImport(CLI::App& app, Run& run);
void addImportLabels(CLI::App& app, Run& run);
void addInfo(CLI::App& app, Run& run);
void addPaint(CLI::App& app, Run& run);
void addUndo(CLI::App& app, Run& run);
void addRedo(CLI::App& app, Run& run);
void addRender(CLI::App& app, Run& run);
void addView(CLI::App& app, Run& run);
void addCompare(CLI::App& app, Run& run);
void addConsensus(CLI::App& app, Run& run);
void addVr(CLI::App& app, Run& run);
void addExport(CLI::App& app, Run& run);
void addLog(CLI::App& app, Run& run);
void addVerify(CLI::App& app, Run& run);
void addHub(CLI::App& app, Run& run);
void addSync(CLI::App& app, Run& run);
void addMerge(CLI::App& app, Run& run);
void addSnapshot(CLI::App& app, Run& run);
void addDevices(CLI::App& app, Run& run);
void addBench(CLI::App& app, Run& run);

}  // namespace commands
