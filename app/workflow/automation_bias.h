// How far readers follow a model's candidates, right or wrong: each case read first without and then with them, both
// held against what is true. What is wrong in the candidates was seeded there, or is the model's own. Pure; any thread.
//
// Following a wrong proposal after having been right without it is what the literature calls automation bias (Goddard,
// Roudsari, Wyatt, Automation bias: a systematic review, JAMIA 19 (2012)): by commission, where something is marked
// that is not there, and by omission, where something is no longer marked that is.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/comparison.h"
#include "analysis/interval.h"

namespace workflow {

// One case as one reader read it.
struct AidedCase {
  analysis::ReadLesions unaided;
  analysis::ReadLesions aided;
  analysis::ReadLesions candidates;  // as they were shown
  analysis::ReadLesions truth;
};

struct Part {
  std::int64_t count = 0;
  std::int64_t of = 0;

  std::optional<analysis::Interval> interval() const { return analysis::wilsonInterval(count, of); }
  void add(bool counts) {
    count += counts;
    ++of;
  }
};

// Candidates and the truth agree on a lesion's border from here on (Dice); below it the candidate's border is wrong.
inline constexpr double kRightBorderDice = 0.8;

struct AutomationBias {
  std::string reader;       // empty: all together
  Part keptFalse;           // of candidates where nothing is: marked in the aided reading
  Part commission;          // of those of which the reader was right unaided: marked in the aided reading
  Part leftOut;             // of true lesions without a candidate: not marked in the aided reading
  Part omission;            // of those that the reader had found unaided: no longer marked
  Part helped;              // of true lesions with a candidate that the reader had missed unaided: marked when aided
  Part towardsWrongBorder;  // of lesions with a wrong border, marked both times: nearer to the candidate when aided
  std::optional<double> meanPull;                  // of those: Dice with the candidate, aided less unaided
  std::optional<analysis::Interval> pullInterval;  // of that; draws whole cases
};

// Cases of one reader. Lesions of the four are one finding as analysis::findingsOf() says.
AutomationBias automationBiasOf(const std::string& reader, std::span<const AidedCase> cases);

// Of all readers together: counts are summed, pulls are over all cases of all.
AutomationBias automationBiasOfAll(std::span<const std::vector<AidedCase>> readers);

}  // namespace workflow
