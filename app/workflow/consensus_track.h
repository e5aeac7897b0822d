// How a track of consensus says what it is: in the `source` of the edit that made it. Any thread that may use the
// project file.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "store/project_file.h"

namespace workflow {

// "consensus " and a JSON object: method, tracks, and what else would be needed to make it again.
std::string consensusSource(const nlohmann::json& record);
std::optional<nlohmann::json> consensusRecord(const std::string& source);

// From the project's log: the tracks of a case that consensus made, by name, and what the latest edit of each that
// stands says of it.
struct ConsensusTrack {
  std::string track;
  nlohmann::json record;
  bool touched = false;                   // whether anything else has changed it since
  core::EditHeader made;                  // of that edit
  core::Mask spoken;                      // every voxel that somebody set or cleared since, whatever it was before
  std::set<core::LesionId> classed = {};  // whose class somebody has said since
};
std::vector<ConsensusTrack> consensusTracks(const store::ProjectFile& project, std::span<const store::LogEntry> log,
                                            const core::CaseId& caseId);

}  // namespace workflow
