// The side file whose lock is held around every commit and checkpoint of a project file, by whichever process. SQLite's
// own locks would do but for a fault of its versions before 3.51.3, which can damage a file while one process commits
// and another resets the write-ahead log: the lock keeps the two apart.
#pragma once

#include <chrono>
#include <filesystem>

namespace store {

class FileLock {
 public:
  // Opens or makes the side file of `project`. Throws core::Error naming the project.
  explicit FileLock(const std::filesystem::path& project);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

  // Beside the file itself, by whichever symbolic link it was named.
  static std::filesystem::path pathOf(const std::filesystem::path& project);

  // Who commits many times in a row leaves gaps of at least twice this, so that others get in between.
  static constexpr std::chrono::microseconds kGap{1000};

  // Held from construction to destruction. Waits for others, but not for ever: throws core::Error after ten seconds, as
  // where a program hangs that holds it.
  class Hold {
   public:
    explicit Hold(FileLock& lock);
    ~Hold();
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;

   private:
    FileLock& lock_;
  };

 private:
  std::filesystem::path project_;
  int descriptor_ = -1;
};

}  // namespace store
