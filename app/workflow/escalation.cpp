#include "workflow/escalation.h"

#include <algorithm>

namespace workflow {

Escalation escalationOf(std::int64_t sinceMs, const core::PolicySet& policy, std::int64_t nowMs) {
  constexpr std::int64_t kHourMs = 3'600'000;
  const std::int64_t limitMs = std::max<std::int64_t>(1, std::int64_t(policy.limitHours) * kHourMs);
  const std::int64_t passed = std::max<std::int64_t>(0, nowMs - sinceMs) / limitMs;
  const std::int64_t last = std::max<std::int64_t>(1, std::int64_t(policy.resolvers.size())) - 1;
  Escalation escalation{.sinceMs = sinceMs, .handedOn = int(std::min(passed, last))};
  const std::int64_t fromMs = sinceMs + escalation.handedOn * limitMs;
  escalation.warnMs = fromMs + limitMs / 2;
  escalation.dueMs = fromMs + limitMs;
  escalation.warns = nowMs >= escalation.warnMs;
  escalation.overdue = nowMs >= escalation.dueMs;
  if (!policy.resolvers.empty()) {
    escalation.resolver = policy.resolvers[std::size_t(escalation.handedOn)];
  }
  return escalation;
}

}  // namespace workflow
