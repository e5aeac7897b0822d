// A project to begin with, for whoever has no images at hand yet: a brain (MR) from a package of the system, made into
// a project of this installation. Any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "core/progress.h"
#include "store/installation.h"

namespace stage {

inline constexpr std::string_view kDemoPackage = "mricron-data";  // of Debian and Ubuntu, which holds the image

// The image that it is made of; nothing where its package is not installed.
std::optional<std::filesystem::path> demoImage();

// The project, which is made where it is not there yet. Throws core::Error where the image or the disk fails, and what
// `progress` throws to cancel; then nothing is left behind.
std::filesystem::path demoProject(const store::Installation& installation, const std::filesystem::path& image,
                                  const std::string& person, const core::ProgressSink& progress = {});

}  // namespace stage
