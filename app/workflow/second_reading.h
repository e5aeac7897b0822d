// Cases of a calibration session that are read twice: first without, then with a model's candidates, to see how far
// readers follow what they are shown; or by masks and by boxes, to choose between them. Which reading comes first, and
// what nobody may look at before it is handed in. Any thread that may use the project file; what takes none is pure.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "workflow/calibration.h"

namespace workflow {

// What is withheld as of a record: candidates, and the reading aided by them, wait for the unaided one; of masks and
// boxes, the second waits for the first.
class Withholding {
 public:
  explicit Withholding(const Record& record);

  // Why a person is not to look at a track of a case yet, in a sentence; nothing: there is no reason.
  std::optional<std::string> reason(const core::CaseId& caseId, const std::string& track,
                                    const std::string& person) const;

 private:
  std::vector<core::CalibrationOpened> reading_;        // sessions that are read twice just now
  std::set<std::pair<TrackOf, std::string>> handedIn_;  // tracks, and by whom
};

// Whether a reader reads a case by boxes before by masks: so it is for half of the cases of each reader and for half of
// the readers of each case, so that practice with a case favours neither.
bool boxesComeFirst(const core::CalibrationOpened& opened, const std::string& reader, const core::CaseId& caseId);

// In which of its two ways a case is read.
enum class ReadingWay : std::uint8_t { Once, ByMasks, ByBoxes, Unaided, Aided };
// Of a reading that somebody was asked for in a session that is not revealed; Once of any other.
ReadingWay wayOf(const Record& record, const core::CaseId& caseId, const std::string& track, const std::string& person);

// What begins an aided reading: the candidates of the case, as lesions of the reader's second track, to be kept,
// corrected or deleted there. None where the track is no aided reading, or has begun. Throws core::Error where the
// unaided reading is not handed in, or candidates are withheld from this copy.
std::vector<core::EditDraft> aidedBeginning(const store::ProjectFile& project, const Record& record,
                                            const core::CaseId& caseId, const std::string& track,
                                            const std::string& person);

}  // namespace workflow
