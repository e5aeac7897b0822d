#include "workflow/consensus_making.h"

#include <algorithm>
#include <map>

#include "analysis/grouping.h"
#include "core/error.h"
#include "core/name.h"
#include "workflow/consensus_state.h"

namespace workflow {
namespace {

using OrderedJson = nlohmann::ordered_json;

std::vector<store::LesionRow> rowsIn(const store::ProjectFile& project, const core::CaseId& caseId,
                                     const std::string& track) {
  std::vector<store::LesionRow> rows = project.lesions();
  std::erase_if(rows,
                [&](const store::LesionRow& row) { return row.lesion.caseId != caseId || row.lesion.track != track; });
  return rows;
}

// What most of them say; of equally many, the first by name.
std::string mostCommon(const std::map<std::string, int>& said) {
  return std::max_element(said.begin(), said.end(), [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

Agreed agreeOn(const analysis::Finding& finding, std::span<const CaseReading> readings, const core::Grid& grid,
               analysis::ConsensusMethod method) {
  static const core::Mask kNothing;
  Agreed agreed{.lesionOf = finding.lesionOf};
  std::vector<const core::Mask*> masks;
  std::map<std::string, int> names, classes;
  for (std::size_t reader = 0; reader < readings.size(); ++reader) {
    const std::optional<std::size_t>& lesion = finding.lesionOf[reader];
    masks.push_back(lesion ? &readings[reader].masks[*lesion] : &kNothing);
    if (lesion) {
      ++names[readings[reader].lesions[*lesion].lesion.name];
      ++classes[readings[reader].lesions[*lesion].lesion.className];
    }
  }
  agreed.name = mostCommon(names);
  agreed.className = mostCommon(classes);
  for (const auto& [name, readers] : classes) {
    if (readers == classes[agreed.className]) {
      agreed.tiedClasses.push_back(name);
    }
  }
  if (agreed.tiedClasses.size() == 1) {
    agreed.tiedClasses.clear();
  }
  if (analysis::boundsOf(masks)) {
    agreed.fieldOfView = analysis::fieldOfViewOf(masks, grid);
    agreed.consensus = analysis::consensusOf(masks, method, *agreed.fieldOfView);
  }
  return agreed;
}

OrderedJson boxJson(const core::VoxelBox& box) {
  return {{"min", {box.min.x, box.min.y, box.min.z}}, {"max", {box.max.x, box.max.y, box.max.z}}};
}

// What a track says of the consensus that it holds; nothing where its readings have changed since: made of what they
// are now it may come out the same, but that has to be said.
std::string saidOf(const ConsensusTrack& made, std::span<const store::LogEntry> log, const core::CaseId& caseId,
                   std::span<const std::string> readings) {
  return changedSince(log, caseId, made, readings).empty() ? consensusSource(made.record) : "";
}

}  // namespace

std::size_t Agreed::markedBy() const {
  return std::size_t(
      std::count_if(lesionOf.begin(), lesionOf.end(), [](const auto& each) { return each.has_value(); }));
}

std::int64_t CaseConsensus::tiedVoxels() const {
  std::int64_t tied = 0;
  for (const Agreed& each : findings) {
    tied += each.consensus.ties.count();
  }
  return tied;
}

CaseConsensus consensusOf(std::span<const CaseReading> readings, const core::Grid& grid,
                          analysis::ConsensusMethod method) {
  CaseConsensus made{.method = method};
  std::vector<analysis::Reading> lesions(readings.size());
  for (std::size_t reader = 0; reader < readings.size(); ++reader) {
    made.tracks.push_back(readings[reader].track);
    for (const core::Mask& mask : readings[reader].masks) {
      lesions[reader].push_back(&mask);
    }
  }
  std::vector<std::string> taken;
  for (const analysis::Finding& finding : analysis::findingsOf(lesions)) {
    Agreed& each = made.findings.emplace_back(agreeOn(finding, readings, grid, method));
    each.name = core::uniqueName(each.name, taken);
    taken.push_back(each.name);
  }
  return made;
}

OrderedJson methodJson(const Agreed& agreed) {
  OrderedJson json = OrderedJson::object();
  if (agreed.consensus.staple) {
    const analysis::Staple& staple = *agreed.consensus.staple;
    json["field_of_view"] = boxJson(*agreed.fieldOfView);
    json["prior"] = staple.prior;
    json["iterations"] = staple.iterations;
    json["converged"] = staple.converged;
    json["sensitivity"] = staple.sensitivity;
    json["specificity"] = staple.specificity;
  }
  return json;
}

std::string sourceOf(const CaseConsensus& consensus) {
  OrderedJson record{{"method", analysis::name(consensus.method)}, {"tracks", consensus.tracks}};
  if (consensus.method == analysis::ConsensusMethod::Staple) {
    record["tolerance"] = analysis::StapleSettings().tolerance;
    record["max_iterations"] = analysis::StapleSettings().maxIterations;
    record["field_margin_mm"] = analysis::kFieldMarginMm;
    for (const Agreed& each : consensus.findings) {
      OrderedJson lesion = methodJson(each);
      lesion["lesion"] = each.name;
      record["lesions"].push_back(std::move(lesion));
    }
  }
  return consensusSource(record);
}

std::string consensusTrackOf(analysis::ConsensusMethod method) {
  return "consensus-" + std::string(analysis::name(method));
}

std::string consensusBefore(const store::ProjectFile& project, const core::CaseId& caseId, const std::string& track,
                            std::span<const std::string> readings) {
  std::string before;
  const std::vector<store::LesionRow> there = rowsIn(project, caseId, track);
  bool isOurs = std::all_of(there.begin(), there.end(), [](const auto& row) { return row.voxels == 0; });
  const std::vector<store::LogEntry> log = project.log();
  for (const ConsensusTrack& made : consensusTracks(project, log, caseId)) {
    if (made.track == track && !made.touched) {
      before = saidOf(made, log, caseId, readings);
      isOurs = true;
    }
  }
  if (!isOurs || std::count(readings.begin(), readings.end(), track) > 0) {
    throw core::Error(
        project.path().string(), "track \"" + track + "\" holds work that a consensus would overwrite",
        "Choose another track for the result with --track, or make it again and keep what was said since with --again");
  }
  return before;
}

std::vector<core::EditDraft> consensusDrafts(const store::ProjectFile& project, const core::CaseId& caseId,
                                             const std::string& track, const std::string& person,
                                             const CaseConsensus& consensus, const std::string& before,
                                             const std::set<core::LesionId>& keep) {
  const std::string source = sourceOf(consensus);
  const auto draft = [&](core::EditBody body) {
    return core::EditDraft{.person = person, .caseId = caseId, .track = track, .body = std::move(body)};
  };
  std::vector<core::EditDraft> drafts;
  core::MaskChanged change{.source = source};
  std::vector<store::LesionRow> there = rowsIn(project, caseId, track);
  std::vector<std::string> taken;
  for (const store::LesionRow& row : there) {
    taken.push_back(row.lesion.name);
  }
  for (const Agreed& each : consensus.findings) {
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
    if (keep.contains(row.lesion.id)) {
      continue;
    }
    if (core::Mask gone = project.mask(row.lesion.id); !gone.isEmpty()) {
      change.changes.push_back({row.lesion.id, {}, std::move(gone)});
    }
  }
  const bool same = drafts.empty() && source == before &&
                    std::all_of(change.changes.begin(), change.changes.end(), [&](const core::MaskChange& each) {
                      return each.cleared.isEmpty() && each.set == project.mask(each.lesion);
                    });
  if (same) {
    return {};
  }
  drafts.push_back(draft(std::move(change)));  // also where it holds nothing: it is made, and what is tied waits
  return drafts;
}

std::vector<core::EditDraft> consensusAgain(const store::ProjectFile& project, const core::CaseId& caseId,
                                            const ConsensusTrack& earlier, const std::string& person,
                                            CaseConsensus& consensus) {
  const auto draft = [&](core::EditBody body) {
    return core::EditDraft{.person = person, .caseId = caseId, .track = earlier.track, .body = std::move(body)};
  };
  // Said once more after the consensus, so that it counts as said of this one.
  core::MaskChanged again{.source = "consensus: as settled before"};
  std::vector<core::EditDraft> classes;
  std::set<core::LesionId> byHand;
  for (const store::LesionRow& row : rowsIn(project, caseId, earlier.track)) {
    core::Mask in = project.mask(row.lesion.id);
    const auto found = std::find_if(consensus.findings.begin(), consensus.findings.end(),
                                    [&](const Agreed& each) { return each.name == row.lesion.name; });
    if (found == consensus.findings.end()) {
      in -= earlier.spoken;
      if (in.isEmpty()) {
        byHand.insert(row.lesion.id);
      }
      continue;
    }
    in &= earlier.spoken;
    analysis::Consensus& of = found->consensus;
    core::Mask out = of.mask;
    out |= of.ties;
    out &= earlier.spoken;
    out -= in;
    of.mask -= out;
    of.mask |= in;
    of.ties -= earlier.spoken;
    if (earlier.classed.contains(row.lesion.id)) {
      found->className = row.lesion.className;
      found->tiedClasses.clear();
      classes.push_back(draft(core::LesionChanged{.lesion = row.lesion.id, .className = row.lesion.className}));
    }
    if (found->className == row.lesion.className && (!in.isEmpty() || !out.isEmpty())) {
      again.changes.push_back({row.lesion.id, std::move(in), std::move(out)});
    }
  }
  std::vector<core::EditDraft> drafts =
      consensusDrafts(project, caseId, earlier.track, person, consensus,
                      saidOf(earlier, project.log(), caseId, consensus.tracks), byHand);
  if (!drafts.empty()) {
    if (!again.changes.empty()) {
      drafts.push_back(draft(std::move(again)));
    }
    drafts.insert(drafts.end(), classes.begin(), classes.end());
  }
  return drafts;
}

}  // namespace workflow
