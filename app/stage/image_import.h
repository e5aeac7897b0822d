// Images brought into a project, whole: what `sagitta import` and the window both do. Any thread that may use the
// project file.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/progress.h"
#include "core/study.h"
#include "store/project_file.h"

namespace stage {

struct ImportedCase {
  core::Case study;
  core::SourceAttributes source;
};

struct ImportResult {
  std::vector<ImportedCase> added;  // one per volume
  std::vector<std::string> notes;   // what was left out, split, resampled or there already, and why; a sentence each
};

// Images that are looked at together, since files of one series may lie anywhere among them.
struct ImageSet {
  std::vector<std::filesystem::path> sources;  // files, or folders searched recursively
  // What its case is called, followed by what its images suggest where there are several; empty: just as these suggest.
  std::string name;
};

// Reads every image of the sets; all of them become cases, or none. A name that is taken gets a number. Throws
// core::Error where `person` may not import, and as imaging::readImages does; and what `progress` throws to cancel.
ImportResult importImages(store::ProjectFile& project, std::span<const ImageSet> sets, const std::string& person,
                          const core::ProgressSink& progress = {});

}  // namespace stage
