#include "workflow/late_changes.h"

#include <algorithm>
#include <map>
#include <optional>

#include "workflow/assignment.h"

namespace workflow {
namespace {

using Places = std::vector<std::size_t>;  // in the log, rising

bool isAfter(const Places& places, std::size_t place) {
  return !places.empty() && places.back() > place;
}

}  // namespace

std::string inWords(const LateChange& change) {
  return std::string("was changed after it was handed in") +
         (change.seeing ? ", when what others found could be seen" : "") +
         (change.handedInAgain ? "" : ", and not handed in again");
}

std::vector<LateChange> lateChanges(const Record& record, std::span<const store::LogEntry> log,
                                    const core::CaseId& caseId) {
  std::map<core::EditId, std::size_t> placeOf;
  std::map<std::string, Places> handedIn, changed;
  for (std::size_t i = 0; i < log.size(); ++i) {
    const store::LogEntry& entry = log[i];
    const core::EditKind kind = entry.header.kind;
    placeOf.emplace(entry.id, i);
    if (entry.header.caseId != caseId) {
      continue;
    }
    if (kind == core::EditKind::ReadingSubmitted && !entry.undone) {
      handedIn[entry.header.track].push_back(i);
    } else if ((kind == core::EditKind::MaskChanged || kind == core::EditKind::LesionChanged) && !entry.undone) {
      changed[entry.header.track].push_back(i);
    } else if (const auto target = entry.target ? placeOf.find(*entry.target) : placeOf.end();
               target != placeOf.end() && log[target->second].undone == (kind == core::EditKind::Undone)) {
      // Takes out what was there when the reading was handed in; what came and went since changes nothing.
      const Places& before = handedIn[entry.header.track];
      if (std::any_of(before.begin(), before.end(), [&](std::size_t at) { return at > target->second; })) {
        changed[entry.header.track].push_back(i);
      }
    }
  }
  std::size_t open = 0;  // from where on those who read it blind could see each other's
  std::size_t blind = 0;
  const std::vector<Reading> readings = readingsOf(record);
  for (const Reading& each : readings) {
    if (each.caseId == caseId && each.assigned.blind && !handedIn[each.track].empty()) {
      open = std::max(open, handedIn[each.track].front());
      ++blind;
    }
  }
  std::vector<LateChange> late;
  for (const auto& [track, places] : handedIn) {
    const Places& changes = changed[track];
    if (places.empty() || !isAfter(changes, places.front())) {
      continue;
    }
    const auto assigned = std::find_if(readings.begin(), readings.end(), [&](const Reading& each) {
      return each.caseId == caseId && each.track == track;
    });
    const bool wasBlind = assigned != readings.end() && assigned->assigned.blind;
    late.push_back({.caseId = caseId,
                    .track = track,
                    .reader = assigned == readings.end() ? track : assigned->assigned.reader,
                    .handedInAgain = !isAfter(changes, places.back()),
                    .seeing = wasBlind && blind > 1 && isAfter(changes, open)});
  }
  return late;
}

}  // namespace workflow
