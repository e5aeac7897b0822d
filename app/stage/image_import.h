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

// Reads every image in the sources (files, or folders searched recursively); all of them become cases, or none. Cases
// are called `name`, followed by what their images suggest where there are several, or just as these suggest where it
// is empty; with a number where that is taken. Throws
// core::Error where `person` may not import, and as imaging::readImages does; and what `progress` throws to cancel.
ImportResult importImages(store::ProjectFile& project, std::span<const std::filesystem::path> sources,
                          const std::string& name, const std::string& person, const core::ProgressSink& progress = {});

}  // namespace stage
