// The readings of a case: what each reader marked in a track of its own. On the thread of its project file.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "store/project_file.h"

namespace workflow {

struct CaseReading {
  std::string track;
  std::vector<store::LesionRow> lesions;  // none where the reader marked nothing
  std::vector<core::Mask> masks;          // of each
};

// Those in the tracks named, in that order; a track that holds nothing here is a reading that says no. Throws
// core::Error where there are more than can be compared at once (64).
std::vector<CaseReading> readTracks(const store::ProjectFile& project, const core::Case& theCase,
                                    std::span<const std::string> tracks);

}  // namespace workflow
