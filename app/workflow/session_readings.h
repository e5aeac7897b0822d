// What the readers of a calibration session had marked when it was revealed: a fold over the edits that the reveal knew
// of, so that numbers stay as they were then, whoever paints on and whatever arrives later. Whose reading is not to be
// had is left out by name, never compared as one who marked nothing. On the thread of its project file.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/progress.h"
#include "workflow/calibration.h"

namespace workflow {

// Cases: of the session, those that the project holds, in its order.
struct SessionReadings : LoadedReadings {
  Session session;  // with those readers alone who are compared

  std::vector<std::string> withheld;      // readers whose edits this copy of the project has without what they say
  std::vector<std::string> unread;        // who had neither marked nor handed in anything
  std::map<std::string, int> unfinished;  // the same, of some cases: how many those are
  std::vector<std::string> changedSince;  // readers, and the reference's track, whose lesions are others today
};

// The session must be revealed: what is read blind is compared by nobody before. Throws core::Error where fewer than
// two readings are left to compare, or the reference is withheld.
SessionReadings loadReadings(const store::ProjectFile& project, const Session& session,
                             const core::ProgressSink& progress = {});

// Who was left out and what changed, in whole sentences; none where there is nothing to say.
std::vector<std::string> remarksOn(const SessionReadings& read);

}  // namespace workflow
