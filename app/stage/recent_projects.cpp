#include "stage/recent_projects.h"

#include <algorithm>
#include <fstream>
#include <string>

namespace stage {

namespace fs = std::filesystem;

std::vector<fs::path> RecentProjects::list() const {
  std::vector<fs::path> projects;
  std::ifstream in(file_);
  for (std::string line; projects.size() < kMost && std::getline(in, line);) {
    std::error_code ignored;
    if (!line.empty() && fs::is_regular_file(line, ignored)) {
      projects.emplace_back(line);
    }
  }
  return projects;
}

void RecentProjects::note(const fs::path& project) const {
  std::error_code failed;
  const fs::path whole = fs::weakly_canonical(project, failed);
  if (failed || whole.string().find('\n') != std::string::npos) {
    return;
  }
  std::vector<fs::path> projects = list();
  std::erase(projects, whole);
  projects.insert(projects.begin(), whole);
  fs::create_directories(file_.parent_path(), failed);
  const fs::path fresh = file_.string() + ".new";  // whole or not at all
  {
    std::ofstream out(fresh, std::ios::trunc);
    for (std::size_t i = 0; i < std::min(projects.size(), kMost); ++i) {
      out << projects[i].string() << '\n';
    }
    if (!out.flush()) {
      return;
    }
  }
  fs::rename(fresh, file_, failed);
}

}  // namespace stage
