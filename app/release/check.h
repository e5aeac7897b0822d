// What a release's files are held against before it is made: that they read back to the very voxels, on the image's
// geometry, and that nothing of the patient is in them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/hash.h"
#include "exchange/export.h"
#include "store/project_file.h"
#include "workflow/gate.h"
#include "workflow/manifest.h"

namespace release {

core::Hash fileHash(const std::filesystem::path& path);

class ReleaseCheck {
 public:
  // folder: where the release's files are.
  ReleaseCheck(const store::ProjectFile& project, std::filesystem::path folder, bool retainsUids)
      : project_(project), folder_(std::move(folder)), retainsUids_(retainsUids) {}

  // Files of one track in one format, read again as any other program's labels are.
  void labels(const exchange::TrackToExport& track, const std::vector<exchange::ExportedFile>& files);
  // Every byte of every file: none of the source's UIDs (unless retained) nor of what it says of the patient.
  void identity(const workflow::Manifest& manifest);

  std::vector<workflow::Obstacle> take() { return std::move(obstacles_); }

 private:
  const store::ProjectFile& project_;
  std::filesystem::path folder_;
  bool retainsUids_;
  std::vector<workflow::Obstacle> obstacles_;
};

}  // namespace release
