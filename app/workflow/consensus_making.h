// Readings of a case made one: which lesions, by which method, and the edits that put them into a track of their own.
// Behind `consensus` and the window alike.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "analysis/consensus.h"
#include "workflow/case_readings.h"
#include "workflow/consensus_track.h"

namespace workflow {

// One finding and what the readers make of it together.
struct Agreed {
  std::string name;                                  // that most gave it; no other finding has it
  std::string className;                             // likewise; of equally many, the first by name
  std::vector<std::string> tiedClasses;              // several where as many readers called it each of these; by name
  std::vector<std::optional<std::size_t>> lesionOf;  // by reading: which of its lesions; nothing: it did not mark it
  std::optional<core::VoxelBox> fieldOfView;
  analysis::Consensus consensus;

  std::size_t markedBy() const;
};

struct CaseConsensus {
  analysis::ConsensusMethod method = analysis::ConsensusMethod::Majority;
  std::vector<std::string> tracks;  // the readings that count
  std::vector<Agreed> findings;

  std::int64_t tiedVoxels() const;
};

// Pure; any thread.
CaseConsensus consensusOf(std::span<const CaseReading> readings, const core::Grid& grid,
                          analysis::ConsensusMethod method);
// What belongs to the method besides the votes: enough to make a finding again.
nlohmann::ordered_json methodJson(const Agreed& agreed);
// What the edit that makes it says of it (consensusSource()).
std::string sourceOf(const CaseConsensus& consensus);

// The track that a method writes unless told otherwise: "consensus-majority".
std::string consensusTrackOf(analysis::ConsensusMethod method);

// On the thread of the project file:
// What a track says of the consensus that it holds; empty where it holds none yet, or one that readings have left
// behind. Throws core::Error where it holds work that a consensus would overwrite, or is one of the readings itself.
std::string consensusBefore(const store::ProjectFile& project, const core::CaseId& caseId, const std::string& track,
                            std::span<const std::string> readings);
// The edits that make a track hold the findings, and nothing else: new lesions, and one change of masks, of no lesion
// where readers agree on none. None where it holds just them and says so already. before: of consensusBefore().
std::vector<core::EditDraft> consensusDrafts(const store::ProjectFile& project, const core::CaseId& caseId,
                                             const std::string& track, const std::string& person,
                                             const CaseConsensus& consensus, const std::string& before,
                                             const std::set<core::LesionId>& keep = {});  // lesions left as they are
// The same where people have worked on an earlier consensus of the track: what they said of a lesion's voxels and class
// since stays, as far as it is found again by its name, and so does what they added by hand. consensus: becomes what
// the track will hold, with what is still tied.
std::vector<core::EditDraft> consensusAgain(const store::ProjectFile& project, const core::CaseId& caseId,
                                            const ConsensusTrack& earlier, const std::string& person,
                                            CaseConsensus& consensus);

}  // namespace workflow
