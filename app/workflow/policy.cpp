#include "workflow/policy.h"

#include <algorithm>

#include "analysis/sampling.h"
#include "workflow/assignment.h"
#include "workflow/calibration.h"

namespace workflow {
namespace {

constexpr double kTinyMl = 0.1;
constexpr double kHugeMl = 100;
constexpr double kUnsure = 0.5;  // a model's confidence below which its candidates are always looked at

bool isTinyOrHuge(const LesionFacts& lesion) {
  return lesion.volumeMl < kTinyMl || lesion.volumeMl > kHugeMl;
}

bool isUnsure(const LesionFacts& lesion) {
  return lesion.lesion.provenance == core::Provenance::Candidate && lesion.lesion.confidence.value_or(1) < kUnsure;
}

bool hasConsensus(const Record& record, const core::CaseId& caseId) {
  const auto first = record.consensus.lower_bound({caseId, ""});
  return first != record.consensus.end() && first->first == caseId;
}

// Whether a track holds what somebody (or a model) found for the standard, and not what was made of it.
bool isReading(const Record& record, const core::CaseId& caseId, const std::string& track) {
  return !record.consensus.contains({caseId, track}) && !isCalibrationTrack(record, caseId, track);
}

Requirement bySampling(const LesionFacts& lesion, double chance, const core::PolicySet& policy) {
  const bool drawn = analysis::isDrawn(policy.seed, lesion.lesion.id, chance);
  return {.reviewers = drawn ? 1 : 0,
          .chance = chance,
          .reason = chance >= 1 ? "its risk asks for a second person"
                    : drawn     ? "drawn by risk"
                                : "not drawn"};
}

}  // namespace

std::vector<PolicyChange> policyChanges(const Record& record) {
  std::vector<PolicyChange> changes;
  record.each<core::PolicySet>([&](const core::Edit& edit, const core::PolicySet& body) {
    changes.push_back(
        {.policy = body,
         .less = changes.empty() ? std::vector<std::string>() : core::asksForLess(changes.back().policy, body),
         .person = edit.header.person,
         .wallClockMs = edit.header.wallClockMs});
  });
  return changes;
}

bool isReviewed(const Record& record, const LesionFacts& lesion) {
  const core::CaseId& caseId = lesion.lesion.caseId;
  if (hasConsensus(record, caseId)) {
    return record.consensus.contains({caseId, lesion.lesion.track});
  }
  return !isCalibrationTrack(record, caseId, lesion.lesion.track);
}

bool isCritical(const Record& record, const core::PolicySet& policy, const std::string& className) {
  if (std::binary_search(policy.criticalClasses.begin(), policy.criticalClasses.end(), className)) {
    return true;
  }
  const core::GuidelineClass* defined =
      record.guidelines.empty() ? nullptr : record.guidelines.back().guideline.find(className);
  return defined != nullptr && defined->critical;
}

double riskOf(const Record& record, const core::PolicySet& policy, const LesionFacts& lesion) {
  double risk = 4.0 * isCritical(record, policy, lesion.lesion.className) + 4.0 * lesion.contested +
                3.0 * lesion.disputed + 1.0 * isTinyOrHuge(lesion);
  if (lesion.lesion.provenance == core::Provenance::Candidate) {
    risk += 1 + (lesion.lesion.confidence ? 3 * (1 - std::clamp(*lesion.lesion.confidence, 0.0, 1.0)) : 1);
  }
  return risk;
}

std::vector<Requirement> requirementsOf(const Record& record) {
  const core::PolicySet policy = record.policy();
  std::vector<std::size_t> reviewed;
  std::vector<analysis::Risk> risks;
  for (std::size_t i = 0; i < record.lesions.size(); ++i) {
    const LesionFacts& lesion = record.lesions[i];
    if (isReviewed(record, lesion)) {
      reviewed.push_back(i);
      risks.push_back({.weight = 1 + riskOf(record, policy, lesion),
                       .certain = isCritical(record, policy, lesion.lesion.className) || lesion.contested ||
                                  lesion.disputed || isTinyOrHuge(lesion) || isUnsure(lesion)});
    }
  }
  const std::vector<double> chances = analysis::chancesOf(risks, policy.sampledPart * double(reviewed.size()));
  std::vector<Requirement> requirements(record.lesions.size(), {.reviewers = 0, .reason = "not part of the standard"});
  for (std::size_t i = 0; i < reviewed.size(); ++i) {
    const LesionFacts& lesion = record.lesions[reviewed[i]];
    const bool critical = isCritical(record, policy, lesion.lesion.className);
    Requirement& requirement = requirements[reviewed[i]];
    switch (policy.rule) {
      case core::ReviewRule::Single:
        requirement = {.reviewers = 1, .reason = "every lesion is decided on by a second person"};
        break;
      case core::ReviewRule::Dual:
        requirement = {.reviewers = 1,
                       .reason = lesion.disputed ? "readers differ: an adjudicator decides"
                                                 : "readers agree: a second person confirms"};
        break;
      case core::ReviewRule::Sampled:
        requirement = bySampling(lesion, chances[i], policy);
        break;
      case core::ReviewRule::Consensus:
        requirement = {.reviewers = critical ? 2 : 1,
                       .reason = critical ? "a critical class needs two reviewers who agree"
                                          : "every lesion is decided on by a second person"};
        break;
    }
    requirement.critical = critical;
    requirement.adjudicator = lesion.disputed;
  }
  return requirements;
}

int readersPerCase(core::ReviewRule rule) {
  return rule == core::ReviewRule::Dual ? 2 : 1;
}

std::vector<std::string> lackingReadings(const Record& record, const core::CaseId& caseId) {
  std::set<std::string> readers;
  bool hasCandidates = false;
  for (const LesionFacts& each : record.lesions) {
    if (each.lesion.caseId == caseId && isReading(record, caseId, each.lesion.track)) {
      hasCandidates |= each.lesion.provenance == core::Provenance::Candidate;
      if (each.lesion.provenance == core::Provenance::Drawn) {
        readers.insert(each.lesion.author);
      }
    }
  }
  record.each<core::ReadingSubmitted>([&](const core::Edit& edit, const core::ReadingSubmitted&) {
    if (edit.header.caseId == caseId && isReading(record, caseId, edit.header.track)) {
      readers.insert(edit.header.person);
    }
  });
  if (readers.empty()) {
    return hasCandidates ? std::vector<std::string>() : std::vector<std::string>{"nobody has read it"};
  }
  std::vector<std::string> lacking;
  if (const int asked = readersPerCase(record.policy().rule); asked > 1) {
    if (int(readers.size()) < asked) {
      lacking.push_back("it was read by one person, and the policy asks for two");
    }
    if (!hasConsensus(record, caseId)) {
      lacking.emplace_back(kNotBroughtTogether);
    }
  }
  return lacking;
}

bool isToBeBroughtTogether(const Record& record, const core::CaseId& caseId) {
  const std::vector<std::string> lacking = lackingReadings(record, caseId);
  return lacking.size() == 1 && lacking.front() == kNotBroughtTogether;
}

std::vector<core::CaseId> casesToBringTogether(const Record& record) {
  const std::vector<Reading> readings = readingsOf(record);
  std::vector<core::CaseId> cases;
  for (const core::Case& each : record.cases) {
    const bool isRead = std::none_of(readings.begin(), readings.end(), [&](const Reading& reading) {
      return reading.caseId == each.id && !reading.submittedMs;
    });
    if (isRead && isToBeBroughtTogether(record, each.id)) {
      cases.push_back(each.id);
    }
  }
  return cases;
}

}  // namespace workflow
