// What a project's review policy asks of each lesion. Pure functions; any thread.
#pragma once

#include <string>
#include <vector>

#include "workflow/record.h"

namespace workflow {

struct Requirement {
  int reviewers = 1;         // how many other people have to accept it; 0: none has to
  bool adjudicator = false;  // one of them has to be a resolver or an adjudicator, because readers differ
  bool critical = false;
  double chance = 1;   // that it was drawn, where only a part is
  std::string reason;  // in plain words: "every lesion is decided on by a second person"
};

// A policy as it was set, and in what it asks for less than the one before it; the first asks for less than none.
struct PolicyChange {
  core::PolicySet policy;
  std::vector<std::string> less;  // as core::asksForLess() says it
  std::string person;
  std::int64_t wallClockMs = 0;
};
std::vector<PolicyChange> policyChanges(const Record& record);  // in total order

// Lesions that count toward the reference standard. Of a case with a consensus, those of the consensus; else those of
// every track that is not a calibration reading.
bool isReviewed(const Record& record, const LesionFacts& lesion);

bool isCritical(const Record& record, const core::PolicySet& policy, const std::string& className);

// What is demanded of each of record.lesions; 0 reviewers of those that are not reviewed.
std::vector<Requirement> requirementsOf(const Record& record);

// How many people are to read each case under a rule.
int readersPerCase(core::ReviewRule rule);

// What a case still lacks before its lesions can be released: somebody who reads it (a model's candidates will do,
// since each is decided on); under the rule Dual two people and a consensus of what they drew. Empty where nothing.
inline constexpr std::string_view kNotBroughtTogether = "its readings were not brought together into a consensus";
std::vector<std::string> lackingReadings(const Record& record, const core::CaseId& caseId);
// Whether it lacks the consensus alone: until there is one, what a single reading says is nothing to decide on.
bool isToBeBroughtTogether(const Record& record, const core::CaseId& caseId);
// Of those the ones whose readers have all handed in.
std::vector<core::CaseId> casesToBringTogether(const Record& record);

// How risky it is to leave a lesion as it is: sorts the queue and draws the sample. A sum of: 4 critical, 4 contested,
// 3 disputed, up to 3 for a model's low confidence (1 where it gives none), 1 of a candidate's, 1 tiny (under 0.1 ml)
// or huge (over 100 ml).
double riskOf(const Record& record, const core::PolicySet& policy, const LesionFacts& lesion);

}  // namespace workflow
