#include "workflow/second_reading.h"

#include <algorithm>

#include "core/error.h"

namespace workflow {
namespace {

// A place in what is sorted.
template <typename Item>
std::size_t placeIn(const std::vector<Item>& items, const Item& item) {
  return std::size_t(std::lower_bound(items.begin(), items.end(), item) - items.begin());
}

}  // namespace

bool boxesComeFirst(const core::CalibrationOpened& opened, const std::string& reader, const core::CaseId& caseId) {
  return opened.boxes && (placeIn(opened.readers, reader) + placeIn(opened.cases, caseId)) % 2 == 1;
}

Withholding::Withholding(const Record& record) {
  for (const Session& session : sessionsOf(record)) {
    if (!session.isRevealed() && session.opened.isReadTwice()) {
      reading_.push_back(session.opened);
    }
  }
  if (!reading_.empty()) {
    record.each<core::ReadingSubmitted>([&](const core::Edit& edit, const core::ReadingSubmitted&) {
      handedIn_.insert({{edit.header.caseId, edit.header.track}, edit.header.person});
    });
  }
}

std::optional<std::string> Withholding::reason(const core::CaseId& caseId, const std::string& track,
                                               const std::string& person) const {
  for (const core::CalibrationOpened& opened : reading_) {
    if (!std::binary_search(opened.cases.begin(), opened.cases.end(), caseId) ||
        !std::binary_search(opened.readers.begin(), opened.readers.end(), person)) {
      continue;
    }
    const std::string masks = calibrationTrack(opened.name, person), second = secondTrack(opened, person);
    const bool boxesFirst = boxesComeFirst(opened, person, caseId);
    const std::string& first = boxesFirst ? second : masks;
    const std::string& later = boxesFirst ? masks : second;
    const bool waits =
        track == later || (!opened.candidates.empty() && (track == opened.candidates || track == opened.seededFrom));
    if (waits && !handedIn_.contains({{caseId, first}, person})) {
      return "it waits until \"" + first + "\" is handed in";
    }
  }
  return std::nullopt;
}

ReadingWay wayOf(const Record& record, const core::CaseId& caseId, const std::string& track,
                 const std::string& person) {
  for (const Session& session : sessionsOf(record)) {
    const core::CalibrationOpened& opened = session.opened;
    if (session.isRevealed() || !opened.isReadTwice() ||
        !std::binary_search(opened.cases.begin(), opened.cases.end(), caseId) ||
        !std::binary_search(opened.readers.begin(), opened.readers.end(), person)) {
      continue;
    }
    if (track == calibrationTrack(opened.name, person)) {
      return opened.boxes ? ReadingWay::ByMasks : ReadingWay::Unaided;
    }
    if (track == secondTrack(opened, person)) {
      return opened.boxes ? ReadingWay::ByBoxes : ReadingWay::Aided;
    }
  }
  return ReadingWay::Once;
}

std::vector<core::EditDraft> aidedBeginning(const store::ProjectFile& project, const Record& record,
                                            const core::CaseId& caseId, const std::string& track,
                                            const std::string& person) {
  const std::vector<Session> sessions = sessionsOf(record);
  const auto session = std::find_if(sessions.begin(), sessions.end(), [&](const Session& each) {
    return !each.opened.candidates.empty() && secondTrack(each.opened, person) == track &&
           std::binary_search(each.opened.cases.begin(), each.opened.cases.end(), caseId);
  });
  if (session == sessions.end()) {
    return {};
  }
  if (const auto reason = Withholding(record).reason(caseId, track, person)) {
    throw core::Error("track " + track, *reason, "Hand in the unaided reading of this case first");
  }
  bool withheld = false;
  for (const store::LogEntry& entry : project.log()) {
    const bool here = entry.header.caseId == caseId;
    if (here && entry.header.track == track && entry.header.kind == core::EditKind::LesionCreated) {
      return {};  // it has begun, also where all was deleted since
    }
    withheld |=
        here && entry.header.track == session->opened.candidates && !project.editsOf({&entry.id, 1}).front().body;
  }
  if (withheld) {
    throw core::Error("track " + track, "this copy of the project does not hold the candidates",
                      "Merge a copy that holds them, or receive them from the hub");
  }
  std::vector<core::EditDraft> drafts;
  core::MaskChanged marks{.source = "candidates of " + session->opened.candidates};
  const auto draft = [&](core::EditBody body) {
    return core::EditDraft{.person = person, .caseId = caseId, .track = track, .body = std::move(body)};
  };
  for (const store::LesionRow& row : project.lesions()) {
    const core::Lesion& lesion = row.lesion;
    if (lesion.caseId != caseId || lesion.track != session->opened.candidates) {
      continue;
    }
    marks.changes.push_back({store::pendingLesion(drafts.size()), project.mask(lesion.id), {}});
    drafts.push_back(draft(core::LesionCreated{.name = lesion.name,
                                               .className = lesion.className,
                                               .granularity = lesion.granularity,
                                               .provenance = core::Provenance::Candidate,
                                               .model = lesion.model,
                                               .modelVersion = lesion.modelVersion,
                                               .confidence = lesion.confidence}));
  }
  if (!drafts.empty()) {
    drafts.push_back(draft(std::move(marks)));
  }
  return drafts;
}

}  // namespace workflow
