// What each reader marked of one finding of a consensus, for whoever decides on it because readers differ. On the
// thread of the project file.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "workflow/record.h"

namespace workflow {

struct FindingReading {
  std::string track;
  std::string reader;                // who read it; else the track's name
  std::vector<std::string> classes;  // what they called it, by name: more than one where they marked it in pieces
  core::Mask mask;                   // all that they marked of it; empty: nothing
  bool withheld = false;             // what they marked is not in this copy of the project
};

struct ReadFinding {
  std::vector<FindingReading> readings;  // those that went into the consensus, as it names them
  // Dice of each two of them, the lowest and the highest. Nothing where there are no two, or nobody marked anything.
  std::optional<std::pair<double, double>> dice;
};

// finding: a lesion of the record, in a track of a consensus; of any other there are no readings. A reader's lesion is
// of the finding where a tenth or more of the smaller of the two lies in the other; where none is, the one that comes
// nearest to that.
ReadFinding readingsOf(const store::ProjectFile& project, const Record& record, const core::LesionId& finding);

}  // namespace workflow
