// Making a project file that appears only when it is whole. Any thread.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "store/installation.h"
#include "store/project_file.h"

namespace stage {

// Makes `file`, and its folder where that is missing, under another name beside it, has `fill` fill it, and gives it
// its own name then. Where anything throws, nothing is left behind. Throws core::Error where the disk fails or the file
// is there already.
void makeProject(const std::filesystem::path& file, const std::string& title, const std::string& person,
                 const store::Installation& installation, const std::function<void(store::ProjectFile&)>& fill);

}  // namespace stage
