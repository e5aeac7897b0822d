// Parses the command line and runs one subcommand. Exit status: 0 done, 1 the operation failed (the message says what,
// why, and what to do), 2 the command line was wrong.
#include <cstdio>
#include <exception>
#include <new>

#include "commands/arguments.h"
#include "commands/commands.h"
#include "core/error.h"

namespace {

constexpr int kFailed = 1;

int fail(const char* message) {
  std::fprintf(stderr, "sagitta: %s\n", message);
  return kFailed;
}

}  // namespace

int main(int argc, char** argv) {
  commands::CommandLine line(
      "sagitta", SAGITTA_VERSION,
      "Sagitta: annotate lesions as 3D instance masks in CT and MR volumes, and trust the result.");
  const commands::Command program = line.program();
  commands::addNew(program);
  commands::addImport(program);
  commands::addRename(program);
  commands::addInfo(program);
  commands::addImportLabels(program);
  commands::addPaint(program);
  commands::addUndo(program);
  commands::addRedo(program);
  commands::addRender(program);
  commands::addView(program);
  commands::addCompare(program);
  commands::addConsensus(program);
  commands::addSettle(program);
  commands::addVr(program);
  commands::addGuideline(program);
  commands::addPolicy(program);
  commands::addReview(program);
  commands::addDecide(program);
  commands::addComment(program);
  commands::addAssign(program);
  commands::addAutomation(program);
  commands::addCalibrate(program);
  commands::addRelease(program);
  commands::addExport(program);
  commands::addLog(program);
  commands::addVerify(program);
  commands::addHub(program);
  commands::addSync(program);
  commands::addMerge(program);
  commands::addPerson(program);
  commands::addSnapshot(program);
  commands::addDevices(program);
  commands::addBench(program);

  const commands::CommandLine::Parsed parsed = line.parse(argc, argv);
  if (!parsed.work) {
    return parsed.status;
  }
  try {
    parsed.work();
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
