#include "session/copy_names.h"

#include <cstdlib>
#include <string>

namespace session {

namespace fs = std::filesystem;

std::vector<fs::path> copyNames(const fs::path& project, const fs::path& home) {
  constexpr int kMost = 1'000;
  const char* user = std::getenv("HOME");
  std::error_code none;
  std::vector<fs::path> names;
  for (const fs::path& folder :
       {project.parent_path(), fs::path(user != nullptr ? user : ""), home, fs::temp_directory_path(none)}) {
    for (int number = 1; !folder.empty() && number < kMost; ++number) {
      const std::string ending = number == 1 ? " (copy)" : " (copy " + std::to_string(number) + ")";
      const fs::path name = folder / (project.stem().string() + ending + project.extension().string());
      if (!fs::exists(name, none)) {
        names.push_back(name);
        break;
      }
    }
  }
  return names;
}

}  // namespace session
