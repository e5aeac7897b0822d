#include "store/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include "core/error.h"
#include "store/disk_full.h"

namespace store {
namespace {

constexpr std::chrono::microseconds kFirstPause{100};
constexpr std::chrono::seconds kLockPatience{10};  // no commit of ours takes that long

}  // namespace

std::filesystem::path FileLock::pathOf(const std::filesystem::path& project) {
  std::error_code missing;
  const auto real = std::filesystem::canonical(project, missing);
  return (missing ? project : real).string() + "-lock";
}

FileLock::FileLock(const std::filesystem::path& project) : project_(project) {
  descriptor_ = ::open(pathOf(project).c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (descriptor_ < 0) {
    if (errno == ENOSPC || errno == EDQUOT) {
      throw DiskFull(project.string());
    }
    throw core::Error(
        project.string(),
        "The project cannot be written: its lock file cannot be made (" + std::string(std::strerror(errno)) + ")",
        "Check the permissions of the folder");
  }
}

FileLock::~FileLock() {
  ::close(descriptor_);
}

// Asked for again and again, rather than waited for in the system: that can't be given up.
FileLock::Hold::Hold(FileLock& lock) : lock_(lock) {
  const auto start = std::chrono::steady_clock::now();
  for (auto pause = kFirstPause; ::flock(lock_.descriptor_, LOCK_EX | LOCK_NB) != 0;
       pause = std::min(2 * pause, kGap)) {
    if (errno != EWOULDBLOCK && errno != EINTR) {
      throw core::Error(lock_.project_.string(),
                        "The project cannot be locked (" + std::string(std::strerror(errno)) + ")",
                        "Work on a copy on this computer's own disk");
    }
    if (std::chrono::steady_clock::now() - start > kLockPatience) {
      throw core::Error(lock_.project_.string(), "Another program keeps the project locked",
                        "Close it there and try again");
    }
    std::this_thread::sleep_for(pause);
  }
}

FileLock::Hold::~Hold() {
  ::flock(lock_.descriptor_, LOCK_UN);
}

}  // namespace store
