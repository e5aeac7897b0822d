#include "workflow/tie_settling.h"

#include <utility>

#include "core/name.h"

namespace workflow {

TieAnswer answerOf(const core::Mask& open, bool belongs) {
  TieAnswer answer{.set = {}, .cleared = {}, .source = belongs ? "tie: belongs" : "tie: does not"};
  (belongs ? answer.set : answer.cleared) = open;
  return answer;
}

TieAnswer answerAs(const core::Mask& open, const std::string& reader, const core::Mask& marked) {
  TieAnswer answer{.set = open, .cleared = open, .source = "tie: as " + reader};
  answer.set &= marked;
  answer.cleared -= marked;
  return answer;
}

std::vector<core::EditDraft> settlingDrafts(const store::ProjectFile& project, const core::CaseId& caseId,
                                            const std::string& track, const std::string& person, const TiedLesion& tied,
                                            TieAnswer answer) {
  const auto draft = [&](core::EditBody body) {
    return core::EditDraft{.person = person, .caseId = caseId, .track = track, .body = std::move(body)};
  };
  std::vector<core::EditDraft> drafts;
  const bool isNew = tied.id.isZero();
  const bool isNothing = isNew && answer.set.isEmpty();
  const core::LesionId lesion = isNew ? store::pendingLesion(0) : tied.id;
  if (isNew) {
    std::vector<std::string> taken;
    for (const store::LesionRow& row : project.lesions()) {
      if (row.lesion.caseId == caseId && row.lesion.track == track) {
        taken.push_back(row.lesion.name);
      }
    }
    drafts.push_back(
        draft(core::LesionCreated{.name = core::uniqueName(tied.name, taken), .className = tied.className}));
  }
  drafts.push_back(draft(core::MaskChanged{.changes = {{lesion, std::move(answer.set), std::move(answer.cleared)}},
                                           .stroke = {},
                                           .source = std::move(answer.source),
                                           .removed = {}}));
  if (isNothing) {
    drafts.push_back(draft(core::Undone{lesion}));  // its creation, which is no step: one undo takes the answer back
  }
  return drafts;
}

core::EditDraft classDraft(const core::CaseId& caseId, const std::string& track, const std::string& person,
                           const core::LesionId& lesion, const std::string& className) {
  return {.person = person,
          .caseId = caseId,
          .track = track,
          .body = core::LesionChanged{.lesion = lesion, .className = className}};
}

}  // namespace workflow
