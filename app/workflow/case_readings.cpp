#include "workflow/case_readings.h"

#include "analysis/votes.h"
#include "core/error.h"

namespace workflow {

std::vector<CaseReading> readTracks(const store::ProjectFile& project, const core::Case& theCase,
                                    std::span<const std::string> tracks) {
  if (tracks.size() > analysis::kMaxReaders) {
    throw core::Error(project.path().string(), "it has more than 64 readings of case \"" + theCase.name + "\"",
                      "Name at most 64 of them with --tracks");
  }
  const std::vector<store::LesionRow> rows = project.lesions();
  std::vector<CaseReading> readings;
  for (const std::string& track : tracks) {
    CaseReading& reading = readings.emplace_back(CaseReading{track, {}, {}});
    for (const store::LesionRow& row : rows) {
      if (row.lesion.caseId == theCase.id && row.lesion.track == track) {
        reading.lesions.push_back(row);
        reading.masks.push_back(project.mask(row.lesion.id));
      }
    }
  }
  return readings;
}

}  // namespace workflow
