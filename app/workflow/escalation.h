// What was handed on to somebody else, and for how long it may wait. Pure functions; any thread. Nothing is written
// when a limit passes: who has to decide at a moment follows from when it was handed on and from the policy.
#pragma once

#include <cstdint>
#include <string>

#include "core/review.h"

namespace workflow {

struct Escalation {
  std::int64_t sinceMs = 0;  // since 1970, as are the others
  std::int64_t warnMs = 0;   // half of the present resolver's time
  std::int64_t dueMs = 0;    // when it goes to the next one; of the last, when it is overdue
  std::string resolver;      // who is to decide now; empty where the policy names nobody
  int handedOn = 0;          // how often a limit has passed it on
  bool warns = false;        // half of the time is over
  bool overdue = false;      // also the last one's time is
};

// sinceMs: when somebody asked for it, or when two decisions first contradicted each other.
Escalation escalationOf(std::int64_t sinceMs, const core::PolicySet& policy, std::int64_t nowMs);

}  // namespace workflow
