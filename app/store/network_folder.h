// Whether a file lies on a folder that other computers can write to at the same time, where SQLite's locks and shared
// memory do not hold. Any thread.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace store {

// The kind of network file system ("NFS", "Windows share", "sshfs") under an existing file or folder; nothing for a
// disk of this computer. From statfs(2)'s magic numbers (linux/magic.h), and for FUSE from the mount's type.
std::optional<std::string> networkFileSystemOf(const std::filesystem::path& path);

// What a project file lies on and how it is kept there. Tests hand in a disk that loses power, or a folder that claims
// to be elsewhere.
struct Disk {
  const char* vfs = nullptr;  // the name of a registered SQLite file system; SQLite's own where null
  std::function<std::optional<std::string>(const std::filesystem::path&)> networkFileSystem = networkFileSystemOf;
  int logPages = 2048;  // of 4 KiB, in the write-ahead log before it is moved into the file
};

}  // namespace store
