// Bringing images into a project, and a case of it into memory. Any thread that may use the project file.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/hash.h"
#include "core/progress.h"
#include "core/study.h"
#include "core/volume.h"
#include "imaging/import.h"
#include "store/project_file.h"

namespace intake {

// Takes images into a project. Voxels go in as they come, so that memory holds one image and a batch of what it became;
// the cases that name them appear together at the end, all or none.
class Intake {
 public:
  explicit Intake(store::ProjectFile& project) : project_(project) {}

  // The case that an image becomes, under the image's own name. Not yet in the project: until an edit adds it, its
  // voxels are blobs that nobody names.
  core::Case store(const imaging::ImportedImage& image, const core::ProgressSink& progress = {});
  // Has commit() add a case that was stored.
  void add(const core::Case& stored, core::SourceAttributes source);
  void commit(const std::string& person);

 private:
  store::ProjectFile& project_;
  std::vector<std::pair<core::Hash, store::Blob>> waiting_;
  std::size_t waitingBytes_ = 0;
  std::vector<std::pair<core::Case, core::SourceAttributes>> added_;
};

// The voxels of a case, checked against the hashes that name them. Throws core::Error where a chunk is missing or
// damaged.
core::Volume loadVolume(const store::ProjectFile& project, const core::Case& theCase,
                        const core::ProgressSink& progress = {});

}  // namespace intake
