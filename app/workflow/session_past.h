// The tracks of a calibration session as an edit knew them: a fold over those edits alone, so that it stays as it was
// then, whoever paints on and whatever arrives later. Within this folder; on the thread of its project file.
#pragma once

#include <set>
#include <span>
#include <vector>

#include "workflow/calibration.h"

namespace workflow {

struct Past {
  core::State state;
  std::set<TrackOf> begun;     // in which anything was done
  std::set<TrackOf> withheld;  // of which a body is missing here
};

// log: the project's. asOf: of the edit that knew them.
Past pastOf(const store::ProjectFile& project, std::span<const store::LogEntry> log, const std::set<TrackOf>& tracks,
            const core::EditHeader& asOf);

}  // namespace workflow
