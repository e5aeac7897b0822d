// Which readings of a case `compare` and `consensus` are about.
#pragma once

#include <string>
#include <vector>

#include "commands/arguments.h"
#include "store/project_file.h"
#include "workflow/case_readings.h"

namespace commands {

// Those of the tracks named, in that order; without names, of every track of the case that holds a reader's lesion: not
// those of consensus, nor those that hold only what a model proposed. A track named that holds nothing here is a
// reading that says no, and a note says so. Throws core::Error where there are fewer than two, more than 64, or one
// twice.
std::vector<workflow::CaseReading> readingsOf(const store::ProjectFile& project, const core::Case& theCase,
                                              const std::vector<std::string>& tracks);

// The option --tracks A,B,...
void addTracksOption(Command command, std::vector<std::string>& tracks);

}  // namespace commands
