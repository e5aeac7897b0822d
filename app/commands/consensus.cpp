// sagitta consensus FILE --case C --method majority|staple|union|intersection [--tracks A,B,...] [--track T] [--reader
// R]
//                   [--json]
#include <algorithm>
#include <map>
#include <memory>

#include "commands/commands.h"
#include "commands/describe.h"
#include "commands/lookup.h"
#include "commands/readings.h"
#include "commands/terminal.h"
#include "commands/workflow_record.h"
#include "core/text.h"
#include "store/project_file.h"
#include "workflow/consensus_making.h"
#include "workflow/late_changes.h"

namespace commands {
namespace {

struct ConsensusOptions {
  std::string file;
  std::string caseName;
  std::string method = "majority";
  std::vector<std::string> tracks;
  std::string track;
  std::string reader;
  bool again = false;
  bool json = false;
};

// A finding of it, and how it came about.
Json findingOf(const workflow::Agreed& each, const std::vector<workflow::CaseReading>& readings,
               const core::Grid& grid) {
  Json members = Json::array();
  for (std::size_t reader = 0; reader < readings.size(); ++reader) {
    if (each.lesionOf[reader]) {
      const store::LesionRow& row = readings[reader].lesions[*each.lesionOf[reader]];
      members.push_back({{"track", readings[reader].track},
                         {"id", row.lesion.id.hex()},
                         {"name", row.lesion.name},
                         {"class", row.lesion.className},
                         {"voxels", row.voxels}});
    }
  }
  const std::int64_t voxels = each.consensus.mask.count();
  Json json{{"name", each.name},
            {"class", each.className},
            {"class_tied", !each.tiedClasses.empty()},
            {"marked_by", members.size()},
            {"of", readings.size()},
            {"voxels", voxels},
            {"volume_ml", double(voxels) * grid.voxelVolumeMl()},
            {"tied_voxels", each.consensus.ties.count()},
            {"readings", members}};
  const Json method = workflow::methodJson(each);
  for (const auto& [key, value] : method.items()) {
    json[key] = value;
  }
  return json;
}

void print(const store::ProjectFile& project, const core::Case& theCase, const std::string& track,
           const workflow::CaseConsensus& consensus) {
  for (const store::LesionRow& row : lesionsOf(project, theCase.id, track)) {
    std::printf("%s\n", lineOf(row, theCase).c_str());
  }
  for (const workflow::Agreed& each : consensus.findings) {
    const std::string about = "\"" + each.name + "\": ";
    if (!each.consensus.ties.isEmpty()) {
      printNote(about + std::to_string(each.consensus.ties.count()) +
                " voxels have as many readers for as against; someone has to decide on them");
    }
    if (!each.tiedClasses.empty()) {
      printNote(about + "as many readers call it " + core::joined(each.tiedClasses, " as ") + "; \"" + each.className +
                "\" is put down until someone settles it");
    }
    if (each.consensus.mask.isEmpty()) {
      printNote(about + "too few readers marked it, so it is not in the consensus");
    }
  }
}

workflow::ConsensusTrack earlierIn(const store::ProjectFile& project, const core::Case& theCase,
                                   const std::string& track) {
  for (workflow::ConsensusTrack& each : workflow::consensusTracks(project, project.log(), theCase.id)) {
    if (each.track == track) {
      return std::move(each);
    }
  }
  throw core::Error(project.path().string(), "track \"" + track + "\" holds no consensus that could be made again",
                    "Leave out --again");
}

void makeConsensus(const ConsensusOptions& options) {
  const analysis::ConsensusMethod method = *analysis::consensusMethodNamed(options.method);
  const std::string track = options.track.empty() ? workflow::consensusTrackOf(method) : options.track;
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  const core::Case theCase = findCase(project, options.caseName);
  const std::vector<workflow::CaseReading> readings = readingsOf(project, theCase, options.tracks);
  workflow::CaseConsensus consensus = workflow::consensusOf(readings, theCase.grid, method);
  const std::vector<core::EditDraft> drafts =
      options.again
          ? workflow::consensusAgain(project, theCase.id, earlierIn(project, theCase, track), options.reader, consensus)
          : workflow::consensusDrafts(project, theCase.id, track, options.reader, consensus,
                                      workflow::consensusBefore(project, theCase.id, track, options.tracks));
  for (const workflow::LateChange& late : recordOf(project).lateIn(theCase.id)) {
    if (std::find(consensus.tracks.begin(), consensus.tracks.end(), late.track) != consensus.tracks.end()) {
      printNote("reading \"" + late.track + "\" " + workflow::inWords(late) + "; it counts as it is now");
    }
  }
  std::optional<core::EditId> edit;
  if (!drafts.empty()) {
    edit = project.append(drafts).back();
  }
  if (!options.json) {
    print(project, theCase, track, consensus);
    if (!edit) {
      printNote("track \"" + track + "\" holds this consensus already");
    }
    return;
  }
  std::map<std::string, core::Mask> ofClass;
  Json described = Json::array();
  for (const workflow::Agreed& each : consensus.findings) {
    ofClass[each.className] |= each.consensus.mask;
    described.push_back(findingOf(each, readings, theCase.grid));
  }
  Json classes = Json::array();
  for (const auto& [name, mask] : ofClass) {
    const std::int64_t voxels = mask.count();
    classes.push_back(
        {{"class", name}, {"voxels", voxels}, {"volume_ml", double(voxels) * theCase.grid.voxelVolumeMl()}});
  }
  Json added = Json::array();
  for (const store::LesionRow& row : lesionsOf(project, theCase.id, track)) {
    added.push_back(describe(row, theCase));
  }
  printJson({{"case", theCase.name},
             {"track", track},
             {"method", options.method},
             {"tracks", consensus.tracks},
             {"edit", edit ? Json(edit->hex()) : Json()},
             {"tied_voxels", consensus.tiedVoxels()},
             {"findings", described},
             {"classes", classes},
             {"lesions", added}});
}

}  // namespace

void addConsensus(Command program) {
  auto options = std::make_shared<ConsensusOptions>();
  Command command = program.command("consensus", "Combine several readings into a track of its own");
  command.option("FILE", options->file, "The project").required();
  command.option("--case", options->caseName, "The case, by name or id").required();
  command
      .option("--method", options->method,
              "majority: what more than half marked (ties are left to an adjudicator); union; intersection; staple: "
              "weighted by how well each reader seems to see")
      .required()
      .check(oneOf({"majority", "staple", "union", "intersection"}));
  addTracksOption(command, options->tracks);
  command.option("--track", options->track, "The track to write (default: consensus-METHOD)").check(readableName());
  command.option("--reader", options->reader, "Who asks for it, and may undo it").check(readableName());
  command.flag("--again", options->again,
               "In the place of the one that the track holds; what was settled, called or painted by hand since stays");
  command.flag("--json", options->json, "Print the consensus, and how it came about, as JSON");
  command.runs([options] { makeConsensus(*options); });
}

}  // namespace commands
