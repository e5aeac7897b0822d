#include "store/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"

namespace store {

std::filesystem::path FileLock::pathOf(const std::filesystem::path& project) {
  std::error_code missing;
  const auto real = std::filesystem::canonical(project, missing);
  return (missing ? project : real).string() + "-lock";
}

FileLock::FileLock(const std::filesystem::path& project) : project_(project) {
  descriptor_ = ::open(pathOf(project).c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (descriptor_ < 0) {
    throw core::Error(
        project.string(),
        "The project cannot be written: its lock file cannot be made (" + std::string(std::strerror(errno)) + ")",
        "Check the permissions of the folder");
  }
}

FileLock::~FileLock() {
  ::close(descriptor_);
}

FileLock::Hold::Hold(FileLock& lock) : lock_(lock) {
  while (::flock(lock_.descriptor_, LOCK_EX) != 0) {
    if (errno != EINTR) {
      throw core::Error(lock_.project_.string(),
                        "The project cannot be locked (" + std::string(std::strerror(errno)) + ")",
                        "Work on a copy on this computer's own disk");
    }
  }
}

FileLock::Hold::~Hold() {
  ::flock(lock_.descriptor_, LOCK_UN);
}

}  // namespace store
