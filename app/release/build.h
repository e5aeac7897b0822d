// The files of a release, made in a folder from a project that nobody changes meanwhile: images, masks of the standard
// and of every reader, rules, agreement, decisions, history, what changed, pictures, a report.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "release/changes.h"
#include "release/track_export.h"
#include "store/project_file.h"
#include "workflow/gate.h"
#include "workflow/manifest.h"

namespace release {

struct ReleaseSettings {
  std::string name;
  bool retainsUids = false;  // else UIDs of the images are mapped by a keyed hash
  bool pictures = true;
};

struct BuiltRelease {
  workflow::Manifest manifest;
  std::vector<workflow::Obstacle> obstacles;  // found in the files themselves; the release must not be made then
};

// project: opened to be read, a copy that no one writes to. previous: null where it is the first. Throws core::Error
// where a file can't be written or drawn.
BuiltRelease buildRelease(const store::ProjectFile& project, const workflow::Record& record,
                          const std::vector<workflow::QueueItem>& queue, const ReleaseSettings& settings,
                          const EarlierRelease* previous, const std::filesystem::path& folder,
                          const core::ProgressSink& progress = {});

// Where its report lies, for people: one page that stands on its own.
inline constexpr const char* kReport = "report.html";

// The image file of a case, as every release has it.
std::filesystem::path writeReleaseImage(const store::ProjectFile& project, const core::Case& image,
                                        const std::filesystem::path& folder);

}  // namespace release
