#include "workflow/project_record.h"

#include <algorithm>
#include <utility>

#include "analysis/overlap.h"
#include "workflow/consensus_track.h"

namespace workflow {
namespace {

// The readings that went into a consensus, by track.
using Sources = std::map<TrackOf, std::vector<std::string>>;

Sources sourcesOf(const store::ProjectFile& project) {
  std::map<core::CaseId, std::vector<store::LogEntry>> logs;  // so that each case looks through its own edits only
  for (store::LogEntry& entry : project.log()) {
    logs[entry.header.caseId].push_back(std::move(entry));
  }
  Sources sources;
  for (const auto& [caseId, log] : logs) {
    for (const ConsensusTrack& made : consensusTracks(project, log, caseId)) {
      sources[{caseId, made.track}] = made.record.value("tracks", std::vector<std::string>());
    }
  }
  return sources;
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
    for (const std::string& track : source->second) {
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

}  // namespace

Record recordOf(const store::ProjectFile& project, const GuidelineReader& read, std::int64_t nowMs) {
  const Sources sources = sourcesOf(project);
  std::set<TrackOf> consensus;
  for (const auto& [track, readings] : sources) {
    consensus.insert(track);
  }
  Record record = gather(project, read, std::move(consensus), nowMs);
  findDisputes(project, sources, record);
  return record;
}

}  // namespace workflow
