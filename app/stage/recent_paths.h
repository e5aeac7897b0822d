// Files or folders that were chosen here last, in a file of this installation: one path a line, the latest first. Any
// thread; the file is small, and whoever writes last is right.
#pragma once

#include <filesystem>
#include <vector>

namespace stage {

class RecentPaths {
 public:
  static constexpr std::size_t kMost = 12;

  explicit RecentPaths(std::filesystem::path file) : file_(std::move(file)) {}

  // Those that are still there. An unreadable list is an empty one: nobody's work hangs on it.
  std::vector<std::filesystem::path> list() const;
  // Puts one first. Where the list cannot be written, it stays as it was.
  void note(const std::filesystem::path& path) const;

 private:
  std::filesystem::path file_;
};

// home: of the installation. The projects that were opened, and the folders that images came from.
inline RecentPaths recentProjects(const std::filesystem::path& home) {
  return RecentPaths(home / "recent-projects");
}
inline RecentPaths recentImageFolders(const std::filesystem::path& home) {
  return RecentPaths(home / "recent-image-folders");
}

}  // namespace stage
