#include "workflow/deck.h"

#include <algorithm>
#include <set>

#include "workflow/assignment.h"
#include "workflow/second_reading.h"

namespace workflow {
namespace {

constexpr const char* kAdjudicator = "adjudicator";  // as workflow/queue.cpp takes it to settle contradictions

bool waitsFor(const Record& record, const Withholding& withheld, const QueueItem& item, const Reviewer& reviewer) {
  const LesionFacts& facts = record.lesions[item.lesion];
  const core::Lesion& lesion = facts.lesion;
  if (!isWaiting(item.state) || item.state == LesionState::ChangesAsked || item.isUnderway ||
      isOwnWork(record, facts, reviewer.person)) {
    return false;
  }
  if (withheld.reason(lesion.caseId, lesion.track, reviewer.person)) {
    return false;  // candidates, which this person is still to read the case without
  }
  if (item.state == LesionState::Contested) {
    return true;
  }
  if (item.escalation && !item.escalation->resolver.empty()) {
    return item.escalation->resolver == reviewer.person;
  }
  if ((item.escalation || item.requirement.adjudicator) && !reviewer.adjudicates) {
    return false;
  }
  return std::none_of(item.opinions.begin(), item.opinions.end(),
                      [&](const Opinion& each) { return each.person == reviewer.person && each.counts(); });
}

}  // namespace

std::string Reviewer::roleFor(const QueueItem& item) const {
  return adjudicates && (item.escalation || item.requirement.adjudicator) ? kAdjudicator : "reviewer";
}

std::vector<const QueueItem*> deckOf(const Record& record, std::span<const QueueItem> queue, const Reviewer& reviewer) {
  std::vector<const QueueItem*> deck;
  const Withholding withheld(record);
  const std::set<core::CaseId> blind = blindTo(record, reviewer.person);
  for (const QueueItem& item : queue) {
    if (!blind.contains(record.lesions[item.lesion].lesion.caseId) && waitsFor(record, withheld, item, reviewer)) {
      deck.push_back(&item);
    }
  }
  return deck;
}

bool mayDecideOn(const Record& record, const QueueItem& item, const Reviewer& reviewer) {
  const LesionFacts& facts = record.lesions[item.lesion];
  return !item.isUnderway && !isOwnWork(record, facts, reviewer.person) &&
         !Withholding(record).reason(facts.lesion.caseId, facts.lesion.track, reviewer.person) &&
         !blindTo(record, reviewer.person).contains(facts.lesion.caseId);
}

std::vector<Remark> remarksOn(const Record& record, const core::LesionId& lesion) {
  std::vector<Remark> remarks;
  record.each<core::Commented>([&](const core::Edit& edit, const core::Commented& body) {
    if (body.lesion == lesion) {
      remarks.push_back({edit.id, edit.header.person, body.text, body.voxel, body.view, edit.header.wallClockMs});
    }
  });
  return remarks;
}

std::vector<SentBack> sentBackTo(const Record& record, std::span<const QueueItem> queue, const std::string& author) {
  std::vector<SentBack> back;
  for (const QueueItem& item : queue) {
    const LesionFacts& facts = record.lesions[item.lesion];
    const bool sent = item.state == LesionState::Rejected || item.state == LesionState::ChangesAsked;
    if (!sent) {
      continue;
    }
    const std::vector<std::string> whose = changesFallTo(record, facts);
    if (std::find(whose.begin(), whose.end(), author) == whose.end()) {
      continue;
    }
    const core::Verdict verdict = item.state == LesionState::Rejected ? core::Verdict::Reject : core::Verdict::Changes;
    const auto opinion = std::find_if(item.opinions.rbegin(), item.opinions.rend(),
                                      [&](const Opinion& each) { return each.counts() && each.verdict == verdict; });
    if (opinion == item.opinions.rend()) {
      continue;
    }
    SentBack each{.lesion = item.lesion, .opinion = *opinion};
    for (Remark& remark : remarksOn(record, facts.lesion.id)) {
      if (remark.person == opinion->person && !remark.view.empty()) {
        each.pinned = std::move(remark);
      }
    }
    back.push_back(std::move(each));
  }
  std::stable_partition(back.begin(), back.end(),
                        [](const SentBack& each) { return each.opinion.verdict == core::Verdict::Changes; });
  return back;
}

}  // namespace workflow
