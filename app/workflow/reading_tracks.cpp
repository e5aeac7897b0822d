#include "workflow/reading_tracks.h"

#include <algorithm>

#include "workflow/assignment.h"
#include "workflow/calibration.h"

namespace workflow {

std::set<TrackOf> withheldTracks(const store::ProjectFile& project) {
  std::vector<core::EditId> without;
  for (const store::Arrival& each : project.arrivedAfter(0)) {
    if (!each.hasBody) {
      without.push_back(each.id);
    }
  }
  std::set<TrackOf> tracks;
  for (const store::ForeignEdit& each : project.editsOf(without)) {
    tracks.emplace(each.header.caseId, each.header.track);
  }
  return tracks;
}

std::vector<CaseTrack> tracksOf(const Record& record, const std::set<TrackOf>& withheld, const core::CaseId& caseId) {
  struct Found {
    CaseTrack track;
    bool drawn = false;
    bool handedIn = false;
    const Reading* assigned = nullptr;
  };
  const std::vector<Reading> readings = readingsOf(record);
  std::map<std::string, Found> found;
  const auto at = [&](const std::string& track) -> Found& {
    Found& each = found[track];
    each.track.track = track;
    return each;
  };
  for (const LesionFacts& each : record.lesions) {
    if (each.lesion.caseId == caseId) {
      Found& in = at(each.lesion.track);
      ++in.track.lesions;
      in.drawn |= each.lesion.provenance == core::Provenance::Drawn;
    }
  }
  record.each<core::ReadingSubmitted>([&](const core::Edit& edit, const core::ReadingSubmitted&) {
    if (edit.header.caseId == caseId) {
      at(edit.header.track).handedIn = true;
    }
  });
  for (const auto& [of, track] : withheld) {
    if (of == caseId) {
      at(track);
    }
  }
  for (const Reading& each : readings) {
    if (const auto in = found.find(each.track); each.caseId == caseId && in != found.end()) {
      in->second.assigned = &each;
    }
  }
  std::set<std::string> seeded;
  record.each<core::CalibrationOpened>([&](const core::Edit&, const core::CalibrationOpened& body) {
    if (std::binary_search(body.cases.begin(), body.cases.end(), caseId) && !body.candidates.empty()) {
      seeded.insert(body.candidates);
    }
  });
  std::vector<CaseTrack> tracks;
  for (auto& [name, each] : found) {
    CaseTrack& track = tracks.emplace_back(std::move(each.track));
    track.reader = each.assigned != nullptr ? each.assigned->assigned.reader : name;
    track.kind = withheld.contains({caseId, name})                           ? TrackKind::Withheld
                 : record.consensus.contains({caseId, name})                 ? TrackKind::Consensus
                 : isCalibrationTrack(record, caseId, name)                  ? TrackKind::Calibration
                 : seeded.contains(name) || !(each.drawn || each.handedIn)   ? TrackKind::Candidates
                 : each.assigned && !each.assigned->assigned.repeats.empty() ? TrackKind::Again
                 : each.assigned && !each.assigned->submittedMs              ? TrackKind::Underway
                                                                             : TrackKind::Reading;
  }
  return tracks;
}

}  // namespace workflow
