#include "stage/lesion_standing.h"

#include <algorithm>
#include <map>
#include <utility>

#include "stage/in_words.h"
#include "stage/review_card.h"
#include "workflow/origin.h"

namespace stage {
namespace {

// Who said so, of those whose word still counts: "Rita and Ana".
std::string whoSaid(const workflow::QueueItem& item, core::Verdict verdict) {
  std::vector<std::string> people;
  for (const workflow::Opinion& each : item.opinions) {
    if (each.counts() && each.verdict == verdict &&
        std::find(people.begin(), people.end(), each.person) == people.end()) {
      people.push_back(each.person);
    }
  }
  return workflow::listed(people);
}

std::string stateWords(const workflow::Record& record, const workflow::QueueItem& item) {
  using State = workflow::LesionState;
  switch (item.state) {
    case State::Accepted:
      return "Accepted by " + whoSaid(item, core::Verdict::Accept);
    case State::Rejected:
      return "Rejected by " + whoSaid(item, core::Verdict::Reject);
    case State::ChangesAsked:
      return "Sent back by " + whoSaid(item, core::Verdict::Changes);
    case State::Stale:
      return capital(changedWords(record, item));
    case State::Escalated: {
      const std::string who = whoSaid(item, core::Verdict::Escalate);
      return who.empty() ? "Decisions contradict each other" : "Handed on by " + who;
    }
    case State::Contested:
      return "People painted against each other";
    case State::Undecided:
    case State::NotRequired:
      break;
  }
  return "";
}

}  // namespace

std::vector<const workflow::QueueItem*> reviewedOf(const ReviewNews& news, std::span<const core::LesionId> lesions) {
  std::map<core::LesionId, const workflow::QueueItem*> items;
  for (const workflow::QueueItem& item : news.queue) {
    items.emplace(news.record.lesions[item.lesion].lesion.id, &item);
  }
  std::vector<const workflow::QueueItem*> found;
  found.reserve(lesions.size());
  for (const core::LesionId& id : lesions) {
    const auto at = items.find(id);
    found.push_back(at == items.end() ? nullptr : at->second);
  }
  return found;
}

ui::ReviewMark markOf(workflow::LesionState state) {
  using State = workflow::LesionState;
  switch (state) {
    case State::Accepted:
      return ui::ReviewMark::Accepted;
    case State::Rejected:
      return ui::ReviewMark::Rejected;
    case State::ChangesAsked:
      return ui::ReviewMark::SentBack;
    case State::Escalated:
      return ui::ReviewMark::HandedOn;
    case State::Stale:
      return ui::ReviewMark::SecondLook;
    case State::Contested:  // its hatching says so
    case State::Undecided:
    case State::NotRequired:
      break;
  }
  return ui::ReviewMark::None;
}

ui::LesionStanding standingOf(const ReviewNews& news, const workflow::QueueItem& item) {
  ui::LesionStanding standing{.mark = markOf(item.state), .words = stateWords(news.record, item)};
  if (!item.waitsFor.empty()) {
    standing.words += (standing.words.empty() ? "Waits for " : ": waits for ") + item.waitsFor;
  }
  if (!standing.words.empty()) {
    standing.words += ".";
  }
  for (Said& each : saidAbout(news, item)) {
    standing.said.push_back(std::move(each.item));
  }
  return standing;
}

}  // namespace stage
