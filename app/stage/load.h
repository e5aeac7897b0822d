// Bringing a case of a project into memory. Any thread that may use the project file.
#pragma once

#include "core/progress.h"
#include "core/study.h"
#include "core/volume.h"
#include "store/project_file.h"

namespace stage {

// The voxels of a case, checked against the hashes that name them. Throws core::Error where a chunk is missing or
// damaged.
core::Volume loadVolume(const store::ProjectFile& project, const core::Case& theCase,
                        const core::ProgressSink& progress = {});

}  // namespace stage
