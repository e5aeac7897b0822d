// The candidates of a calibration session with known errors among them (exchange/seeded_errors.h), as a track of their
// own.
#pragma once

#include "store/project_file.h"

namespace commands {

// The edits that make the track of the session's candidates, a part of which is wrong. `opened` then names it, and what
// it was seeded from. Throws core::Error where the track of candidates holds none in the session's cases.
std::vector<core::EditDraft> seededTrack(const store::ProjectFile& project, core::CalibrationOpened& opened,
                                         double part, const std::string& person);

}  // namespace commands
