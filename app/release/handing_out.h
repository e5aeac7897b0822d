// A release that was made, written out and held against the project. On the thread of its project file.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/progress.h"
#include "release/archive.h"
#include "store/consultation.h"

namespace release {

// That a person hands it out, to be written down first as far as it holds cases of the test set. Throws core::Error
// where it does and `reader` is empty.
store::Consultation consultationOf(const store::ProjectFile& project, const StoredRelease& release,
                                   const std::string& reader);

// Writes the files of a release into a folder that is empty or not there yet, and holds each against its hash: the same
// bytes everywhere. Throws core::Error where there is something already, a file cannot be written, or one does not come
// out as it was released; what was written by then is removed again.
void handOut(const store::ProjectFile& project, const StoredRelease& release, const std::filesystem::path& out,
             const core::ProgressSink& progress = {});

// Whether it is what its edits make of it, and every file comes out as it was; what is not, in words.
std::vector<std::string> problemsOf(const store::ProjectFile& project, const StoredRelease& release,
                                    const core::ProgressSink& progress = {});

}  // namespace release
