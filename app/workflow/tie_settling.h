// A tie of a consensus settled: what somebody says of voxels that as many readers marked as did not. Behind `settle`
// and the window alike. On the thread of the project file; answers are pure.
#pragma once

#include <string>
#include <vector>

#include "workflow/consensus_state.h"

namespace workflow {

// What is said of tied voxels: each of them is in one of the two.
struct TieAnswer {
  core::Mask set;
  core::Mask cleared;
  std::string source;  // as the log tells it: "tie: belongs", "tie: does not", "tie: as Ada"
};
TieAnswer answerOf(const core::Mask& open, bool belongs);
// As one reader has it, who marked `marked` of them (TiedLesion::readings).
TieAnswer answerAs(const core::Mask& open, const std::string& reader, const core::Mask& marked);

// The edits that say it, of one append(): one change of a lesion's voxels. Where the consensus has none of it, the
// lesion is made with them; and its making undone where the answer leaves it nothing, since what was said stays in the
// log. One undo takes the answer back. caseId and track: of the consensus.
std::vector<core::EditDraft> settlingDrafts(const store::ProjectFile& project, const core::CaseId& caseId,
                                            const std::string& track, const std::string& person, const TiedLesion& tied,
                                            TieAnswer answer);
// The edit that says which of the classes a lesion of the consensus is of: also where it is called so already.
core::EditDraft classDraft(const core::CaseId& caseId, const std::string& track, const std::string& person,
                           const core::LesionId& lesion, const std::string& className);

}  // namespace workflow
