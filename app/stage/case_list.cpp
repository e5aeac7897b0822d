#include "stage/case_list.h"

#include <algorithm>
#include <map>

#include "stage/open_to.h"
#include "workflow/reading_tracks.h"

namespace stage {
namespace {

std::string lesionsOf(std::size_t number) {
  return number == 0 ? "no lesion" : std::to_string(number) + (number == 1 ? " lesion" : " lesions");
}

std::string describe(const workflow::Record& record, const workflow::CaseTrack& track,
                     const workflow::Reading* assigned, const std::string& reader) {
  const std::string lesions = lesionsOf(track.lesions);
  if (assigned != nullptr) {
    const std::string by = assigned->assigned.reader == reader ? "you" : assigned->assigned.reader;
    const std::string whose = by == track.track ? "" : " by " + by;  // else its name says so
    const bool changed = record.isChangedSince({assigned->caseId, assigned->track});
    return assigned->submittedMs ? lesions + whose + (changed ? ", changed since handed in" : ", handed in")
                                 : (track.lesions == 0 ? "to be read" : lesions + " so far") + whose;
  }
  switch (track.kind) {
    case workflow::TrackKind::Candidates:
      return lesions + ", a model\u2019s candidates";
    case workflow::TrackKind::Consensus:
      return lesions + ", a consensus of readings";
    case workflow::TrackKind::Withheld:
      return "this copy of the project does not hold it";
    default:
      return track.track == workflow::kSharedTrack ? lesions + ", by whoever paints here" : lesions;
  }
}

}  // namespace

CaseList casesFor(const workflow::Record& record, const std::string& reader, const Destination& open) {
  const std::vector<workflow::Reading> readings = workflow::readingsOf(record);
  const OpenTo mayOpen(record, reader);
  CaseList list;
  for (const core::Case& each : record.cases) {
    std::map<std::string, workflow::CaseTrack> tracks;
    for (workflow::CaseTrack& track : workflow::tracksOf(record, {}, each.id)) {
      tracks.emplace(track.track, std::move(track));
    }
    std::map<std::string, const workflow::Reading*> assigned;
    for (const workflow::Reading& reading : readings) {
      if (reading.caseId == each.id) {
        assigned.emplace(reading.track, &reading);
        tracks.emplace(reading.track, workflow::CaseTrack{reading.track, reading.assigned.reader});
      }
    }
    if (tracks.empty() || (open.caseId == each.id && !tracks.contains(open.track))) {
      const std::string track = open.caseId == each.id ? open.track : workflow::kSharedTrack;
      tracks.emplace(track, workflow::CaseTrack{track, track});
    }
    ui::CasesCard::Case& shown = list.card.cases.emplace_back(
        ui::CasesCard::Case{.id = each.id, .name = each.name, .formerNames = each.formerNames});
    std::vector<Destination>& places = list.places.emplace_back();
    for (const auto& [name, track] : tracks) {
      const auto reading = assigned.find(name);
      const workflow::Reading* of = reading == assigned.end() ? nullptr : reading->second;
      const bool isOpen = open == Destination{each.id, name};
      if (!isOpen && !mayOpen.allows(each.id, name)) {
        continue;
      }
      shown.tracks.push_back({name, describe(record, track, of, reader), isOpen});
      places.push_back({each.id, name});
    }
    shown.words = mayOpen.isBlind(each.id) ? "read blind: you see the others\u2019 once all are handed in" : "";
  }
  return list;
}

}  // namespace stage
