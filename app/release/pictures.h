// A picture of every lesion of a release: in 3D and in three slices, as the program shows it.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/progress.h"
#include "store/project_file.h"

namespace release {

// Writes `folder`/CASE-N.png of each lesion (N: its number in the case, from 1) and returns their names. rows: the
// lesions of one release. Throws core::Error where there is no graphics device that Vulkan can use.
std::map<core::LesionId, std::string> writeLesionPictures(const store::ProjectFile& project,
                                                          const std::vector<store::LesionRow>& rows,
                                                          const std::filesystem::path& folder,
                                                          const core::ProgressSink& progress = {});

}  // namespace release
