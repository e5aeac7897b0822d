// Where the file of an open project is: it may be renamed, moved, deleted or replaced under the program's hands. SQLite
// would go on writing to a file that has no name, or has another, and its write-ahead log would stay where the file
// was; so every commit asks here first. Any thread.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>

namespace store {

class Whereabouts {
 public:
  // Of a file that is there. Throws core::Error where it is not.
  explicit Whereabouts(const std::filesystem::path& path);
  ~Whereabouts();
  Whereabouts(const Whereabouts&) = delete;
  Whereabouts& operator=(const Whereabouts&) = delete;

  // Whether the name still stands for the file that was opened.
  bool isInPlace() const;
  // The name that it has now, as far as the system can tell; nothing where it was deleted.
  std::optional<std::filesystem::path> now() const;

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

}  // namespace store
