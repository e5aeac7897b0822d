// The same cases read by masks and by boxes, before a project chooses between them: how long each takes, and how far
// readers agree in each. Pure; any thread.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "analysis/comparison.h"
#include "core/grid.h"
#include "core/study.h"

namespace workflow {

// One case as one reader read it in both granularities.
struct PilotCase {
  core::CaseId caseId;
  core::Grid grid;
  analysis::ReadLesions masks;
  analysis::ReadLesions boxes;
  double secondsByMasks = 0;  // at work, see workedSeconds()
  double secondsByBoxes = 0;
};

// How long somebody was at work, by when their edits of a reading were made (wall clock, ms, in any order): the times
// between one and the next, without pauses of more than kPauseSeconds. The search before the first mark is not seen.
inline constexpr double kPauseSeconds = 120;
double workedSeconds(std::vector<std::int64_t> editsMs);

struct GranularityResult {
  std::int64_t lesions = 0;  // that were marked, over all readers and cases
  std::optional<double> medianSecondsPerCase;
  std::optional<double> secondsPerLesion;
  std::optional<analysis::Estimate> alphaOfLesions;  // Krippendorff's: who found what, and what they called it
  std::optional<double> meanDice;                    // of all pairs of readers, over findings that both marked
  std::optional<analysis::Interval> diceInterval;    // of that; draws whole cases
};

struct GranularityPilot {
  std::int64_t cases = 0;     // that were read by two or more readers both ways
  GranularityResult masks;    // as marked
  GranularityResult asBoxes;  // the same masks, each as the box around it: held against boxes on the same footing
  GranularityResult boxes;    // as marked
};

// By reader, their cases.
GranularityPilot granularityPilotOf(std::span<const std::vector<PilotCase>> readers);

}  // namespace workflow
