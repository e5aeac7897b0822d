#include "commands/reading_start.h"

#include <algorithm>

#include "commands/lookup.h"
#include "commands/workflow_record.h"
#include "core/error.h"
#include "stage/calibration_card.h"
#include "workflow/second_reading.h"

namespace commands {

namespace {

// Whether anybody was asked to read anything: the record of a large project need not be gathered for nothing.
bool isAskedToRead(const store::ProjectFile& project, const std::string& reader) {
  const auto asks = [&](const core::Edit& each) {
    const auto* assigned = std::get_if<core::Assigned>(&each.body);
    const auto* session = std::get_if<core::CalibrationOpened>(&each.body);
    return (assigned != nullptr && assigned->reader == reader) ||
           (session != nullptr &&
            std::find(session->readers.begin(), session->readers.end(), reader) != session->readers.end());
  };
  const std::vector<core::Edit> edits = project.standing(core::EditKind::Assigned, core::EditKind::CalibrationOpened);
  return std::any_of(edits.begin(), edits.end(), asks);
}

}  // namespace

stage::Destination placeToOpen(const store::ProjectFile& project, const std::string& caseName, const std::string& track,
                               const std::string& reader) {
  if (caseName.empty() && track.empty() && isAskedToRead(project, reader)) {
    const workflow::Record record = recordOf(project);
    const workflow::Withholding withheld(record);
    std::optional<workflow::Reading> last;  // that was handed in
    for (const workflow::Reading& each : stage::readingsFor(record, reader)) {
      if (withheld.reason(each.caseId, each.track, reader)) {
        continue;
      }
      if (!each.submittedMs) {
        return {each.caseId, each.track};
      }
      if (!last || *last->submittedMs < *each.submittedMs) {
        last = each;
      }
    }
    if (last) {
      return {last->caseId, last->track};
    }
  }
  return {caseToOpen(project, caseName), track.empty() ? kSharedTrack : track};
}

void startReading(store::ProjectFile& project, const core::CaseId& caseId, const std::string& track,
                  const std::string& reader) {
  const std::vector<core::Edit> sessions =
      project.standing(core::EditKind::CalibrationOpened, core::EditKind::CalibrationOpened);
  if (std::none_of(sessions.begin(), sessions.end(),
                   [](const core::Edit& each) { return std::get<core::CalibrationOpened>(each.body).isReadTwice(); })) {
    return;  // nothing can wait; the record of a large project need not be gathered
  }
  const workflow::Record record = recordOf(project);
  if (const auto reason = workflow::Withholding(record).reason(caseId, track, reader)) {
    throw core::Error("track " + track, *reason, "Read that first; what it would show is to be found without it");
  }
  const std::vector<core::EditDraft> drafts = workflow::aidedBeginning(project, record, caseId, track, reader);
  if (!drafts.empty()) {
    project.append(drafts);
  }
}

std::string trackToGoOnIn(store::ProjectFile& project, const core::CaseId& caseId, const std::string& track,
                          const std::string& reader, std::vector<std::string>& notes) {
  try {
    startReading(project, caseId, track, reader);
    return track;
  } catch (const core::Error& error) {
    notes.emplace_back(error.what());
    return kSharedTrack;
  }
}

}  // namespace commands
