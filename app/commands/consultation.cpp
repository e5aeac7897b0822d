#include "commands/consultation.h"

#include "core/error.h"
#include "core/rollout.h"
#include "store/test_set.h"

namespace commands {

Consultation::Consultation(const store::ProjectFile& project, std::span<const core::Case> cases,
                           const std::string& track, const std::string& reader, const std::string& purpose)
    : project_(project) {
  for (const core::Case& each : cases) {
    if (!store::isSequestered(project, each.id)) {
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
    store::ProjectFile(project_.path(), store::Access::Write, project_.installation()).append(drafts_);
  }
}

}  // namespace commands
