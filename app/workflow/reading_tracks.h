// What each track of a case is: a reader's own reading of it, or something that counts as none. Any thread that may use
// the project file; what takes none is pure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "workflow/record.h"

namespace workflow {

inline constexpr char kSharedTrack[] = "shared";  // where people paint together unless told otherwise

enum class TrackKind : std::uint8_t {
  Reading,      // somebody marked something in it, or handed it in
  Underway,     // a reading that was assigned, and is not handed in yet
  Again,        // a reader's second reading of the same case
  Calibration,  // read in a calibration session, which is compared by itself
  Candidates,   // what a model proposed, or what was made of that to test readers
  Consensus,    // made of readings
  Withheld,     // this copy of the project does not hold what it says
};

struct CaseTrack {
  std::string track;
  std::string reader;  // who it is assigned to; else the track's name
  TrackKind kind = TrackKind::Reading;
  std::size_t lesions = 0;
};

// The tracks of which this copy holds no bodies, or not all.
std::set<TrackOf> withheldTracks(const store::ProjectFile& project);
// By name. A reading that was assigned and not begun is none.
std::vector<CaseTrack> tracksOf(const Record& record, const std::set<TrackOf>& withheld, const core::CaseId& caseId);

}  // namespace workflow
