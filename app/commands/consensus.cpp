// sagitta consensus FILE --case C --method majority|staple|union|intersection [--tracks A,B,...] [--track T] [--reader
// R]
//                   [--json]
#include "analysis/consensus.h"

#include <algorithm>
#include <map>
#include <memory>

#include "analysis/grouping.h"
#include "commands/commands.h"
#include "commands/describe.h"
#include "commands/lookup.h"
#include "commands/readings.h"
#include "commands/terminal.h"
#include "core/error.h"
#include "core/name.h"
#include "store/project_file.h"
#include "workflow/consensus_track.h"

namespace commands {
namespace {

struct ConsensusOptions {
  std::string file;
  std::string caseName;
  std::string method = "majority";
  std::vector<std::string> tracks;
  std::string track;
  std::string reader;
  bool json = false;
};

// One finding and what the readers make of it together.
struct Agreed {
  std::string name;
  std::string className;
  bool classTied = false;                        // as many readers called it otherwise
  std::vector<const store::LesionRow*> lesions;  // by reading; null where it did not mark it
  std::optional<core::VoxelBox> fieldOfView;
  analysis::Consensus consensus;
};

// What most of them say; of equally many, the first by name.
std::string mostCommon(const std::map<std::string, int>& said) {
  return std::max_element(said.begin(), said.end(), [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

Agreed agreeOn(const analysis::Finding& finding, const std::vector<workflow::CaseReading>& readings,
               const core::Grid& grid, analysis::ConsensusMethod method) {
  static const core::Mask kNothing;
  Agreed agreed;
  std::vector<const core::Mask*> masks;
  std::map<std::string, int> names, classes;
  for (std::size_t reader = 0; reader < readings.size(); ++reader) {
    const std::optional<std::size_t>& lesion = finding.lesionOf[reader];
    agreed.lesions.push_back(lesion ? &readings[reader].lesions[*lesion] : nullptr);
    masks.push_back(lesion ? &readings[reader].masks[*lesion] : &kNothing);
    if (lesion) {
      ++names[agreed.lesions.back()->lesion.name];
      ++classes[agreed.lesions.back()->lesion.className];
    }
  }
  agreed.name = mostCommon(names);
  agreed.className = mostCommon(classes);
  agreed.classTied = std::count_if(classes.begin(), classes.end(),
                                   [&](const auto& each) { return each.second == classes[agreed.className]; }) > 1;
  if (analysis::boundsOf(masks)) {
    agreed.fieldOfView = analysis::fieldOfViewOf(masks, grid);
    agreed.consensus = analysis::consensusOf(masks, method, *agreed.fieldOfView);
  }
  return agreed;
}

Json boxOf(const core::VoxelBox& box) {
  return {{"min", {box.min.x, box.min.y, box.min.z}}, {"max", {box.max.x, box.max.y, box.max.z}}};
}

// What belongs to the method besides the votes: enough to make it again.
Json agreedJson(const Agreed& each) {
  Json json{{"lesion", each.name}};
  if (each.consensus.staple) {
    const analysis::Staple& staple = *each.consensus.staple;
    json["field_of_view"] = boxOf(*each.fieldOfView);
    json["prior"] = staple.prior;
    json["iterations"] = staple.iterations;
    json["converged"] = staple.converged;
    json["sensitivity"] = staple.sensitivity;
    json["specificity"] = staple.specificity;
  }
  return json;
}

Json findingOf(const Agreed& each, const std::vector<workflow::CaseReading>& readings, const core::Grid& grid) {
  Json members = Json::array();
  for (std::size_t reader = 0; reader < readings.size(); ++reader) {
    if (each.lesions[reader] != nullptr) {
      members.push_back({{"track", readings[reader].track},
                         {"id", each.lesions[reader]->lesion.id.hex()},
                         {"name", each.lesions[reader]->lesion.name},
                         {"class", each.lesions[reader]->lesion.className},
                         {"voxels", each.lesions[reader]->voxels}});
    }
  }
  const std::int64_t voxels = each.consensus.mask.count();
  Json json{{"name", each.name},
            {"class", each.className},
            {"class_tied", each.classTied},
            {"marked_by", members.size()},
            {"of", readings.size()},
            {"voxels", voxels},
            {"volume_ml", double(voxels) * grid.voxelVolumeMl()},
            {"tied_voxels", each.consensus.ties.count()},
            {"readings", members}};
  const Json record = agreedJson(each);
  for (const auto& [key, value] : record.items()) {
    if (key != "lesion") {
      json[key] = value;
    }
  }
  return json;
}

// Names in the new track are unique; a lesion keeps the name that most readers gave it.
void nameApart(std::vector<Agreed>& findings) {
  std::vector<std::string> taken;
  for (Agreed& each : findings) {
    each.name = core::uniqueName(each.name, taken);
    taken.push_back(each.name);
  }
}

// The edits that make `track` hold the findings, and nothing else: new lesions, and one change of masks. None where it
// holds just them and says so already.
std::vector<core::EditDraft> draftsFor(const store::ProjectFile& project, const core::Case& theCase,
                                       const std::string& track, const ConsensusOptions& options,
                                       const std::vector<Agreed>& findings, const std::string& source,
                                       const std::string& sourceBefore) {
  const auto draft = [&](core::EditBody body) {
    return core::EditDraft{.person = options.reader, .caseId = theCase.id, .track = track, .body = std::move(body)};
  };
  std::vector<core::EditDraft> drafts;
  core::MaskChanged change{.source = source};
  std::vector<store::LesionRow> there = lesionsOf(project, theCase.id, track);
  std::vector<std::string> taken;
  for (const store::LesionRow& row : there) {
    taken.push_back(row.lesion.name);
  }
  for (const Agreed& each : findings) {
    const core::Mask& mask = each.consensus.mask;
    const auto known = std::find_if(there.begin(), there.end(), [&](const store::LesionRow& row) {
      return row.lesion.name == each.name && row.lesion.className == each.className;
    });
    if (known != there.end()) {
      core::Mask gone = project.mask(known->lesion.id);
      gone -= mask;
      if (!mask.isEmpty() || !gone.isEmpty()) {
        change.changes.push_back({known->lesion.id, mask, std::move(gone)});
      }
      there.erase(known);
    } else if (!mask.isEmpty()) {
      const std::string name = core::uniqueName(each.name, taken);
      taken.push_back(name);
      change.changes.push_back({store::pendingLesion(drafts.size()), mask, {}});
      drafts.push_back(draft(core::LesionCreated{.name = name, .className = each.className}));
    }
  }
  for (const store::LesionRow& row : there) {
    if (core::Mask gone = project.mask(row.lesion.id); !gone.isEmpty()) {
      change.changes.push_back({row.lesion.id, {}, std::move(gone)});
    }
  }
  const bool same = drafts.empty() && source == sourceBefore &&
                    std::all_of(change.changes.begin(), change.changes.end(), [&](const core::MaskChange& each) {
                      return each.cleared.isEmpty() && each.set == project.mask(each.lesion);
                    });
  if (same || change.changes.empty()) {
    return {};
  }
  drafts.push_back(draft(std::move(change)));
  return drafts;
}

void makeConsensus(const ConsensusOptions& options) {
  const analysis::ConsensusMethod method = *analysis::consensusMethodNamed(options.method);
  const std::string track = options.track.empty() ? "consensus-" + options.method : options.track;
  store::ProjectFile project(options.file, store::Access::Write, store::Installation::standard());
  const core::Case theCase = findCase(project, options.caseName);

  std::string sourceBefore;
  const std::vector<store::LesionRow> there = lesionsOf(project, theCase.id, track);
  bool isOurs = std::all_of(there.begin(), there.end(), [](const auto& row) { return row.voxels == 0; });
  for (const workflow::ConsensusTrack& made : workflow::consensusTracks(project, project.log(), theCase.id)) {
    if (made.track == track && !made.touched) {
      sourceBefore = workflow::consensusSource(made.record);
      isOurs = true;
    }
  }
  if (!isOurs || std::count(options.tracks.begin(), options.tracks.end(), track) > 0) {
    throw core::Error(options.file, "track \"" + track + "\" holds work that a consensus would overwrite",
                      "Choose another track for the result with --track");
  }

  const std::vector<workflow::CaseReading> readings = readingsOf(project, theCase, options.tracks);
  std::vector<analysis::Reading> lesions(readings.size());
  Json tracks = Json::array();
  for (std::size_t reader = 0; reader < readings.size(); ++reader) {
    tracks.push_back(readings[reader].track);
    for (const core::Mask& mask : readings[reader].masks) {
      lesions[reader].push_back(&mask);
    }
  }
  std::vector<Agreed> findings;
  for (const analysis::Finding& finding : analysis::findingsOf(lesions)) {
    findings.push_back(agreeOn(finding, readings, theCase.grid, method));
  }
  nameApart(findings);

  Json record{{"method", options.method}, {"tracks", tracks}};
  if (method == analysis::ConsensusMethod::Staple) {
    record["tolerance"] = analysis::StapleSettings().tolerance;
    record["max_iterations"] = analysis::StapleSettings().maxIterations;
    record["field_margin_mm"] = analysis::kFieldMarginMm;
    for (const Agreed& each : findings) {
      record["lesions"].push_back(agreedJson(each));
    }
  }
  const std::vector<core::EditDraft> drafts =
      draftsFor(project, theCase, track, options, findings, workflow::consensusSource(record), sourceBefore);
  std::optional<core::EditId> edit;
  if (!drafts.empty()) {
    edit = project.append(drafts).back();
  }

  std::map<std::string, core::Mask> ofClass;
  Json described = Json::array();
  std::int64_t tied = 0;
  for (const Agreed& each : findings) {
    ofClass[each.className] |= each.consensus.mask;
    tied += each.consensus.ties.count();
    described.push_back(findingOf(each, readings, theCase.grid));
  }
  if (options.json) {
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
               {"tracks", tracks},
               {"edit", edit ? Json(edit->hex()) : Json()},
               {"tied_voxels", tied},
               {"findings", described},
               {"classes", classes},
               {"lesions", added}});
    return;
  }
  for (const store::LesionRow& row : lesionsOf(project, theCase.id, track)) {
    std::printf("%s\n", lineOf(row, theCase).c_str());
  }
  for (const Agreed& each : findings) {
    const std::string about = "\"" + each.name + "\": ";
    if (!each.consensus.ties.isEmpty()) {
      printNote(about + std::to_string(each.consensus.ties.count()) +
                " voxels have as many readers for as against; someone has to decide on them");
    }
    if (each.classTied) {
      printNote(about + "readers disagree on its class, \"" + each.className + "\" is one of several");
    }
    if (each.consensus.mask.isEmpty()) {
      printNote(about + "too few readers marked it, so it is not in the consensus");
    }
  }
  if (!edit) {
    printNote("track \"" + track + "\" holds this consensus already");
  }
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
  command.flag("--json", options->json, "Print the consensus, and how it came about, as JSON");
  command.runs([options] { makeConsensus(*options); });
}

}  // namespace commands
