#include "stage/team_desk.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "core/wall_clock.h"
#include "stage/in_words.h"
#include "workflow/assignment.h"
#include "workflow/informative_cases.h"
#include "workflow/known_people.h"
#include "workflow/policy.h"

namespace stage {
namespace {

std::vector<std::string> sortedOnce(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

ui::TeamCard teamCardOf(const ReviewNews& news) {
  const workflow::Record& record = news.record;
  ui::TeamCard card{.policy = record.policy(), .wasSet = !workflow::policyChanges(record).empty()};
  card.readersAsked = workflow::readersPerCase(card.policy.rule);
  std::map<std::string, ui::TeamCard::Reader> readers;
  for (const workflow::Reading& each : workflow::readingsOf(record)) {
    ui::TeamCard::Reader& reader = readers[each.assigned.reader];
    reader.name = each.assigned.reader;
    ++reader.readings;
    reader.handedIn += each.submittedMs ? 1 : 0;
    reader.overdue += each.overdue ? 1 : 0;
    reader.cases += (reader.cases.empty() ? "" : ", ") + record.findCase(each.caseId)->name;
  }
  std::set<std::string> known;
  for (const workflow::LesionFacts& each : record.lesions) {
    known.insert(each.lesion.author);
  }
  for (const auto& [name, reader] : readers) {
    card.readers.push_back(reader);
  }
  if (readers.empty()) {
    card.proposedReaders.assign(known.begin(), known.end());
  } else {
    for (const ui::TeamCard::Reader& each : card.readers) {
      card.proposedReaders.push_back(each.name);
    }
  }
  card.known = workflow::knownPeople(record, news.people);
  card.annotators = workflow::thoseWith(card.known, news.people, core::Role::Reader);
  card.deciders = workflow::thoseWith(card.known, news.people, core::Right::Settle);
  core::keepKnown(card.proposedReaders, card.known);
  card.proposed.resize(record.cases.size());
  for (const workflow::InformativeCase& each : workflow::informativeCases(record, news.queue)) {
    const auto at = std::find_if(record.cases.begin(), record.cases.end(),
                                 [&](const core::Case& theCase) { return theCase.id == each.caseId; });
    card.proposed[std::size_t(at - record.cases.begin())] = core::joined(each.why, "; ");
  }
  return card;
}

void TeamDesk::poll(ReviewRoom& room) {
  outbox_.poll();
  if (std::exchange(refresh_, false)) {
    room.feed.refresh();
  }
  if (auto news = room.feed.news(); news != nullptr && news != news_) {
    news_ = std::move(news);
    card_ = teamCardOf(*news_);
  }
}

void TeamDesk::send(const ReviewRoom& room, std::vector<core::EditDraft> drafts) {
  fault_.clear();
  outbox_.send(room.workspace.session(),
               [this, drafts = std::move(drafts)](store::ProjectFile& project) -> Outbox::Then {
                 try {
                   project.append(drafts);
                 } catch (const core::Error& error) {
                   return [this, why = inWords(error)] { fault_ = why; };
                 }
                 return [this] { refresh_ = true; };
               });
}

void TeamDesk::set(const ReviewRoom& room, const ui::SetPolicy& asked) {
  if (news_ == nullptr) {
    return;
  }
  core::PolicySet policy = asked.policy;
  policy.criticalClasses = sortedOnce(std::move(policy.criticalClasses));
  if (!knows(policy.resolvers)) {
    return;
  }
  // Somebody else may have set another one while the sheet was filled in.
  const std::vector<std::string> less = core::asksForLess(news_->record.policy(), policy);
  if (!less.empty() && policy.reason.empty() && !workflow::policyChanges(news_->record).empty()) {
    fault_ = "This asks for less than the policy in force (" + core::joined(less, "; ") + "). Say why.";
    return;
  }
  send(room, {{.person = reader_, .body = std::move(policy)}});
}

// Else says who is not.
bool TeamDesk::knows(const std::vector<std::string>& people) {
  const auto unknown = core::unknownAmong(people, workflow::knownPeople(news_->record, news_->people));
  if (unknown) {
    fault_ = core::inWords(*unknown);
  }
  return !unknown;
}

void TeamDesk::assign(const ReviewRoom& room, const ui::AssignReadings& asked) {
  if (news_ == nullptr) {
    return;
  }
  const std::optional<std::int64_t> due =
      asked.due.empty() ? std::optional<std::int64_t>(0) : core::endOfDayMs(asked.due);
  if (!due) {
    fault_ = asked.due + " is no day: write it as 2026-12-31.";
    return;
  }
  if (!knows(asked.readers)) {
    return;
  }
  std::vector<core::CaseId> cases;
  for (const std::size_t place : asked.cases) {
    cases.push_back(news_->record.cases.at(place).id);
  }
  std::vector<core::EditDraft> drafts;
  for (workflow::PlannedReading& each : workflow::planReadings(news_->record, cases, asked.readers,
                                                               {.readersPerCase = asked.perCase,
                                                               .repeatedPart = asked.repeatPercent / 100.0,
                                                               .seed = asked.seed.empty() ? "1" : asked.seed})) {
    drafts.push_back({.person = reader_,
                      .caseId = each.caseId,
                      .track = each.track,
                      .body = core::Assigned{.reader = std::move(each.reader),
                                             .dueMs = *due,
                                             .blind = asked.blind,
                                             .repeats = std::move(each.repeats)}});
  }
  if (!drafts.empty()) {
    send(room, std::move(drafts));
  }
}

void TeamDesk::fill(ui::Model& model) const {
  if (news_ == nullptr) {
    return;
  }
  model.team = card_;
  model.team->mayManage = news_->allows(reader_, core::Right::Manage);
  model.team->mayAssign = news_->allows(reader_, core::Right::Teach);
  model.team->fault = fault_;
}

}  // namespace stage
