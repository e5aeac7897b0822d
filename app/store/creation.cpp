#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <functional>

#include "core/error.h"
#include "store/implementation.h"
#include "store/opening.h"
#include "store/project_file.h"
#include "store/schema.h"

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

// Makes an empty file under another name, has it filled, and gives it its name once it is whole and durable.
void publish(const std::filesystem::path& path, const std::function<void(const std::filesystem::path& fresh)>& fill) {
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
  // Made under another name, so that no half-made project ever stands under its own.
  const std::filesystem::path fresh = folder / ("." + path.filename().string() + ".new-" + std::to_string(::getpid()));
  removeWithSideFiles(fresh);
  const int descriptor = ::open(fresh.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (descriptor < 0) {
    throw core::Error(subject, "The project cannot be made (" + std::string(std::strerror(errno)) + ")",
                      "Check the permissions of the folder and the space left on its disk");
  }
  ::close(descriptor);
  try {
    fill(fresh);
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

// Makes a project, has it filled, and gives it its name.
void make(const std::filesystem::path& path, const Disk& disk,
          const std::function<void(const std::filesystem::path& fresh)>& fill) {
  refuseNetworkFolder(path.has_parent_path() ? path.parent_path() : ".", path, disk);
  publish(path, [&](const std::filesystem::path& fresh) {
    {
      Database database(fresh, {.write = true, .vfs = disk.vfs});
      database.script("PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
      Transaction transaction(database, Transaction::Kind::Write);
      createSchema(database);
      transaction.commit();
      database.allowCheckpointOnClose(true);
    }
    fill(fresh);
  });
}

}  // namespace

void ProjectFile::snapshot(const std::filesystem::path& out) const {
  publish(out, [&](const std::filesystem::path& fresh) {
    implementation_->database->run("VACUUM INTO ?", fresh.string());
    // Left as a project is: with a write-ahead log, here without the memory that processes share, which a stick or a
    // network folder may not offer.
    Database copy(fresh, {.write = true});
    copy.script("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL;");
    copy.allowCheckpointOnClose(true);
  });
}

void ProjectFile::create(const std::filesystem::path& path, const std::string& title, const std::string& person,
                         const Installation& installation, const Disk& disk) {
  make(path, disk, [&](const std::filesystem::path& fresh) {
    ProjectFile(fresh, Access::Write, installation, disk)
        .append(core::EditDraft{.person = person, .body = core::ProjectCreated{title}});
  });
}

void ProjectFile::createEmpty(const std::filesystem::path& path, const Installation& installation, const Disk& disk) {
  make(path, disk,
       [&](const std::filesystem::path& fresh) { const ProjectFile whole(fresh, Access::Write, installation, disk); });
}

}  // namespace store
