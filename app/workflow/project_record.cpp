#include "workflow/project_record.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "analysis/overlap.h"
#include "workflow/consensus_state.h"
#include "workflow/consensus_track.h"
#include "workflow/late_changes.h"
#include "workflow/missed_findings.h"

namespace workflow {
namespace {

using Logs = std::map<core::CaseId, std::vector<store::LogEntry>>;

// The readings that went into a consensus, by track.
using Sources = std::map<TrackOf, MadeOf>;

Sources sourcesOf(const store::ProjectFile& project, const Logs& logs) {
  Sources sources;
  for (const auto& [caseId, log] : logs) {
    for (const ConsensusTrack& made : consensusTracks(project, log, caseId)) {
      sources[{caseId, made.track}] = {made.record.value("method", std::string()),
                                       made.record.value("tracks", std::vector<std::string>())};
    }
  }
  return sources;
}

bool changesVersion(const store::ProjectFile& project, const store::LogEntry& entry) {
  if (entry.header.kind != core::EditKind::LesionChanged) {
    return core::changesVoxels(entry.header.kind);
  }
  const core::EditBody body = project.body(entry.id);
  const auto& changed = std::get<core::LesionChanged>(body);
  return changed.className || changed.granularity || changed.attributes;  // name and colour are none of a decision's
}

// Whose work each lesion is: who drew on it, and of a candidate who was the last to change it, but for the edit that
// brought its voxels in.
void findHands(const store::ProjectFile& project, const Logs& logs, Record& record) {
  std::map<core::LesionId, LesionFacts*> lesions;
  for (LesionFacts& facts : record.lesions) {
    lesions[facts.lesion.id] = &facts;
  }
  std::set<core::LesionId> brought;
  for (const auto& [caseId, log] : logs) {
    for (const store::LogEntry& entry : log) {
      for (const core::LesionId& lesion : entry.lesions) {
        const auto found = lesions.find(lesion);
        if (found == lesions.end()) {
          continue;
        }
        LesionFacts& facts = *found->second;
        const bool draws = core::changesVoxels(entry.header.kind);
        const bool candidate = facts.lesion.provenance == core::Provenance::Candidate;
        const bool brings = candidate && draws && brought.insert(lesion).second;
        if (brings || entry.undone) {
          continue;
        }
        const std::string& person = entry.header.person;
        if (draws && std::find(facts.drawnBy.begin(), facts.drawnBy.end(), person) == facts.drawnBy.end()) {
          facts.drawnBy.push_back(person);
        }
        if (candidate && changesVersion(project, entry)) {
          facts.changedBy = person;
        }
      }
    }
  }
}

void findDisputes(const store::ProjectFile& project, const Sources& sources, Record& record) {
  std::map<core::LesionId, core::Mask> masks;
  const auto maskOf = [&](const core::LesionId& id) -> const core::Mask& {
    const auto [found, isNew] = masks.try_emplace(id);
    if (isNew) {
      found->second = project.mask(id);
    }
    return found->second;
  };
  for (LesionFacts& facts : record.lesions) {
    const auto source = sources.find({facts.lesion.caseId, facts.lesion.track});
    if (source == sources.end()) {
      continue;
    }
    for (const std::string& track : source->second.tracks) {
      double best = 0;
      for (const LesionFacts& other : record.lesions) {
        if (other.lesion.caseId == facts.lesion.caseId && other.lesion.track == track &&
            other.lesion.className == facts.lesion.className) {
          best =
              std::max(best, analysis::overlapOf(maskOf(facts.lesion.id), maskOf(other.lesion.id)).dice().value_or(1));
        }
      }
      facts.disputed |= best < kAgreedDice;
    }
  }
}

// The mask that a candidate came with: what the first edit that touched it set.
core::Mask proposedMask(const store::ProjectFile& project, std::span<const store::LogEntry> log,
                        const core::LesionId& lesion) {
  for (const store::LogEntry& entry : log) {
    if (entry.header.kind == core::EditKind::MaskChanged &&
        std::find(entry.lesions.begin(), entry.lesions.end(), lesion) != entry.lesions.end()) {
      const core::EditBody body = project.body(entry.id);
      for (const core::MaskChange& change : std::get<core::MaskChanged>(body).changes) {
        if (change.lesion == lesion) {
          return change.set;
        }
      }
    }
  }
  return {};
}

}  // namespace

Record recordOf(const store::ProjectFile& project, const GuidelineReader& read, std::int64_t nowMs) {
  const Logs logs = logByCase(project);
  const Sources sources = sourcesOf(project, logs);
  std::set<TrackOf> consensus;
  for (const auto& [track, readings] : sources) {
    consensus.insert(track);
  }
  Record record = gather(project, read, std::move(consensus), nowMs);
  record.madeOf = sources;
  findDisputes(project, sources, record);
  findHands(project, logs, record);
  for (const core::Case& each : record.cases) {
    if (const auto log = logs.find(each.id); log != logs.end()) {
      std::vector<LateChange> late = lateChanges(record, log->second, each.id);
      record.late.insert(record.late.end(), std::make_move_iterator(late.begin()), std::make_move_iterator(late.end()));
    }
  }
  return record;
}

CorrectionOf correctionsOf(const store::ProjectFile& project) {
  auto log = std::make_shared<std::vector<store::LogEntry>>();
  return [&project, log](const core::LesionId& lesion) {
    if (log->empty()) {
      *log = project.log();
    }
    const std::optional<store::LesionRow> row = project.lesion(lesion);
    for (const core::Case& each : project.cases()) {
      if (row && each.id == row->lesion.caseId) {
        return analysis::correctionOf(proposedMask(project, *log, lesion), project.mask(lesion), each.grid.spacingMm())
            .size;
      }
    }
    return analysis::CorrectionSize::Untouched;
  };
}

std::vector<ClassWatch> countedWatches(const store::ProjectFile& project, const Record& record) {
  std::vector<ClassWatch> watches = watchesOf(record, correctionsOf(project));
  if (watches.empty()) {
    return watches;
  }
  const std::vector<store::LogEntry> log = project.log();
  std::map<core::LesionId, core::Mask> masks;
  const auto maskOf = [&](const core::LesionId& id) -> const core::Mask& {
    const auto [found, isNew] = masks.try_emplace(id);
    if (isNew) {
      const std::optional<store::LesionRow> row = project.lesion(id);
      const bool isCandidate = row && row->lesion.provenance == core::Provenance::Candidate;
      found->second = isCandidate ? proposedMask(project, log, id) : project.mask(id);
    }
    return found->second;
  };
  countMissed(
      record, reviewQueue(record),
      [&](const core::LesionId& one, const core::LesionId& other) {
        return analysis::overlapOf(maskOf(one), maskOf(other)).both > 0;
      },
      watches);
  return watches;
}

}  // namespace workflow
