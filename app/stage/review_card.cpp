#include "stage/review_card.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <map>
#include <set>

#include "core/text.h"
#include "stage/local_time.h"
#include "workflow/assignment.h"
#include "workflow/guideline_change.h"
#include "workflow/origin.h"
#include "workflow/second_look.h"

namespace stage {
namespace {

constexpr double kTinyMl = 0.1;  // as workflow::riskOf() takes it
constexpr double kHugeMl = 100;
constexpr double kUnsure = 0.5;  // of a model: below it, its own doubt is worth a word
constexpr std::size_t kShortVersion = 8;

const char* verbOf(core::Verdict verdict) {
  switch (verdict) {
    case core::Verdict::Accept:
      return "accepted";
    case core::Verdict::Reject:
      return "rejected";
    case core::Verdict::Changes:
      return "asked for changes";
    case core::Verdict::Escalate:
      return "let somebody else decide";
  }
  core::invariantBroken("every verdict has a verb", std::source_location::current());
}

std::string standing(const workflow::Opinion& opinion, bool isCandidate) {
  return opinion.own             ? (isCandidate ? " (corrected it: does not count)" : " (drew it: does not count)")
         : opinion.voxelsChanged ? " (changed since)"
         : opinion.ruleChanged   ? " (under an older guideline)"
                                 : "";
}

}  // namespace

std::string whenWords(std::int64_t wallClockMs, std::int64_t nowMs) {
  const std::time_t then = wallClockMs / 1000, now = nowMs / 1000;
  std::tm local{}, today{};
  localtime_r(&then, &local);
  localtime_r(&now, &today);
  const bool sameDay = local.tm_year == today.tm_year && local.tm_yday == today.tm_yday;
  return localTime(sameDay ? "%H:%M" : "%e %b", then);
}

std::vector<Said> saidAbout(const ReviewNews& news, const workflow::QueueItem& item) {
  const workflow::Record& record = news.record;
  const core::Lesion& lesion = record.lesions[item.lesion].lesion;
  const bool candidate = lesion.provenance == core::Provenance::Candidate;
  std::vector<std::pair<std::int64_t, Said>> all;
  for (const workflow::Opinion& each : item.opinions) {
    all.push_back({each.wallClockMs,
                   {{.who = each.person,
                     .what = verbOf(each.verdict) + standing(each, candidate),
                     .text = each.comment,
                     .when = whenWords(each.wallClockMs, record.nowMs),
                     .counts = each.counts()},
                    ""}});
  }
  for (workflow::Remark& each : workflow::remarksOn(record, lesion.id)) {
    const auto decided = std::find_if(all.begin(), all.end(), [&](const auto& said) {
      return said.second.item.who == each.person && said.second.item.text == each.text && !each.text.empty();
    });
    if (decided != all.end()) {  // said with the decision: once is enough, and it leads there
      decided->second.item.pinned = !each.view.empty();
      decided->second.view = std::move(each.view);
      continue;
    }
    all.push_back({each.wallClockMs,
                   {{.who = each.person,
                     .what = "commented",
                     .text = each.text,
                     .when = whenWords(each.wallClockMs, record.nowMs),
                     .pinned = !each.view.empty()},
                    std::move(each.view)}});
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<Said> said;
  for (auto& [time, each] : all) {
    said.push_back(std::move(each));
  }
  return said;
}

std::string riskWords(const workflow::Record& record, const workflow::QueueItem& item) {
  const workflow::LesionFacts& facts = record.lesions[item.lesion];
  const core::Lesion& lesion = facts.lesion;
  if (item.escalation && item.escalation->overdue) {
    return "Overdue";
  }
  if (facts.contested) {
    return "Contested";
  }
  if (item.requirement.critical) {
    return "Critical class";
  }
  if (facts.disputed) {
    return "Readers differ";
  }
  if (item.escalation) {
    return "Escalated";
  }
  if (lesion.provenance == core::Provenance::Candidate && lesion.confidence && *lesion.confidence < kUnsure) {
    return core::printed("Model unsure (%.2f)", *lesion.confidence);
  }
  return facts.volumeMl < kTinyMl ? "Very small" : facts.volumeMl > kHugeMl ? "Very large" : "";
}

std::string blockedWords(const workflow::Record& record, const workflow::LesionFacts& facts,
                         const std::string& reviewer) {
  if (facts.contested) {
    return "People painted against each other here. Edit it, and say what belongs to it, before it is accepted.";
  }
  if (workflow::isOwnWork(record, facts, reviewer)) {
    return facts.changedBy.empty() ? "You drew this: somebody else accepts it."
                                   : "You corrected this: somebody else accepts it.";
  }
  return "";
}

std::string decidedWords(const workflow::Opinion& opinion) {
  return opinion.person + " " + verbOf(opinion.verdict) + (opinion.verdict == core::Verdict::Changes ? "" : " it");
}

std::string changedWords(const workflow::Record& record, const workflow::QueueItem& item) {
  std::string words;
  if (const workflow::Opinion* before = workflow::decidedBeforeChange(item)) {
    words = "it was changed after " + decidedWords(*before) +
            (before->verdict == core::Verdict::Changes ? ", who has not looked again" : "");
  }
  const auto under = std::find_if(item.opinions.rbegin(), item.opinions.rend(),
                                  [](const workflow::Opinion& each) { return !each.own && each.ruleChanged; });
  if (under != item.opinions.rend()) {
    const std::vector<std::string> changes =
        workflow::changesSince(record, under->guideline, record.lesions[item.lesion].lesion.className);
    words += (words.empty() ? "" : ", and ") + std::string("the guideline for its class was changed") +
             (changes.empty() ? "" : ": " + core::joined(changes, "; "));
  }
  return words;
}

ui::ReviewCard cardOf(const ReviewNews& news, const workflow::QueueItem& item, const std::string& reviewer) {
  const workflow::Record& record = news.record;
  const workflow::LesionFacts& facts = record.lesions[item.lesion];
  const core::Lesion& lesion = facts.lesion;
  const core::Case* in = record.findCase(lesion.caseId);
  const bool candidate = lesion.provenance == core::Provenance::Candidate;
  ui::ReviewCard card{.state = ui::ReviewCard::State::Finding,
                      .name = lesion.name,
                      .origin = in->name + " \u00B7 " + workflow::originLine(record, facts),
                      .className = lesion.className,
                      .risk = riskWords(record, item)};
  if (item.state == workflow::LesionState::Stale || item.escalation || item.requirement.adjudicator) {
    const bool stale = item.state == workflow::LesionState::Stale;
    card.why = stale ? "A second look: " + changedWords(record, item) : "Waits for: " + item.waitsFor;
  }
  card.blocked = blockedWords(record, facts, reviewer);
  card.facts.emplace_back("Class", lesion.className);
  card.facts.emplace_back("Volume", core::printed(facts.volumeMl < 10 ? "%.2f ml" : "%.1f ml", facts.volumeMl));
  for (auto& each : workflow::originOf(record, facts)) {
    card.facts.push_back(std::move(each));
  }
  if (candidate && lesion.confidence) {
    card.facts.emplace_back("Its confidence", core::printed("%.2f", *lesion.confidence));
  }
  // Two readers' findings at one place look alike but for this.
  const bool several = std::any_of(record.lesions.begin(), record.lesions.end(), [&](const auto& each) {
    return each.lesion.caseId == lesion.caseId && each.lesion.track != lesion.track;
  });
  if (several) {
    card.facts.emplace_back("Reading", lesion.track);
  }
  card.facts.emplace_back("Version", facts.version.hex().substr(0, kShortVersion));
  return card;
}

std::string waitingForOthers(const ReviewNews& news, std::span<const workflow::QueueItem* const> own,
                             const std::string& person) {
  const std::set<core::CaseId> blind = workflow::blindTo(news.record, person);
  std::map<std::string, std::size_t> waits;
  for (const workflow::QueueItem& item : news.queue) {
    const bool others = workflow::isWaiting(item.state) && !item.waitsFor.empty() &&
                        std::find(own.begin(), own.end(), &item) == own.end();
    if (others && !blind.contains(news.record.lesions[item.lesion].lesion.caseId)) {
      ++waits[item.waitsFor];
    }
  }
  std::string words;
  for (const auto& [whom, number] : waits) {
    words += (words.empty() ? "" : ", ") + std::to_string(number) +
             (!words.empty() ? ""
              : number == 1  ? " waits"
                             : " wait") +
             " for " + whom;
  }
  return words.empty() ? "" : words + ".";
}

std::string escalationWords(const core::PolicySet& policy) {
  std::string words;
  for (std::size_t i = 0; i < policy.resolvers.size(); ++i) {
    words += i == 0 ? policy.resolvers[i] + " is asked to decide"
                    : ", then " + policy.resolvers[i] + (i == 1 ? " where that has not happened" : "");
    words += i == 0 ? " within " + std::to_string(policy.limitHours) + " hours" : "";
  }
  return (words.empty() ? std::string("An adjudicator is asked to decide") : words) +
         ". It leaves your list, and comes back when the lesion or its rule is changed.";
}

std::vector<ui::CriterionItem> checkedOf(const workflow::Record& record, const core::Grid& grid,
                                         std::span<const workflow::MarkedLesion> lesions) {
  const core::Guideline* guideline = record.guidelines.empty() ? nullptr : &record.guidelines.back().guideline;
  std::vector<ui::CriterionItem> items;
  std::string holds;
  for (const workflow::ReadingCheck& check : workflow::checksOf(guideline, grid, lesions)) {
    bool fails = false;
    for (const workflow::ReadingCheck::Fault& fault : check.faults) {
      if (std::find(fault.lesions.begin(), fault.lesions.end(), 0u) != fault.lesions.end()) {
        items.push_back({fault.words, ui::CriterionItem::State::Fails, true});
        fails = true;
      }
    }
    if (!fails && !check.about.empty()) {
      holds += (holds.empty() ? "" : ", ") + check.about;
    }
  }
  if (!holds.empty()) {
    items.push_back({"Checked: " + holds, ui::CriterionItem::State::Holds, true});
  }
  return items;
}

std::vector<ui::SentBackItem> sentBackItems(const workflow::Record& record,
                                            std::span<const workflow::SentBack> sentBack) {
  std::vector<ui::SentBackItem> items;
  for (const workflow::SentBack& each : sentBack) {
    const core::Lesion& lesion = record.lesions[each.lesion].lesion;
    const bool rejected = each.opinion.verdict == core::Verdict::Reject;
    items.push_back({.lesion = lesion.name,
                     .caseName = record.findCase(lesion.caseId)->name,
                     .what = (rejected ? "Rejected by " : "Changes asked for by ") + each.opinion.person,
                     .text = !each.opinion.comment.empty() || !each.pinned ? each.opinion.comment : each.pinned->text,
                     .when = whenWords(each.opinion.wallClockMs, record.nowMs),
                     .settled = rejected || each.mended});
    if (each.mended) {
      items.back().what = "Changed; waits for a second look. Asked for by " + each.opinion.person;
    }
  }
  return items;
}

}  // namespace stage
