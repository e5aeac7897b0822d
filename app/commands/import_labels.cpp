// sagitta import-labels FILE LABELS --case C --reader R [--track T] [--class NAME] [--lesion NAME]
//                       [--as annotation|candidate] [--model NAME --model-version V] [--json]
#include <algorithm>
#include <filesystem>
#include <memory>

#include "commands/commands.h"
#include "commands/describe.h"
#include "commands/lookup.h"
#include "commands/terminal.h"
#include "core/error.h"
#include "core/name.h"
#include "exchange/import_labels.h"
#include "session/case_session.h"
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
  std::string lesion;
  std::string as = "annotation";
  std::string model;
  std::string modelVersion;
  bool json = false;
};

std::string readable(const std::string& name, const std::string& otherwise) {
  const std::string clean = core::cleanName(name);
  return clean.empty() ? otherwise : clean;
}

void importLabels(const ImportLabelsOptions& options) {
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  const core::Case theCase = findCase(project, options.caseName);
  const core::SourceAttributes source = project.sourceOf(theCase.id).value_or(core::SourceAttributes{});
  exchange::ImportedLabels labels = exchange::importLabels(
      options.labels,
      {.caseName = theCase.name, .grid = theCase.grid, .frameOfReferenceUid = source.frameOfReferenceUid});
  if (labels.segments.empty()) {
    throw core::Error(options.labels, "it marks nothing", "Check that it is the file you meant");
  }
  std::vector<std::string> taken;
  for (const store::LesionRow& row : lesionsOf(project, theCase.id, options.track)) {
    taken.push_back(row.lesion.name);
  }
  if (taken.size() + labels.segments.size() > session::kMaxLesions) {
    throw core::Error(options.labels, "track \"" + options.track + "\" would have more than 65,535 lesions",
                      "Import into another track");
  }

  // All of the file is one step: its lesions, and one edit with all of their voxels.
  std::vector<core::EditDraft> drafts;
  core::MaskChanged change{.source = std::filesystem::path(options.labels).filename().string()};
  for (imaging::LabelSegment& segment : labels.segments) {
    segment.name = readable(segment.name, "segment " + std::to_string(segment.value));
    segment.className = core::cleanName(segment.className);
    const std::string name = core::uniqueName(options.lesion.empty() ? segment.name : options.lesion, taken);
    if (options.lesion.empty() && name != segment.name) {
      labels.notes.push_back("\"" + segment.name + "\" is the name of another lesion here; the new one is \"" + name +
                             "\"");
    }
    taken.push_back(name);
    core::LesionCreated created{.name = name,
                                .className = !options.className.empty()  ? options.className
                                             : segment.className.empty() ? kDefaultClass
                                                                         : segment.className,
                                .model = options.model,
                                .modelVersion = options.modelVersion,
                                .ownStep = segment.mask.isEmpty()};
    if (options.as == "candidate") {
      created.provenance = core::Provenance::Candidate;
    }
    if (!segment.mask.isEmpty()) {
      change.changes.push_back({store::pendingLesion(drafts.size()), std::move(segment.mask), {}});
    }
    drafts.push_back(
        {.person = options.reader, .caseId = theCase.id, .track = options.track, .body = std::move(created)});
  }
  const std::size_t lesions = drafts.size();
  if (!change.changes.empty()) {
    drafts.push_back(
        {.person = options.reader, .caseId = theCase.id, .track = options.track, .body = std::move(change)});
  }
  std::vector<core::EditId> ids = project.append(drafts);
  ids.resize(lesions);

  Json added = Json::array();
  std::vector<std::string> lines;
  for (const store::LesionRow& row : lesionsOf(project, theCase.id, options.track)) {
    if (std::find(ids.begin(), ids.end(), row.lesion.id) != ids.end()) {
      added.push_back(describe(row, theCase));
      lines.push_back(lineOf(row, theCase));
    }
  }
  if (options.json) {
    printJson({{"lesions", added}, {"notes", labels.notes}});
    return;
  }
  for (const std::string& note : labels.notes) {
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
  command.option("--class", options->className, "Of all lesions (default: what the file says, else \"lesion\")")
      .check(readableName());
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
