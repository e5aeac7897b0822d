// How a track of consensus says what it is: in the `source` of the edit that made it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "commands/terminal.h"
#include "store/project_file.h"

namespace commands {

// "consensus " and a JSON object: method, tracks, and what else would be needed to make it again.
std::string consensusSource(const Json& record);
std::optional<Json> consensusRecord(const std::string& source);

// From the project's log: the tracks of a case that consensus made, by name, and what the latest edit of each that
// stands says of it.
struct ConsensusTrack {
  std::string track;
  Json record;
  bool touched = false;  // whether anything else has changed it since
};
std::vector<ConsensusTrack> consensusTracks(const store::ProjectFile& project, std::span<const store::LogEntry> log,
                                            const core::CaseId& caseId);

}  // namespace commands
