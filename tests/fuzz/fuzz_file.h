// The input as a file, for parsers that take a path.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace fuzz {

// In a folder of its own under /dev/shm where there is one, so that millions of inputs don't wear out a disk.
class File {
 public:
  explicit File(const char* name) {
    const std::filesystem::path shm = "/dev/shm";
    const bool usable = std::filesystem::is_directory(shm) && ::access(shm.c_str(), W_OK) == 0;
    std::string folder = ((usable ? shm : std::filesystem::temp_directory_path()) / "sagitta-fuzz-XXXXXX").string();
    folder_ = ::mkdtemp(folder.data());
    path_ = folder_ / name;
  }
  ~File() { std::filesystem::remove_all(folder_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  const std::filesystem::path& path() const { return path_; }
  void write(const std::uint8_t* data, std::size_t size) const {
    const int handle = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (handle < 0 || ::write(handle, data, size) != ::ssize_t(size)) {
      std::abort();
    }
    ::close(handle);
  }

 private:
  std::filesystem::path folder_;
  std::filesystem::path path_;
};

}  // namespace fuzz
