#include "store/test_set.h"

#include "core/rollout.h"

namespace store {

bool isSequestered(const ProjectFile& project, const core::CaseId& id) {
  bool sequestered = false;
  for (const core::Edit& edit : project.standing(core::EditKind::CaseSequestered, core::EditKind::CaseSequestered)) {
    if (edit.header.caseId == id) {
      sequestered = std::get<core::CaseSequestered>(edit.body).sequestered;  // the latest counts
    }
  }
  return sequestered;
}

}  // namespace store
