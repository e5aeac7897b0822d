#include "store/consultation.h"

#include "core/error.h"
#include "core/rollout.h"
#include "store/test_set.h"

namespace store {

Consultation::Consultation(const ProjectFile& project, std::span<const core::Case> cases, const std::string& track,
                           const std::string& reader, const std::string& purpose)
    : project_(project) {
  for (const core::Case& each : cases) {
    if (!isSequestered(project, each.id)) {
      continue;
    }
    if (reader.empty()) {
      throw core::Error(project.path().string(),
                        "Case \"" + each.name + "\" belongs to the test set, and looks at it are written down",
                        "Say who looks, with --reader NAME");
    }
    drafts_.push_back(
        {.person = reader, .caseId = each.id, .track = track, .body = core::CaseConsulted{purpose}, .heads = {}});
  }
}

void Consultation::writeDown() const {
  if (!drafts_.empty()) {
    ProjectFile(project_.path(), Access::Write, project_.installation()).append(drafts_);
  }
}

}  // namespace store
