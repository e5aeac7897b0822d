// Making a release: what stands in its way, its files, and the edit that is the release. Behind `sagitta release` and
// the window's page of releases. Each function on the thread of its project file.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "exchange/scratch_folder.h"
#include "release/build.h"

namespace release {

// What is known before any file is written: whether the log is whole and the workflow done.
std::vector<workflow::Obstacle> obstaclesOf(const store::ProjectFile& project, const workflow::Record& record,
                                            const std::vector<workflow::QueueItem>& queue,
                                            const core::ProgressSink& progress = {});

// Whether nothing was done since a release but making it, so that another would hold the same.
bool isUnchangedSince(const store::ProjectFile& project, const StoredRelease& release);

// A release whose files are made, but not kept yet.
struct Prepared {
  std::vector<workflow::Obstacle> obstacles;  // where there are any, there is nothing of the following
  workflow::Manifest manifest;                // its files do not name their blobs yet
  std::vector<core::Head> cut;
  core::EditId previous;  // the release before it; zero: none
  std::unique_ptr<exchange::ScratchFolder> folder;

  std::filesystem::path files() const { return folder->path() / "files"; }
};

// Everything is read from a copy of one moment, so that nobody has to stop painting, and it is all of one cut.
// project: opened to be read is enough. nowMs: the moment that time limits are held against. Throws core::Error where
// there is a release of that name already, or a file cannot be written or drawn.
Prepared prepare(const store::ProjectFile& project, const ReleaseSettings& settings, std::int64_t nowMs,
                 const core::ProgressSink& progress = {});

// Keeps its files in the project, and returns the edit that makes it a release once it is appended, signed by whoever
// it names as its person. Throws core::Error where they are more than one manifest can list.
core::EditDraft keep(store::ProjectFile& project, Prepared& prepared, const std::string& person,
                     const std::string& role, const core::ProgressSink& progress = {});

// What its signature says: "I release 1, manifest 0123456789ab".
std::string meaningOf(const core::ReleaseMade& made);

}  // namespace release
