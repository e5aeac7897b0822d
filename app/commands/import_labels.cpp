// sagitta import-labels FILE LABELS --case C --reader R [--track T] [--class NAME]
//                       [--map VALUE=CLASS ...] [--lesion NAME] [--as annotation|candidate]
//                       [--model NAME --model-version V] [--json]
#include <algorithm>
#include <memory>

#include "commands/commands.h"
#include "commands/describe.h"
#include "commands/lookup.h"
#include "commands/terminal.h"
#include "exchange/import_labels.h"
#include "stage/label_import.h"
#include "store/project_file.h"

namespace commands {
namespace {

struct ImportLabelsOptions {
  std::string file;
  std::string labels;
  std::string caseName;
  std::string reader;
  std::string track = kSharedTrack;
  std::string className;
  std::vector<std::string> map;
  std::string lesion;
  std::string as = "annotation";
  std::string model;
  std::string modelVersion;
  bool json = false;
};

void importLabels(const ImportLabelsOptions& options) {
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  const core::Case theCase = findCase(project, options.caseName);
  exchange::ClassOfValue classes;
  if (!options.map.empty()) {
    classes = exchange::classesFrom(options.map, exchange::labelsIn(options.labels).segments,
                                    stage::guidelineInForce(project), options.labels);
  }
  const stage::ImportedLesions imported = stage::lesionsFrom(project, theCase, options.labels,
                                                             {.person = options.reader,
                                                              .track = options.track,
                                                              .className = options.className,
                                                              .classes = std::move(classes),
                                                              .lesion = options.lesion,
                                                              .candidates = options.as == "candidate",
                                                              .model = options.model,
                                                              .modelVersion = options.modelVersion});
  std::vector<core::EditId> ids = project.append(imported.drafts);
  ids.resize(imported.lesions);

  Json added = Json::array();
  std::vector<std::string> lines;
  for (const store::LesionRow& row : lesionsOf(project, theCase.id, options.track)) {
    if (std::find(ids.begin(), ids.end(), row.lesion.id) != ids.end()) {
      added.push_back(describe(row, theCase));
      lines.push_back(lineOf(row, theCase));
    }
  }
  if (options.json) {
    printJson({{"lesions", added}, {"notes", imported.notes}});
    return;
  }
  for (const std::string& note : imported.notes) {
    printNote(note);
  }
  for (const std::string& line : lines) {
    std::printf("%s\n", line.c_str());
  }
}

}  // namespace

void addImportLabels(Command program) {
  auto options = std::make_shared<ImportLabelsOptions>();
  Command command = program.command("import-labels", "Read lesions from a segmentation of another program");
  command.option("FILE", options->file, "The project").required();
  command
      .option("LABELS", options->labels,
              "DICOM SEG, NIfTI, NRRD or MetaImage labels, or our own GLB; of several layers that belong together, "
              "the first: it brings the others")
      .required();
  command.option("--case", options->caseName, "The case that they belong to, by name or id").required();
  command.option("--reader", options->reader, "Whose lesions they are").required().check(readableName());
  command.option("--track", options->track, "The reading that they belong to").check(readableName()).showDefault();
  command
      .option("--class", options->className,
              "Of all lesions (default: the guideline's class that a value is called by, what the file says, else "
              "\"lesion\")")
      .check(readableName());
  command.option("--map", options->map,
                 "VALUE=CLASS ...: what a value of the file, or a segment of that name, becomes; VALUE= leaves it out. "
                 "What it does not name is as --class says");
  command.option("--lesion", options->lesion, "What to call the lesion (several: NAME, NAME 2, ...)")
      .check(readableName());
  command.option("--as", options->as, "annotation, or candidate: proposed by a model")
      .check(oneOf({"annotation", "candidate"}))
      .showDefault();
  command.option("--model", options->model, "Which model proposed them");
  command.option("--model-version", options->modelVersion, "Which version of it");
  command.flag("--json", options->json, "Print what was added, as JSON");
  command.runs([options] { importLabels(*options); });
}

}  // namespace commands
