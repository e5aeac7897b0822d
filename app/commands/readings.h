// The readings of a case: what each reader marked in a track of its own. Behind `compare` and `consensus`.
#pragma once

#include <string>
#include <vector>

#include "commands/arguments.h"
#include "core/mask.h"
#include "store/project_file.h"

namespace commands {

struct CaseReading {
  std::string track;
  std::vector<store::LesionRow> lesions;  // none where the reader marked nothing
  std::vector<core::Mask> masks;          // of each
};

// Those of the tracks named, in that order; without names, of every track of the case that holds a reader's lesion: not
// those of consensus, nor those that hold only what a model proposed. A track named that holds nothing here is a
// reading that says no, and a note says so. Throws core::Error where there are fewer than two, more than 64, or one
// twice.
std::vector<CaseReading> readingsOf(const store::ProjectFile& project, const core::Case& theCase,
                                    const std::vector<std::string>& tracks);

// The option --tracks A,B,...
void addTracksOption(Command command, std::vector<std::string>& tracks);

}  // namespace commands
