// sagitta paint FILE --case C --reader R [--track T] --script S.json [--cpu] [--device D] [--ack] [--json]
#include <map>
#include <memory>

#include "commands/commands.h"
#include "commands/lookup.h"
#include "commands/reading_start.h"
#include "commands/terminal.h"
#include "core/error.h"
#include "exchange/files.h"
#include "exchange/stroke_script.h"
#include "intake/load.h"
#include "session/case_session.h"
#include "stage/stroke_engine.h"
#include "store/project_file.h"

namespace commands {
namespace {

struct PaintOptions {
  std::string file;
  std::string caseName;
  std::string reader;
  std::string track = kSharedTrack;
  std::string script;
  std::string device;
  bool cpu = false;
  bool ack = false;
  bool json = false;
};

// What can be known before the first stroke is: every stroke's lesion is there or is made by an earlier one, and no
// lesion is to be of two classes.
void validate(const std::vector<exchange::ScriptedStroke>& script, const session::CaseSession& session,
              const std::string& subject) {
  std::map<std::string, std::string> classOf;
  for (std::size_t i = 0; i < script.size(); ++i) {
    const exchange::ScriptedStroke& scripted = script[i];
    const std::string where = subject + ", stroke " + std::to_string(i + 1);
    const std::optional<std::size_t> existing = session.find(scripted.lesion);
    if (existing) {
      classOf.emplace(scripted.lesion, session.lesions()[*existing].lesion.className);
    } else if (!classOf.contains(scripted.lesion)) {
      if (scripted.stroke.mode == core::BrushMode::Erase) {
        throw core::Error(where, "it erases from lesion \"" + scripted.lesion + "\", which does not exist",
                          "Add to the lesion first, or correct its name");
      }
      classOf.emplace(scripted.lesion, scripted.className.empty() ? kDefaultClass : scripted.className);
    }
    if (!scripted.className.empty() && scripted.className != classOf[scripted.lesion]) {
      throw core::Error(where,
                        "it calls lesion \"" + scripted.lesion + "\" a \"" + scripted.className + "\", which is a \"" +
                            classOf[scripted.lesion] + "\"",
                        "Leave \"class\" out, or use another lesion");
    }
  }
}

Json asJson(std::size_t index, const std::string& lesion, const session::Committed& committed) {
  return Json{{"stroke", index + 1},
              {"lesion", lesion},
              {"lesion_id", committed.lesion.isZero() ? Json(nullptr) : Json(committed.lesion.hex())},
              {"edit", committed.edit ? Json(committed.edit->hex()) : Json(nullptr)},
              {"voxels", committed.voxels}};
}

void paint(const PaintOptions& options) {
  const std::vector<exchange::ScriptedStroke> script =
      exchange::parseStrokeScript(exchange::readJson(options.script), options.script);
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  const core::Case theCase = findCase(project, options.caseName);
  TerminalProgress progress;
  const core::Volume volume = intake::loadVolume(project, theCase, progress.sink());
  startReading(project, theCase.id, options.track, options.reader);
  session::CaseSession session(std::move(project), theCase.id, options.track, options.reader);
  validate(script, session, options.script);
  session.noteConsultation("paint");
  const std::unique_ptr<stage::StrokeEngine> engine =
      options.cpu ? stage::cpuStrokeEngine(volume) : stage::gpuStrokeEngine(options.device, volume, theCase.modality);
  for (std::size_t i = 0; i < session.lesions().size(); ++i) {
    engine->setLesion(i, session.lesions()[i].mask);
  }

  std::vector<Json> results(script.size());
  for (std::size_t i = 0; i < script.size(); ++i) {
    const exchange::ScriptedStroke& scripted = script[i];
    const std::vector<core::Head> heads = session.knownHeads();
    std::optional<std::size_t> lesion = session.find(scripted.lesion);
    if (!lesion) {
      lesion = session.addLesion(scripted.lesion, scripted.className.empty() ? kDefaultClass : scripted.className);
    }
    core::Mask footprint = engine->footprint(scripted.stroke, *lesion);
    session.commitStroke(*lesion, scripted.stroke, std::move(footprint), heads,
                         [&results, i, ack = options.ack, name = scripted.lesion](const session::Committed& committed) {
                           results[i] = asJson(i, name, committed);
                           if (committed.voxels == 0) {
                             printNote("stroke " + std::to_string(i + 1) +
                                       " marks no voxel: it misses the image, or its range leaves nothing");
                           }
                           if (ack) {
                             std::printf("%s\n", results[i].dump().c_str());
                             std::fflush(stdout);
                           }
                         });
    engine->setLesion(*lesion, session.lesions()[*lesion].mask);
    core::report(progress.sink(), "Painting", std::int64_t(i + 1), std::int64_t(script.size()));
  }
  session.flush();
  if (options.json && !options.ack) {
    printJson({{"strokes", results}});
  } else if (!options.ack) {
    for (const session::OpenLesion& open : session.lesions()) {
      if (open.stands) {
        std::printf("%s  %.2f ml\n", open.lesion.name.c_str(),
                    double(open.mask.count()) * theCase.grid.voxelVolumeMl());
      }
    }
  }
}

}  // namespace

void addPaint(Command program) {
  auto options = std::make_shared<PaintOptions>();
  Command command = program.command("paint", "Paint strokes from a script, through the GPU unless told otherwise");
  command.option("FILE", options->file, "The project").required();
  command.option("--case", options->caseName, "The case, by name or id").required();
  command.option("--reader", options->reader, "Who paints").required().check(readableName());
  command.option("--track", options->track, "The reading that it belongs to").check(readableName()).showDefault();
  command.option("--script", options->script, "The strokes, JSON").required();
  command.option("--device", options->device, "The GPU, by number or part of its name (see: sagitta devices)");
  command.flag("--cpu", options->cpu, "The reference path, without a GPU");
  command.flag("--ack", options->ack, "Print one JSON line per stroke, as soon as it is durable");
  command.flag("--json", options->json, "Print the strokes as one JSON document (with --ack: the lines instead)");
  command.runs([options] { paint(*options); });
}

}  // namespace commands
