// Releases as a project keeps them: manifests and frozen files as blobs, one edit each.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/fold.h"
#include "store/project_file.h"
#include "workflow/manifest.h"

namespace release {

struct StoredRelease {
  core::EditId edit;
  core::ReleaseMade made;
  std::string person;
  std::string manifestText;
  workflow::Manifest manifest;
};

// In total order. Throws core::Error where a manifest is missing or damaged.
std::vector<StoredRelease> releasesOf(const store::ProjectFile& project);
// By name; an empty one: the latest. Throws core::Error that lists those there are.
const StoredRelease& findRelease(const std::vector<StoredRelease>& releases, const std::string& name,
                                 const std::string& file);

// Puts the bytes of a file into the project as blobs, and returns their names in order.
std::vector<core::Hash> freeze(store::ProjectFile& project, const std::string& bytes);
std::string thaw(const store::ProjectFile& project, const std::vector<core::Hash>& blobs, std::uint64_t bytes);

// What the edits of a release's cut fold to. Throws core::Error where one of them is not here.
struct CutState {
  core::Hash log;
  core::State state;
};
CutState stateAt(const store::ProjectFile& project, const std::vector<core::Head>& cut);

}  // namespace release
