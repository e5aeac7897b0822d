// Which cases another reading would teach most about, for whoever shares out reading time: those on which readers or
// reviewers do not agree (a query by committee), those whose candidates their model is unsure of, and those where it
// was corrected (uncertainty sampling). After B. Settles, Active Learning Literature Survey, 2009, section 3. Pure; any
// thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "workflow/queue.h"

namespace workflow {

struct InformativeCase {
  core::CaseId caseId;
  double score = 0;  // > 0; the sum of: the part of its findings that is disputed; how unsure the model is of
                     // its candidates, on average, in bits; the part of these that was corrected or rejected
  std::vector<std::string> why;  // "people differ on 2 of 5", "its model is unsure of 3 of 7"
};

// The most informative first; those alone that something speaks for, and none of the test set.
std::vector<InformativeCase> informativeCases(const Record& record, std::span<const QueueItem> queue);

}  // namespace workflow
