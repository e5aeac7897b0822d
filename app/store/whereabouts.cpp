#include "store/whereabouts.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include "core/error.h"
#include "store/opening.h"

namespace store {

Whereabouts::Whereabouts(const std::filesystem::path& path) : path_(path) {
  expectFile(path);
  // O_PATH: closing any other descriptor of the file would drop SQLite's locks on it.
  descriptor_ = ::open(path.c_str(), O_PATH | O_CLOEXEC);
  struct stat status {};
  if (descriptor_ < 0 || ::fstat(descriptor_, &status) != 0) {
    throw core::Error(path.string(), "The file cannot be reached (" + std::string(std::strerror(errno)) + ")",
                      "Check the permissions of its folders");
  }
  device_ = status.st_dev;
  inode_ = status.st_ino;
}

Whereabouts::~Whereabouts() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

bool Whereabouts::isInPlace() const {
  struct stat status {};
  return ::stat(path_.c_str(), &status) == 0 && status.st_dev == device_ && status.st_ino == inode_;
}

std::optional<std::filesystem::path> Whereabouts::now() const {
  std::error_code unknown;
  const auto name = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor_), unknown);
  struct stat status {};
  const bool same =
      !unknown && ::stat(name.c_str(), &status) == 0 && status.st_dev == device_ && status.st_ino == inode_;
  return same ? std::optional(name) : std::nullopt;
}

}  // namespace store
