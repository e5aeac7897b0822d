// The test set: cases that are kept apart (core/rollout.h), so that who looks at one is written down by whatever shows
// it or hands it out. Any thread that may use the project.
#pragma once

#include "store/project_file.h"

namespace store {

// Whether the case belongs to the test set at present.
bool isSequestered(const ProjectFile& project, const core::CaseId& id);

}  // namespace store
