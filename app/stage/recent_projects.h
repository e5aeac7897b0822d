// The projects that were opened here last, in a file of this installation: one path a line, the latest first. Any
// thread; the file is small, and whoever writes last is right.
#pragma once

#include <filesystem>
#include <vector>

namespace stage {

class RecentProjects {
 public:
  static constexpr std::size_t kMost = 12;

  // home: of the installation.
  explicit RecentProjects(const std::filesystem::path& home) : file_(home / "recent-projects") {}

  // Those that are still there. An unreadable list is an empty one: nobody's work hangs on it.
  std::vector<std::filesystem::path> list() const;
  // Puts a project first. Where the list cannot be written, it stays as it was.
  void note(const std::filesystem::path& project) const;

 private:
  std::filesystem::path file_;
};

}  // namespace stage
