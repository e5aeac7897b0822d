#include "store/opening.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"
#include "store/disk_full.h"
#include "store/schema.h"

namespace store {
namespace {

bool canWriteIn(const std::filesystem::path& folder) {
  return ::access(folder.c_str(), W_OK) == 0;
}

bool hasUnmergedLog(const std::filesystem::path& real) {
  std::error_code missing;
  const auto bytes = std::filesystem::file_size(real.string() + "-wal", missing);
  return !missing && bytes > 0;
}

// Tells whose file it is from its first page alone, and so without a trace: opening properly makes files beside it.
// While its write-ahead log holds anything, the file alone need not make sense; then there are such files already.
void checkWhose(const std::filesystem::path& path, const Disk& disk) {
  expectFile(path);
  refuseNetworkFolder(path, path, disk);
  const auto real = std::filesystem::canonical(path);
  if (hasUnmergedLog(real)) {
    return;
  }
  try {
    Database probe(path, {.immutable = true, .vfs = disk.vfs});
    checkHeader(probe);
  } catch (const core::Error&) {
    if (!hasUnmergedLog(real)) {  // else a writer came in between
      throw;
    }
  }
}

}  // namespace

void expectFile(const std::filesystem::path& path) {
  struct stat status {};
  const std::string subject = path.string();
  if (::stat(path.c_str(), &status) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) {
      throw core::Error(subject, "There is no such file", "Check the name, or make a project with `sagitta new`");
    }
    throw core::Error(subject, "The file cannot be reached (" + std::string(std::strerror(errno)) + ")",
                      "Check the permissions of its folders");
  }
  if (S_ISDIR(status.st_mode)) {
    throw core::Error(subject, "This is a folder, not a Sagitta project", "Name the project file in it");
  }
  if (!S_ISREG(status.st_mode)) {
    throw core::Error(subject, "This is not a file", "Choose a project file, or make one with `sagitta new`");
  }
  if (status.st_size == 0) {
    throw core::Error(subject, "The file is empty: this is not a Sagitta project",
                      "Choose a project file, or make one with `sagitta new`");
  }
}

void refuseNetworkFolder(const std::filesystem::path& path, const std::filesystem::path& subject, const Disk& disk) {
  if (const auto network = disk.networkFileSystem(path)) {
    throw core::Error(
        subject.string(),
        "The project is on a network folder (" + *network + "): several computers working there at once can damage it",
        "Work on a copy on this computer's own disk; changes made in copies can be merged later");
  }
}

std::unique_ptr<FileLock> lockToWrite(const std::filesystem::path& path, const Disk& disk) {
  checkWhose(path, disk);
  if (::access(path.c_str(), W_OK) != 0) {
    throw core::Error(path.string(), "The project cannot be written", "Check the permissions of the file");
  }
  std::error_code gone;
  if (std::filesystem::hard_link_count(path, gone) > 1) {
    // Locks and the write-ahead log go by the name.
    throw core::Error(path.string(), "The file has several names (hard links): work under two of them would damage it",
                      "Work on a copy of it");
  }
  return std::make_unique<FileLock>(path);
}

// A read-only connection. SQLite keeps shared memory beside the file; where the folder forbids that, or the
// disk has no room for it, nobody can be writing from here, and the file is read as it stands.
std::unique_ptr<Database> openToRead(const std::filesystem::path& path, const Disk& disk) {
  checkWhose(path, disk);
  const auto real = std::filesystem::canonical(path);
  const bool apart = !canWriteIn(real.parent_path()) && !std::filesystem::exists(real.string() + "-shm");
  if (apart && hasUnmergedLog(real)) {
    throw core::Error(
        path.string(), "The project was not closed in order, and its folder cannot be written to set it right",
        "Copy it together with the file of the same name ending in -wal to another folder, and open it there");
  }
  try {
    return std::make_unique<Database>(path, Database::Options{.immutable = apart, .vfs = disk.vfs});
  } catch (const DiskFull&) {
    if (hasUnmergedLog(real)) {
      throw;
    }
    return std::make_unique<Database>(path, Database::Options{.immutable = true, .vfs = disk.vfs});
  }
}

}  // namespace store
