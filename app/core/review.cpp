#include "core/review.h"

#include <algorithm>
#include <cmath>

namespace core {
namespace {

std::string percentOf(double part) {
  return std::to_string(std::lround(part * 100)) + " %";
}

}  // namespace

std::vector<std::string> asksForLess(const PolicySet& before, const PolicySet& after) {
  std::vector<std::string> less;
  if (before.rule == ReviewRule::Dual && after.rule != ReviewRule::Dual) {
    less.emplace_back("cases are read by one person, not by two");
  }
  if (before.rule == ReviewRule::Consensus && after.rule != ReviewRule::Consensus) {
    less.emplace_back("critical classes need one who accepts, not two");
  }
  if (after.rule == ReviewRule::Sampled) {
    if (before.rule != ReviewRule::Sampled) {
      less.push_back(percentOf(after.sampledPart) + " of what is not risky is decided on, not all of it");
    } else if (after.sampledPart < before.sampledPart) {
      less.push_back(percentOf(after.sampledPart) + " is drawn, not " + percentOf(before.sampledPart));
    } else if (after.seed != before.seed) {
      less.emplace_back("what was drawn before may not be drawn again");
    }
  }
  // What is critical is always drawn, or needs two; under the other rules it only comes first.
  if (before.rule == ReviewRule::Sampled || before.rule == ReviewRule::Consensus) {
    for (const std::string& each : before.criticalClasses) {
      if (!std::binary_search(after.criticalClasses.begin(), after.criticalClasses.end(), each)) {
        less.push_back(each + " is no longer critical");
      }
    }
  }
  if (!before.resolvers.empty() && after.resolvers.empty()) {
    less.emplace_back("nobody in particular decides what is escalated");
  }
  return less;
}

}  // namespace core
