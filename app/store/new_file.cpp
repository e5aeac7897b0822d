#include "store/new_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "core/error.h"

namespace store {
namespace {

void removeWithSideFiles(const std::filesystem::path& path) {
  for (const char* ending : {"", "-wal", "-shm", "-journal", "-lock"}) {
    std::error_code ignored;
    std::filesystem::remove(path.string() + ending, ignored);
  }
}

void sync(const std::filesystem::path& path, int flags) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags);
  const bool done = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) {
    ::close(descriptor);
  }
  if (!done) {
    throw core::Error(path.string(), "The disk reports a fault (" + std::string(std::strerror(errno)) + ")",
                      "Check the disk and the space left on it");
  }
}

// Gives a finished file its name, unless there is such a file. Sticks and some network folders cannot do both in one
// step.
bool renameToNew(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
    return true;
  }
  if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP) {
    return false;
  }
  if (std::filesystem::exists(std::filesystem::symlink_status(to))) {
    errno = EEXIST;
    return false;
  }
  return ::rename(from.c_str(), to.c_str()) == 0;
}

}  // namespace

void makeProjectFile(const std::filesystem::path& path,
                     const std::function<void(const std::filesystem::path& fresh)>& make) {
  const std::string subject = path.string();
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  if (!std::filesystem::is_directory(folder)) {
    throw core::Error(subject, "The folder for it does not exist", "Make the folder first, or choose another");
  }
  const auto refuseExisting = [&] {
    throw core::Error(subject, "There is such a file already, and it was not touched", "Choose another name");
  };
  if (std::filesystem::exists(std::filesystem::symlink_status(path))) {
    refuseExisting();
  }
  // SQLite would take the log of another file for this one's own.
  std::error_code none;
  if (const auto log = std::filesystem::file_size(path.string() + "-wal", none); !none && log > 0) {
    throw core::Error(subject,
                      "A project of this name was moved or deleted while it was open, and what it had not yet taken in "
                      "still lies here, in the file of the same name ending in -wal",
                      "Put that project back, or choose another name");
  }
  const std::filesystem::path fresh = folder / ("." + path.filename().string() + ".new-" + std::to_string(::getpid()));
  removeWithSideFiles(fresh);
  const int descriptor = ::open(fresh.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (descriptor < 0) {
    throw core::Error(subject, "The project cannot be made (" + std::string(std::strerror(errno)) + ")",
                      "Check the permissions of the folder and the space left on its disk");
  }
  ::close(descriptor);
  try {
    make(fresh);
    sync(fresh, 0);
    if (!renameToNew(fresh, path)) {
      if (errno == EEXIST) {
        refuseExisting();
      }
      throw core::Error(subject, "The project cannot be made (" + std::string(std::strerror(errno)) + ")",
                        "Choose a folder on this computer's own disk");
    }
    sync(folder, O_DIRECTORY);
  } catch (...) {
    removeWithSideFiles(fresh);
    throw;
  }
  removeWithSideFiles(fresh);
}

}  // namespace store
