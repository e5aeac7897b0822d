#include "workflow/taking_back.h"

#include <algorithm>

namespace workflow {
namespace {

core::EditDraft undoing(const core::Edit& edit) {
  return {.person = edit.header.person,
          .caseId = edit.header.caseId,
          .track = edit.header.track,
          .body = core::Undone{edit.id}};
}

}  // namespace

std::vector<core::EditDraft> takingBack(const store::ProjectFile& project, const std::string& person) {
  const std::vector<core::Edit> decided = project.standing(core::EditKind::Decided, core::EditKind::Decided);
  const auto latest = std::find_if(decided.rbegin(), decided.rend(),
                                   [&](const core::Edit& edit) { return edit.header.person == person; });
  if (latest == decided.rend()) {
    return {};
  }
  std::vector<core::EditDraft> drafts{undoing(*latest)};
  const core::LesionId& lesion = std::get<core::Decided>(latest->body).lesion;
  for (const core::Edit& edit : project.standing(core::EditKind::Commented, core::EditKind::Commented)) {
    const bool together = edit.header.site == latest->header.site &&
                          edit.header.sequence == latest->header.sequence + 1 && edit.header.person == person;
    if (together && std::get<core::Commented>(edit.body).lesion == lesion) {
      drafts.push_back(undoing(edit));
    }
  }
  return drafts;
}

}  // namespace workflow
