// Beginning to read a track: nothing is opened there that its reader may not see yet, and candidates are laid out where
// they are to be seen (workflow/second_reading.h).
#pragma once

#include <string>
#include <vector>

#include "stage/excursion.h"
#include "store/project_file.h"

namespace commands {

// Where somebody's work goes on: in the case and track that they name. Who names neither goes on with the reading that
// they were asked for and have not handed in, if there is one, else with the one that they handed in last; who was
// asked for none, in the first case, where everybody paints. Throws core::Error where there is no such case.
stage::Destination placeToOpen(const store::ProjectFile& project, const std::string& caseName, const std::string& track,
                               const std::string& reader);

// Throws core::Error where the track is still withheld from the reader.
void startReading(store::ProjectFile& project, const core::CaseId& caseId, const std::string& track,
                  const std::string& reader);

// The same while at work, for a case that is gone to: the track to be opened there, the shared one where that is still
// withheld, which adds a note.
std::string trackToGoOnIn(store::ProjectFile& project, const core::CaseId& caseId, const std::string& track,
                          const std::string& reader, std::vector<std::string>& notes);

}  // namespace commands
