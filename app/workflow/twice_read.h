// What a revealed session holds whose cases were read twice: both readings of every reader and case, as they were when
// they counted. The unaided reading is taken as it was first handed in, before candidates could be seen; all else as it
// was at the reveal. On the thread of its project file.
#pragma once

#include <deque>

#include "workflow/automation_bias.h"
#include "workflow/granularity_pilot.h"
#include "workflow/session_readings.h"

namespace workflow {

struct TwiceRead {
  std::vector<std::string> readers;                 // who handed in both readings of some case
  std::vector<std::vector<AidedCase>> aided;        // of an aided session: by reader, those cases
  std::vector<std::vector<PilotCase>> granularity;  // of one by masks and boxes: likewise
  std::map<std::string, int> unfinished;  // readers, and of how many cases not both are handed in, or are withheld here
  std::deque<core::Mask> masks;           // that all of these point to
};

// The session must be revealed and read twice. Throws core::Error where what readings are held against is withheld from
// this copy.
TwiceRead loadTwiceRead(const store::ProjectFile& project, const Session& session,
                        const core::ProgressSink& progress = {});

// What it shows, in whole sentences.
std::vector<std::string> inWords(const TwiceRead& read);

}  // namespace workflow
