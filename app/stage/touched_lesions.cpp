#include "stage/touched_lesions.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "stage/open_to.h"
#include "workflow/reading_tracks.h"

namespace stage {
namespace {

// What the rule for its class has against a lesion; empty: nothing.
std::string againstIt(const workflow::LesionFacts& facts, const core::Guideline& rules) {
  const core::GuidelineClass* rule = rules.find(facts.lesion.className);
  if (rule == nullptr) {
    return rules.classes.empty() ? "" : "its class is no longer one of the guideline\u2019s";
  }
  return facts.volumeMl * 1000 < rule->smallestMm3 ? "too small: it asks for " + core::volumeInWords(rule->smallestMm3)
                                                   : "";
}

}  // namespace

TouchedLesions touchedLesions(const ReviewNews& news, const core::Guideline& rules,
                              const std::vector<std::size_t>& touched, const std::set<std::size_t>& again,
                              const std::string& reader) {
  const workflow::Record& record = news.record;
  const std::set<std::size_t> rejected = workflow::rejectedIn(news.queue);
  const OpenTo open(record, reader);
  struct Listed {
    ui::GuidelinePageCard::Touched item;
    TouchedLesions::Place place;
    int rank;
  };
  std::vector<Listed> all;
  for (const std::size_t i : touched) {
    const workflow::LesionFacts& facts = record.lesions[i];
    const core::Lesion& lesion = facts.lesion;
    const core::Case* in = record.findCase(lesion.caseId);
    if (in == nullptr || !open.allows(lesion.caseId, lesion.track)) {
      continue;
    }
    const bool isRejected = rejected.contains(i);
    const std::string against = isRejected ? "" : againstIt(facts, rules);
    ui::GuidelinePageCard::Touched item{
        .lesion = lesion.name + ", " + lesion.className + " \u00B7 " + in->name +
                  (lesion.track == workflow::kSharedTrack ? "" : " \u00B7 " + lesion.track),
        .words = core::printed(facts.volumeMl < 1 ? "%.0f mm\u00B3" : "%.2f ml",
                               facts.volumeMl < 1 ? facts.volumeMl * 1000 : facts.volumeMl)};
    item.again = again.contains(i);
    item.breaks = !against.empty();
    item.words += isRejected ? " \u00B7 rejected" : "";
    item.words += (item.breaks ? " \u00B7 " + against : "") + (item.again ? " \u00B7 to be decided on again" : "");
    const int rank = item.again ? 0 : item.breaks ? 1 : isRejected ? 3 : 2;
    all.push_back({std::move(item), {{lesion.caseId, lesion.track}, lesion.id}, rank});
  }
  std::stable_sort(all.begin(), all.end(), [](const Listed& a, const Listed& b) { return a.rank < b.rank; });
  TouchedLesions found;
  for (Listed& each : all) {
    found.items.push_back(std::move(each.item));
    found.places.push_back(std::move(each.place));
  }
  return found;
}

TouchedLesions touchedByLatest(const ReviewNews& news, const std::string& reader) {
  const workflow::Record& record = news.record;
  const std::size_t versions = record.guidelines.size();
  if (versions < 2) {
    return {};
  }
  std::set<std::size_t> again;
  for (const workflow::QueueItem& item : news.queue) {
    if (item.state == workflow::LesionState::Stale) {
      again.insert(item.lesion);
    }
  }
  const workflow::GuidelineDifference difference = workflow::differenceOf(record, versions - 2, versions - 1);
  return touchedLesions(news, record.guidelines.back().guideline, workflow::touchedBy(record, difference), again,
                        reader);
}

}  // namespace stage
