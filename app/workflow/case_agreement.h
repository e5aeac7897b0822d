// How far the readings of one case agree, in the few numbers that a list of cases shows. They are those of
// analysis::compare(). Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/comparison.h"
#include "workflow/case_readings.h"

namespace workflow {

struct CaseAgreement {
  std::vector<std::string> tracks;  // that were compared
  std::size_t findings = 0;         // lesions that anybody marked
  std::size_t foundByAll = 0;       // of these
  // Means over all pairs of readers; nothing where no pair has one, because nobody marked anything. Dice: of every
  // lesion, 0 where one of the two left it out; pairs who both left it out say nothing of it.
  std::optional<double> dice;
  std::optional<double> f1;
  std::optional<double> panopticQuality;
  // The lesion that readers agree on least, as the first of them calls it; empty: there is none.
  std::string leastLesion;
  std::string leastClass;
  double leastDice = 1;                      // mean of those pairs
  std::vector<std::string> disputedClasses;  // lesions whose class is disputed, likewise named
};

// As `analysis::compare` takes them; points into the readings.
std::vector<analysis::ReadLesions> lesionsOf(const std::vector<CaseReading>& readings);

// compared: of just these readings.
CaseAgreement agreementOf(const std::vector<CaseReading>& readings, const analysis::Comparison& compared);

}  // namespace workflow
