#include "stage/recent_paths.h"

#include <algorithm>
#include <fstream>
#include <string>

namespace stage {

namespace fs = std::filesystem;

std::vector<fs::path> RecentPaths::list() const {
  std::vector<fs::path> paths;
  std::ifstream in(file_);
  for (std::string line; paths.size() < kMost && std::getline(in, line);) {
    std::error_code ignored;
    if (!line.empty() && fs::exists(line, ignored)) {
      paths.emplace_back(line);
    }
  }
  return paths;
}

void RecentPaths::note(const fs::path& path) const {
  std::error_code failed;
  const fs::path whole = fs::weakly_canonical(path, failed);
  if (failed || whole.string().find('\n') != std::string::npos) {
    return;
  }
  std::vector<fs::path> paths = list();
  std::erase(paths, whole);
  paths.insert(paths.begin(), whole);
  fs::create_directories(file_.parent_path(), failed);
  const fs::path fresh = file_.string() + ".new";  // whole or not at all
  {
    std::ofstream out(fresh, std::ios::trunc);
    for (std::size_t i = 0; i < std::min(paths.size(), kMost); ++i) {
      out << paths[i].string() << '\n';
    }
    if (!out.flush()) {
      return;
    }
  }
  fs::rename(fresh, file_, failed);
}

}  // namespace stage
