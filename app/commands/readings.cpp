#include "commands/readings.h"

#include <algorithm>
#include <set>

#include "commands/lookup.h"
#include "commands/terminal.h"
#include "core/error.h"
#include "workflow/consensus_track.h"

namespace commands {
namespace {

// Every track that a reader marked something in, by name.
std::vector<std::string> readersTracks(const store::ProjectFile& project, const core::CaseId& caseId) {
  std::set<std::string> tracks;
  for (const store::LesionRow& row : lesionsOf(project, caseId, std::nullopt)) {
    if (row.lesion.provenance == core::Provenance::Drawn) {
      tracks.insert(row.lesion.track);
    }
  }
  for (const workflow::ConsensusTrack& made : workflow::consensusTracks(project, project.log(), caseId)) {
    tracks.erase(made.track);
  }
  return {tracks.begin(), tracks.end()};
}

}  // namespace

std::vector<workflow::CaseReading> readingsOf(const store::ProjectFile& project, const core::Case& theCase,
                                              const std::vector<std::string>& tracks) {
  const std::string file = project.path().string();
  const std::vector<std::string> wanted = tracks.empty() ? readersTracks(project, theCase.id) : tracks;
  if (std::set<std::string>(wanted.begin(), wanted.end()).size() != wanted.size()) {
    throw core::Error(file, "a track is named twice", "Name each reading once");
  }
  if (wanted.size() < 2) {
    throw core::Error(file,
                      wanted.empty() ? "nobody has marked anything in case \"" + theCase.name + "\" yet"
                                     : "there is one reading of case \"" + theCase.name + "\", \"" + wanted[0] + "\"",
                      "It takes two readings; name those that count with --tracks, also the empty ones");
  }
  std::vector<workflow::CaseReading> readings = workflow::readTracks(project, theCase, wanted);
  for (const workflow::CaseReading& each : readings) {
    if (each.lesions.empty()) {
      printNote("track \"" + each.track + "\" marks nothing in case \"" + theCase.name + "\"; it counts as a \"no\"");
    }
  }
  return readings;
}

void addTracksOption(Command command, std::vector<std::string>& tracks) {
  command
      .option("--tracks", tracks,
              "The readings that count, A,B,... (default: every track that a reader marked something in)")
      .separatedBy(',')
      .check(readableName());
}

}  // namespace commands
