#include "workflow/queue.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "core/text.h"
#include "workflow/assignment.h"
#include "workflow/guideline_change.h"

namespace workflow {
namespace {

constexpr std::array<std::string_view, 8> kStates = {"not required", "undecided",     "stale",    "contested",
                                                     "escalated",    "changes asked", "rejected", "accepted"};
constexpr std::int64_t kMonthMs = std::int64_t{30} * 24 * 3'600'000;
constexpr int kRecurring = 3;

bool decidesForOthers(const Opinion& opinion, const core::PolicySet& policy) {
  return opinion.role == "adjudicator" ||
         std::find(policy.resolvers.begin(), policy.resolvers.end(), opinion.person) != policy.resolvers.end();
}

// By lesion, the latest of each person, in total order.
std::map<core::LesionId, std::vector<Opinion>> opinionsOf(const Record& record) {
  std::map<core::LesionId, std::vector<Opinion>> all;
  record.each<core::Decided>([&](const core::Edit& edit, const core::Decided& body) {
    std::vector<Opinion>& opinions = all[body.lesion];
    std::erase_if(opinions, [&](const Opinion& each) { return each.person == edit.header.person; });
    opinions.push_back({.edit = edit.id,
                        .person = edit.header.person,
                        .role = edit.header.role,
                        .verdict = body.verdict,
                        .comment = body.comment,
                        .version = body.version,
                        .guideline = edit.header.guideline,
                        .wallClockMs = edit.header.wallClockMs,
                        .lookedMs = body.lookedMs});
  });
  return all;
}

// When the decisions that count first contradicted each other; nothing where they do not.
std::optional<std::int64_t> contradictionMs(const std::vector<const Opinion*>& counting) {
  for (const Opinion* each : counting) {
    if (each->verdict != counting.front()->verdict) {
      return each->wallClockMs;
    }
  }
  return std::nullopt;
}

LesionState stateOf(core::Verdict verdict) {
  switch (verdict) {
    case core::Verdict::Accept:
      return LesionState::Accepted;
    case core::Verdict::Reject:
      return LesionState::Rejected;
    case core::Verdict::Changes:
      return LesionState::ChangesAsked;
    case core::Verdict::Escalate:
      return LesionState::Escalated;
  }
  core::invariantBroken("every verdict leads to a state", std::source_location::current());
}

void judge(QueueItem& item, const Record& record, const core::PolicySet& policy) {
  const LesionFacts& lesion = record.lesions[item.lesion];
  std::vector<const Opinion*> counting;
  const Opinion* settling = nullptr;  // the latest of those who may settle
  const Opinion* asked = nullptr;     // the first who escalated
  for (const Opinion& each : item.opinions) {
    if (each.counts()) {
      counting.push_back(&each);
      if (each.verdict == core::Verdict::Escalate) {
        asked = asked == nullptr ? &each : asked;
      } else if (decidesForOthers(each, policy)) {
        settling = &each;
      }
    }
  }
  if (lesion.contested) {
    item.state = LesionState::Contested;
    item.waitsFor = "somebody who picks which of the contested voxels belong to it";
    return;
  }
  const std::optional<std::int64_t> contradiction = contradictionMs(counting);
  if (settling != nullptr) {
    item.state = stateOf(settling->verdict);
  } else if (asked != nullptr || contradiction) {
    item.state = LesionState::Escalated;
    item.escalation = escalationOf(asked != nullptr ? asked->wallClockMs : *contradiction, policy, record.nowMs);
    item.waitsFor = item.escalation->resolver.empty() ? "an adjudicator" : item.escalation->resolver;
    return;
  } else if (counting.empty()) {
    const bool decidedBefore = std::any_of(item.opinions.begin(), item.opinions.end(),
                                           [](const Opinion& each) { return !each.own && !each.counts(); });
    item.state = decidedBefore                     ? LesionState::Stale
                 : item.requirement.reviewers == 0 ? LesionState::NotRequired
                                                   : LesionState::Undecided;
    item.waitsFor = decidedBefore ? "a second look by " +
                                        std::string(item.requirement.adjudicator ? "an adjudicator" : "a reviewer")
                    : item.state == LesionState::NotRequired ? ""
                    : item.requirement.adjudicator           ? "an adjudicator"
                                                             : "a reviewer";
    return;
  } else {
    item.state = stateOf(counting.front()->verdict);
  }
  if (item.state == LesionState::ChangesAsked) {
    item.waitsFor = "changes by " + core::joined(changesFallTo(record, lesion), " or ");
  } else if (item.state == LesionState::Accepted) {
    if (item.requirement.adjudicator && settling == nullptr) {
      item.state = LesionState::Undecided;
      item.waitsFor = "an adjudicator";
    } else if (settling == nullptr && int(counting.size()) < item.requirement.reviewers) {
      item.state = LesionState::Undecided;
      item.waitsFor = std::to_string(item.requirement.reviewers - int(counting.size())) + " more reviewer" +
                      (item.requirement.reviewers - int(counting.size()) == 1 ? "" : "s");
    }
  }
}

// What is late or handed on comes before what is merely risky.
double urgencyOf(const QueueItem& item) {
  double urgency = item.risk;
  if (item.escalation) {
    urgency += item.escalation->overdue ? 8 : item.escalation->warns ? 6 : 4;
  }
  return urgency + (item.state == LesionState::Stale ? 2 : 0);
}

}  // namespace

std::string_view name(LesionState state) {
  return kStates.at(std::size_t(state));
}

bool isWaiting(LesionState state) {
  return state != LesionState::NotRequired && state != LesionState::Rejected && state != LesionState::Accepted;
}

std::vector<std::string> changesFallTo(const Record& record, const LesionFacts& facts) {
  const core::Lesion& lesion = facts.lesion;
  std::vector<std::string> people;
  if (!facts.changedBy.empty()) {
    people.push_back(facts.changedBy);
  } else if (lesion.provenance == core::Provenance::Candidate) {
    for (const Reading& each : readingsOf(record)) {
      const std::string& reader = each.assigned.reader;
      if (each.caseId == lesion.caseId && std::find(people.begin(), people.end(), reader) == people.end()) {
        people.push_back(reader);
      }
    }
  }
  if (people.empty()) {
    people.push_back(lesion.author);
  }
  return people;
}

std::vector<QueueItem> reviewQueue(const Record& record) {
  const core::PolicySet policy = record.policy();
  const std::vector<Requirement> requirements = requirementsOf(record);
  std::map<core::LesionId, std::vector<Opinion>> opinions = opinionsOf(record);
  std::map<std::pair<core::Hash, std::string>, bool> touched;  // by guideline and class
  const auto isTouched = [&](const core::Hash& guideline, const std::string& className) {
    const auto [found, isNew] = touched.try_emplace({guideline, className});
    if (isNew) {
      found->second = isTouchedSince(record, guideline, className);
    }
    return found->second;
  };
  const bool bringsTogether = readersPerCase(policy.rule) > 1;  // else no reading waits for another
  std::map<core::CaseId, bool> apart;
  const auto isApart = [&](const core::CaseId& caseId) {
    const auto [found, isNew] = apart.try_emplace(caseId);
    if (isNew) {
      found->second = isToBeBroughtTogether(record, caseId);
    }
    return found->second;
  };
  std::map<TrackOf, std::string> underway;
  for (const Reading& each : readingsOf(record)) {
    if (!each.submittedMs) {
      underway.emplace(TrackOf(each.caseId, each.track), each.assigned.reader);
    }
  }
  std::vector<QueueItem> queue;
  for (std::size_t i = 0; i < record.lesions.size(); ++i) {
    const LesionFacts& lesion = record.lesions[i];
    if (!isReviewed(record, lesion)) {
      continue;
    }
    QueueItem item{.lesion = i,
                   .requirement = requirements[i],
                   .risk = riskOf(record, policy, lesion),
                   .opinions = std::move(opinions[lesion.lesion.id])};
    for (Opinion& each : item.opinions) {
      each.voxelsChanged = each.version != lesion.version;
      each.ruleChanged = isTouched(each.guideline, lesion.lesion.className);
      each.own = isOwnWork(record, lesion, each.person);
    }
    judge(item, record, policy);
    const auto reading = underway.find({lesion.lesion.caseId, lesion.lesion.track});
    if (reading != underway.end() && item.state == LesionState::Undecided) {
      item.isUnderway = true;
      item.waitsFor = reading->second + " to hand the reading in";
    } else if (bringsTogether && item.state == LesionState::Undecided &&
               lesion.lesion.provenance == core::Provenance::Drawn && isApart(lesion.lesion.caseId)) {
      item.isUnderway = true;
      item.waitsFor = "the readings of its case to be brought together";
    }
    queue.push_back(std::move(item));
  }
  std::stable_sort(queue.begin(), queue.end(), [](const QueueItem& a, const QueueItem& b) {
    const auto key = [](const QueueItem& each) { return std::tuple(!isWaiting(each.state), -urgencyOf(each)); };
    return key(a) < key(b);
  });
  return queue;
}

std::set<std::size_t> rejectedIn(std::span<const QueueItem> queue) {
  std::set<std::size_t> rejected;
  for (const QueueItem& item : queue) {
    if (item.state == LesionState::Rejected) {
      rejected.insert(item.lesion);
    }
  }
  return rejected;
}

std::vector<std::string> reminders(const Record& record) {
  std::vector<std::string> all;
  if (!record.guidelines.empty()) {
    const std::int64_t age = record.nowMs - record.guidelines.back().wallClockMs;
    if (age >= kMonthMs) {
      all.push_back("The guideline is " + std::to_string(age / (kMonthMs / 30)) +
                    " days old: look whether it still says what you do");
    }
  }
  // Whether somebody settled it meanwhile or not: what counts is that it was not clear.
  std::map<std::string, int> contradictions;
  const auto opinions = opinionsOf(record);
  for (const LesionFacts& lesion : record.lesions) {
    const auto found = opinions.find(lesion.lesion.id);
    if (found == opinions.end()) {
      continue;
    }
    std::vector<const Opinion*> recent;
    for (const Opinion& each : found->second) {
      if (record.nowMs - each.wallClockMs < kMonthMs) {
        recent.push_back(&each);
      }
    }
    contradictions[lesion.lesion.className] += contradictionMs(recent).has_value();
  }
  for (const auto& [className, count] : contradictions) {
    if (count >= kRecurring) {
      all.push_back("Decisions on class \"" + className + "\" contradicted each other " + std::to_string(count) +
                    " times in a month: the guideline may need an example");
    }
  }
  return all;
}

}  // namespace workflow
