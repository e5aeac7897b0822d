// Whether a consensus still is what its readings make, and what of it waits for an adjudicator. On the thread of its
// project file; what takes none is pure.
#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "workflow/consensus_track.h"
#include "workflow/reading_tracks.h"

namespace workflow {

// A lesion of a consensus of which as many readers marked some voxels as did not, and nobody has said since whether
// they belong to it (painting over them, or erasing, says so); or which as many readers called one class as another,
// and nobody has said since which it is.
struct TiedLesion {
  std::string name;  // as the consensus calls it
  std::string className;
  core::LesionId id;  // in the track of the consensus; zero where too few marked it for it to be there
  core::Mask open;    // empty where the class alone is tied
  std::size_t markedBy = 0;
  std::size_t readers = 0;
  std::vector<std::pair<std::string, core::Mask>> readings = {};  // by track: what of `open` each marked
  // Where its class is tied: each of them, and the tracks that say so. None for what is not in the consensus.
  std::vector<std::pair<std::string, std::vector<std::string>>> classes = {};
};

struct ConsensusState {
  ConsensusTrack made;
  std::vector<std::string> changed;  // tracks that are others now than it was made of, or came since; by name
  std::vector<TiedLesion> ties;      // none where `changed` is not empty: it is to be made again first

  bool isCurrent() const { return changed.empty(); }
};

// readings: the tracks that are readings of the case now.
std::vector<std::string> changedSince(std::span<const store::LogEntry> log, const core::CaseId& caseId,
                                      const ConsensusTrack& made, std::span<const std::string> readings);

// Of every consensus of a case, by track. log: the project's, or of that case alone.
std::vector<ConsensusState> consensusStates(const store::ProjectFile& project, std::span<const store::LogEntry> log,
                                            const core::Case& theCase, std::span<const CaseTrack> tracks);

// The log, case by case, so that each looks through its own edits only.
std::map<core::CaseId, std::vector<store::LogEntry>> logByCase(const store::ProjectFile& project);

}  // namespace workflow
