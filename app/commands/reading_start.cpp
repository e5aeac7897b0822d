#include "commands/reading_start.h"

#include <algorithm>

#include "commands/lookup.h"
#include "commands/workflow_record.h"
#include "core/error.h"
#include "workflow/second_reading.h"

namespace commands {

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
