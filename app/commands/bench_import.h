// How long import takes beside dcm2niix, and reopening beside reading the source files again.
#pragma once

#include <string>

#include "commands/terminal.h"
#include "core/progress.h"

namespace commands {

// `source`: a folder or file of images. Medians of three rounds; both programs write their result. Without dcm2niix the
// ratio is left out.
Json benchImport(const std::string& source, const core::ProgressSink& progress);

}  // namespace commands
