#include "workflow/consensus_state.h"

#include <algorithm>
#include <set>

#include "workflow/consensus_making.h"

namespace workflow {
namespace {

// A lesion's creation alone marks nothing.
bool changesLesions(core::EditKind kind) {
  return kind == core::EditKind::MaskChanged || kind == core::EditKind::LesionChanged ||
         kind == core::EditKind::ContestSettled;
}

std::vector<TiedLesion> tiesOf(const store::ProjectFile& project, const core::Case& theCase,
                               const ConsensusTrack& made) {
  const auto method = analysis::consensusMethodNamed(made.record.value("method", ""));
  const auto tracks = made.record.value("tracks", std::vector<std::string>());
  if (!method || tracks.size() < 2 || tracks.size() > analysis::kMaxReaders) {
    return {};
  }
  const bool votes = *method == analysis::ConsensusMethod::Majority || *method == analysis::ConsensusMethod::Staple;
  const std::vector<CaseReading> readings = readTracks(project, theCase, tracks);
  const CaseConsensus again = consensusOf(readings, theCase.grid, *method);
  std::map<std::string, core::LesionId> there;
  for (const store::LesionRow& row : project.lesions()) {
    if (row.lesion.caseId == theCase.id && row.lesion.track == made.track) {
      there.emplace(row.lesion.name, row.lesion.id);
    }
  }
  std::vector<TiedLesion> ties;
  for (const Agreed& each : again.findings) {
    core::Mask open = votes ? each.consensus.ties : core::Mask();
    open -= made.spoken;
    const auto found = there.find(each.name);
    const bool classTied = !each.tiedClasses.empty() && found != there.end() && !made.classed.contains(found->second);
    if (!open.isEmpty() || classTied) {
      TiedLesion tied{each.name,       each.className,  found == there.end() ? core::LesionId() : found->second,
                      std::move(open), each.markedBy(), tracks.size()};
      for (const std::string& name : classTied ? each.tiedClasses : std::vector<std::string>()) {
        std::vector<std::string>& by = tied.classes.emplace_back(name, std::vector<std::string>()).second;
        for (std::size_t reader = 0; reader < readings.size(); ++reader) {
          const auto lesion = each.lesionOf[reader];
          if (lesion && readings[reader].lesions[*lesion].lesion.className == name) {
            by.push_back(readings[reader].track);
          }
        }
      }
      for (std::size_t reader = 0; reader < readings.size(); ++reader) {
        core::Mask marked = each.lesionOf[reader] ? readings[reader].masks[*each.lesionOf[reader]] : core::Mask();
        marked &= tied.open;
        tied.readings.emplace_back(readings[reader].track, std::move(marked));
      }
      ties.push_back(std::move(tied));
    }
  }
  return ties;
}

}  // namespace

std::vector<std::string> changedSince(std::span<const store::LogEntry> log, const core::CaseId& caseId,
                                      const ConsensusTrack& made, std::span<const std::string> readings) {
  const auto tracks = made.record.value("tracks", std::vector<std::string>());
  std::set<std::string> changed, handedIn;  // since
  std::set<std::string> begun;              // before
  std::map<core::EditId, const store::LogEntry*> byId;
  for (const store::LogEntry& entry : log) {
    byId.emplace(entry.id, &entry);
  }
  for (const store::LogEntry& entry : log) {
    const bool knew = core::knewOf(made.made, core::EditPlace::of(entry.header));
    if (const auto target = entry.target ? byId.find(*entry.target) : byId.end(); target != byId.end()) {
      // Undoing counts where it changed what was there: what came and went since did not.
      const store::LogEntry& of = *target->second;
      const bool undoes = entry.header.kind == core::EditKind::Undone;
      if (!knew && of.undone == undoes && of.header.caseId == caseId &&
          core::knewOf(made.made, core::EditPlace::of(of.header))) {
        changed.insert(of.header.track);
      }
    } else if (entry.header.caseId == caseId && changesLesions(entry.header.kind)) {
      if (knew) {
        begun.insert(entry.header.track);
      } else if (!entry.undone) {
        changed.insert(entry.header.track);
      }
    } else if (entry.header.caseId == caseId && entry.header.kind == core::EditKind::ReadingSubmitted && !knew) {
      handedIn.insert(entry.header.track);
    }
  }
  std::set<std::string> found;
  for (const std::string& track : tracks) {
    if (changed.contains(track)) {
      found.insert(track);
    }
  }
  for (const std::string& track : readings) {  // one that could have been used, and was not, was left out on purpose
    const bool used = std::find(tracks.begin(), tracks.end(), track) != tracks.end();
    if (!used && (handedIn.contains(track) || (changed.contains(track) && !begun.contains(track)))) {
      found.insert(track);
    }
  }
  return {found.begin(), found.end()};
}

std::vector<ConsensusState> consensusStates(const store::ProjectFile& project, std::span<const store::LogEntry> log,
                                            const core::Case& theCase, std::span<const CaseTrack> tracks) {
  std::vector<std::string> readings;
  for (const CaseTrack& each : tracks) {
    if (each.kind == TrackKind::Reading) {
      readings.push_back(each.track);
    }
  }
  std::vector<ConsensusState> states;
  for (ConsensusTrack& made : consensusTracks(project, log, theCase.id)) {
    ConsensusState state{.made = std::move(made), .changed = {}, .ties = {}};
    state.changed = changedSince(log, theCase.id, state.made, readings);
    if (state.isCurrent()) {
      state.ties = tiesOf(project, theCase, state.made);
    }
    states.push_back(std::move(state));
  }
  if (states.size() > 1) {  // one that was emptied in favour of another no longer waits for anything
    std::set<std::string> holding;
    for (const store::LesionRow& row : project.lesions()) {
      if (row.lesion.caseId == theCase.id && row.voxels > 0) {
        holding.insert(row.lesion.track);
      }
    }
    std::erase_if(states,
                  [&](const ConsensusState& each) { return !each.isCurrent() && !holding.contains(each.made.track); });
  }
  return states;
}

std::map<core::CaseId, std::vector<store::LogEntry>> logByCase(const store::ProjectFile& project) {
  std::map<core::CaseId, std::vector<store::LogEntry>> logs;
  for (store::LogEntry& entry : project.log()) {
    logs[entry.header.caseId].push_back(std::move(entry));
  }
  return logs;
}

}  // namespace workflow
