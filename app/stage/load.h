// Bringing images into a project, and a case of it into memory. Any thread that may use the project file.
#pragma once

#include "core/progress.h"
#include "core/study.h"
#include "core/volume.h"
#include "imaging/import.h"
#include "store/project_file.h"

namespace stage {

// Stores the voxels of an image and returns the case that it becomes, under the image's own name. The case is in the
// project once an edit adds it; until then its chunks are blobs that nobody names.
core::Case storeVoxels(store::ProjectFile& project, const imaging::ImportedImage& image,
                       const core::ProgressSink& progress = {});

// The voxels of a case, checked against the hashes that name them. Throws core::Error where a chunk is missing or
// damaged.
core::Volume loadVolume(const store::ProjectFile& project, const core::Case& theCase,
                        const core::ProgressSink& progress = {});

}  // namespace stage
