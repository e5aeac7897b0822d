// Parses the command line and runs one subcommand. Exit status: 0 done, 1 the operation failed (the message says what,
// why, and what to do), 2 the command line was wrong.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <new>

#include "commands/commands.h"
#include "core/error.h"

namespace {

constexpr int kFailed = 1;
constexpr int kBadUsage = 2;

int fail(const char* message) {
  std::fprintf(stderr, "sagitta: %s\n", message);
  return kFailed;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Sagitta: annotate lesions as 3D instance masks in CT and MR volumes, and trust the result."};
  app.name("sagitta");
  app.set_version_flag("--version", SAGITTA_VERSION);
  app.require_subcommand(1);

  commands::Run run;
  commands::addNew(app, run);
  commands::addImport(app, run);
  commands::addInfo(app, run);
  commands::addImportLabels(app, run);
  commands::addPaint(app, run);
  commands::addUndo(app, run);
  commands::addRedo(app, run);
  commands::addRender(app, run);
  commands::addView(app, run);
  commands::addCompare(app, run);
  commands::addConsensus(app, run);
  commands::addVr(app, run);
  commands::addExport(app, run);
  commands::addLog(app, run);
  commands::addVerify(app, run);
  commands::addHub(app, run);
  commands::addSync(app, run);
  commands::addMerge(app, run);
  commands::addSnapshot(app, run);
  commands::addDevices(app, run);
  commands::addBench(app, run);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kBadUsage;
  }
  try {
    run();
    // A full disk shows itself only here: what was printed has to have arrived.
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      throw core::Error("standard output", "not all of the answer could be written", "Make room where it goes");
    }
    return 0;
  } catch (const core::Error& error) {
    return fail(error.what());
  } catch (const std::bad_alloc&) {
    return fail("there is not enough memory for this. Close other programs, or work on a smaller image.");
  } catch (const std::exception& error) {
    return fail(error.what());
  }
}
