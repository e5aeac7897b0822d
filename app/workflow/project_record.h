// The record of a project as it is now (workflow/record.h), with what takes masks to find out: which tracks were made
// of several readings, and which of their lesions readers do not agree on. On the thread of its project file.
#pragma once

#include "workflow/automation.h"
#include "workflow/record.h"

namespace workflow {

// Of a consensus, a lesion is disputed where a reading that went into it marks it with a Dice below this, or not at
// all.
inline constexpr double kAgreedDice = 0.7;

// nowMs: the moment that time limits are held against, since 1970.
Record recordOf(const store::ProjectFile& project, const GuidelineReader& read, std::int64_t nowMs);

// How far a candidate that was accepted is from what it was. Nothing of it is read before it is asked for; the project
// file outlives it.
CorrectionOf correctionsOf(const store::ProjectFile& project);

// Every watch over the models of a project, with what they missed. record: that of the project.
std::vector<ClassWatch> countedWatches(const store::ProjectFile& project, const Record& record);

}  // namespace workflow
