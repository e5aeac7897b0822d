// sagitta export FILE --format F --out DIR [--case C] [--track T | --consensus] [--accepted] [--images] [--reader R]
//                [--json]
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>

#include "commands/commands.h"
#include "commands/describe.h"
#include "commands/lookup.h"
#include "commands/terminal.h"
#include "commands/workflow_record.h"
#include "core/error.h"
#include "core/text.h"
#include "exchange/export.h"
#include "exchange/nnunet.h"
#include "intake/load.h"
#include "release/track_export.h"
#include "store/consultation.h"
#include "store/project_file.h"
#include "workflow/consensus_track.h"

namespace commands {
namespace {

struct ExportOptions {
  std::string file;
  std::string format;
  std::string out;
  std::string caseName;
  std::string track;
  std::string reader;
  bool consensus = false;
  bool accepted = false;
  bool images = false;
  bool json = false;
};

void requireTrack(const std::string& file, const std::string& track, const std::vector<core::Case>& cases,
                  const std::vector<store::LesionRow>& rows) {
  std::set<std::string> there;
  for (const store::LesionRow& row : rows) {
    for (const core::Case& each : cases) {
      if (row.lesion.caseId == each.id) {
        there.insert(row.lesion.track);
      }
    }
  }
  if (!there.contains(track)) {
    throw core::Error(file, "it has no track \"" + track + "\"",
                      there.empty() ? "Nothing is marked yet" : "Its tracks: " + core::joined(there));
  }
}

// The tracks of a case that go out.
std::set<std::string> tracksToExport(const core::CaseId& caseId, const std::vector<store::LesionRow>& rows,
                                     const ExportOptions& options, const std::set<release::TrackKey>& consensus) {
  std::set<std::string> tracks;
  for (const store::LesionRow& row : rows) {
    if (row.lesion.caseId == caseId && (options.track.empty() || row.lesion.track == options.track)) {
      tracks.insert(row.lesion.track);
    }
  }
  if (options.consensus) {
    std::erase_if(tracks, [&](const std::string& track) { return !consensus.contains({caseId, track}); });
  }
  return tracks;
}

std::set<release::TrackKey> requireConsensus(const store::ProjectFile& project, const std::vector<core::Case>& cases) {
  std::set<release::TrackKey> made;
  const std::vector<store::LogEntry> log = project.log();
  for (const core::Case& each : cases) {
    for (const workflow::ConsensusTrack& track : workflow::consensusTracks(project, log, each.id)) {
      made.insert({each.id, track.track});
    }
  }
  if (made.empty()) {
    throw core::Error(project.path().string(), "no consensus has been made there",
                      "Make one first: sagitta consensus FILE --case C --method majority");
  }
  return made;
}

// What reviewers have accepted, as it is now: of a model's candidates as corrected, and without those rejected.
void keepAccepted(const store::ProjectFile& project, std::vector<store::LesionRow>& rows) {
  const workflow::Record record = recordOf(project);
  std::set<core::LesionId> accepted;
  for (const workflow::QueueItem& item : workflow::reviewQueue(record)) {
    if (item.state == workflow::LesionState::Accepted) {
      accepted.insert(record.lesions[item.lesion].lesion.id);
    }
  }
  std::erase_if(rows, [&](const store::LesionRow& row) { return !accepted.contains(row.lesion.id); });
  if (rows.empty()) {
    throw core::Error(project.path().string(), "no lesion is accepted there",
                      "Decide on them first: sagitta review FILE");
  }
}

Json asJson(const exchange::ExportedFile& file) {
  Json json{{"path", file.path.string()}, {"kind", file.kind}, {"case", file.caseName}, {"track", file.track}};
  if (file.kind != "image") {
    json["lesions"] = Json::object();
    for (const auto& [value, lesion] : file.lesions) {
      json["lesions"][std::to_string(value)] = {{"id", lesion.id}, {"name", lesion.name}, {"class", lesion.className}};
    }
  }
  return json;
}

// One map of classes a case, so of one reading: the one that is asked for, or the one that there is.
std::vector<exchange::ExportedFile> exportForTraining(const store::ProjectFile& project, const ExportOptions& options,
                                                      const std::vector<core::Case>& cases,
                                                      const std::vector<store::LesionRow>& rows,
                                                      const std::set<release::TrackKey>& consensus,
                                                      const store::Consultation& look) {
  std::vector<exchange::TrainingCase> training;
  std::vector<release::LesionsToExport> held;
  held.reserve(cases.size());
  for (const core::Case& each : cases) {
    const std::set<std::string> tracks = tracksToExport(each.id, rows, options, consensus);
    if (tracks.size() > 1) {
      throw core::Error(options.file,
                        "case \"" + each.name + "\" has several readings (" + core::joined(tracks) +
                            "), and a training set takes one of each case",
                        "Choose with --track T, or bring them together and use --consensus");
    }
    std::vector<store::LesionRow> marked;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(marked), [&](const store::LesionRow& row) {
      return row.lesion.caseId == each.id && tracks.contains(row.lesion.track);
    });
    held.emplace_back(project, marked);
    training.push_back({.image = each, .lesions = held.back().all()});
  }
  look.writeDown();
  return exchange::exportTrainingSet(
      training, [&](const core::Case& image) { return intake::loadVolume(project, image); }, options.out);
}

void exportProject(const ExportOptions& options) {
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const std::vector<core::Case> cases =
      options.caseName.empty() ? project.cases() : std::vector{findCase(project, options.caseName)};
  std::vector<store::LesionRow> rows = project.lesions();
  if (options.accepted) {
    keepAccepted(project, rows);
  }
  const std::map<release::TrackKey, release::Authorship> authors = release::authorship(project);

  TerminalProgress progress;
  std::vector<exchange::ExportedFile> files;
  if (!options.track.empty()) {
    requireTrack(options.file, options.track, cases, rows);
  }
  const std::set<release::TrackKey> consensus =
      options.consensus ? requireConsensus(project, cases) : std::set<release::TrackKey>();
  const std::optional<exchange::Format> format = exchange::formatNamed(options.format);
  const store::Consultation look(project, cases, options.track, options.reader, "export");
  if (format) {
    look.writeDown();
  } else {
    files = exportForTraining(project, options, cases, rows, consensus, look);
  }
  std::int64_t done = 0;
  for (const core::Case& each : format ? cases : std::vector<core::Case>()) {
    const std::set<std::string> tracks = tracksToExport(each.id, rows, options, consensus);
    for (const std::string& track : tracks) {
      std::vector<store::LesionRow> marked;
      std::copy_if(rows.begin(), rows.end(), std::back_inserter(marked), [&](const store::LesionRow& row) {
        return row.lesion.caseId == each.id && row.lesion.track == track;
      });
      const release::LesionsToExport lesions(project, marked);
      const exchange::TrackToExport leaving =
          release::trackToExport(each, project.sourceOf(each.id).value_or(core::SourceAttributes{}), track, lesions,
                                 authors.at({each.id, track}));
      for (exchange::ExportedFile& file : exchange::exportLabels(leaving, *format, options.out)) {
        files.push_back(std::move(file));
      }
    }
    if (options.images) {
      files.push_back(exchange::exportImage(each, intake::loadVolume(project, each), *format, options.out));
    }
    core::report(progress.sink(), "Exporting", ++done, std::int64_t(cases.size()));
  }
  if (options.json) {
    Json list = Json::array();
    for (const exchange::ExportedFile& file : files) {
      list.push_back(asJson(file));
    }
    printJson({{"files", list}});
    return;
  }
  for (const exchange::ExportedFile& file : files) {
    std::printf("%s  (%s)\n", file.path.c_str(), file.kind.c_str());
  }
  if (files.empty()) {
    printNote("nothing is marked yet, so nothing was written (--images writes the volumes)");
  }
}

}  // namespace

void addExport(Command program) {
  auto options = std::make_shared<ExportOptions>();
  Command command = program.command("export", "Hand lesions to other programs");
  command.option("FILE", options->file, "The project").required();
  command.option("--format", options->format, "nifti, nrrd, dicom-seg, glb, or nnunet: a training set with its images")
      .required()
      .check(oneOf({"nifti", "nrrd", "dicom-seg", "glb", "nnunet"}));
  command.option("--out", options->out, "The folder to write into").required();
  command.option("--case", options->caseName, "Only this case, by name or id");
  Option track = command.option("--track", options->track, "Only this reading (default: every one, a file each)");
  command.flag("--consensus", options->consensus, "Only what `sagitta consensus` made").excludes(track);
  command
      .option("--reader", options->reader, "Who takes it: needed for cases of the test set, where it is written down")
      .check(readableName());
  command.flag("--accepted", options->accepted,
               "Only what reviewers have accepted, as it is now: what a model is trained with anew");
  command.flag("--images", options->images, "Write the volumes as well");
  command.flag("--json", options->json, "List what was written, as JSON");
  command.runs([options] { exportProject(*options); });
}

}  // namespace commands
