// Whether a model's candidates are still good enough: of each version of it, class by class. Pure functions; any
// thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/correction.h"
#include "analysis/cusum.h"
#include "analysis/interval.h"
#include "workflow/record.h"

namespace workflow {

// How far a lesion is from the candidate that it was. Asked only of candidates that were accepted.
using CorrectionOf = std::function<analysis::CorrectionSize(const core::LesionId& lesion)>;

// Of one version of one model, the candidates that it gave one class, whatever people call them since.
struct ClassWatch {
  std::string model = {};  // empty: nobody said
  std::string modelVersion = {};
  std::string className;
  std::int64_t candidates = 0;    // that are in the project
  std::int64_t untouched = 0;     // accepted as proposed
  std::int64_t small = 0;         // accepted after a small correction
  std::int64_t large = 0;         // accepted after a large one
  std::int64_t classChanged = 0;  // accepted as another class, however much of it was corrected
  std::int64_t rejected = 0;
  std::int64_t missed = 0;  // findings of this class that people accepted, and it proposed nothing (missed_findings.h)
  std::vector<core::LesionId> waiting = {};  // not decided on yet, in total order
  double sum = 0;                            // of the CUSUM
  analysis::CusumState state = analysis::CusumState::Calm;

  std::int64_t decided() const { return untouched + small + large + classChanged + rejected; }
  std::int64_t accepted() const { return untouched + small; }
  std::optional<analysis::Interval> interval() const { return analysis::wilsonInterval(accepted(), decided()); }
};

// By model, version and class. An outcome is the first decision on a candidate that accepts or rejects it, at its place
// in the total order; accepted counts as good where the class was right and the correction small or none. What is
// paused stays so until an AutomationReleased of its class that comes later; others of that class count on.
std::vector<ClassWatch> watchesOf(const Record& record, const CorrectionOf& correctionOf,
                                  const analysis::CusumSettings& settings = {});

}  // namespace workflow
