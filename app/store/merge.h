// Takes what another copy of a project holds into this one: the union of both. Called by `merge`, on any thread.
#pragma once

#include "store/project_file.h"

namespace store {

struct MergeReport {
  std::int64_t edits = 0;  // that were not here, or whose content was not
  std::int64_t blobs = 0;
  bool related = true;  // whether both go back to one beginning
};

// Adds every edit and blob of `from` that `into` lacks; source attributes only with a case that is new here, for they
// may have been erased on purpose. In any order of merges, any number of times, all copies end with one log and one
// state. Blobs come first, in small transactions, and all edits in one: where core::Error is thrown (something in
// `from` is not what its hash says, or a disk is full), no edit was added. `decode` turns a blob into its uncompressed
// bytes.
MergeReport merge(ProjectFile& into, const ProjectFile& from, const ProjectFile::BlobDecoder& decode,
                  const core::ProgressSink& progress = {});

}  // namespace store
