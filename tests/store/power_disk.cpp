#include "store/power_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>

#include "core/error.h"

namespace store {
namespace {

constexpr std::size_t kSector = 512;

// ---- The file system that records and hands on ----

struct RecordingFile {
  sqlite3_file base;
  PowerDisk* disk;  // null: not recorded (temporary files)
  const char* path;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

RecordingFile* own(sqlite3_file* file) {
  return reinterpret_cast<RecordingFile*>(file);
}
sqlite3_file* real(sqlite3_file* file) {
  return own(file)->real();
}
sqlite3_vfs* realVfs() {
  return sqlite3_vfs_find("unix");
}
PowerDisk* diskOf(sqlite3_vfs* vfs) {
  return static_cast<PowerDisk*>(vfs->pAppData);
}

int closeFile(sqlite3_file* file) {
  return real(file)->pMethods->xClose(real(file));
}
int readRecorded(sqlite3_file* file, void* into, int length, sqlite3_int64 offset) {
  return real(file)->pMethods->xRead(real(file), into, length, offset);
}
int writeRecorded(sqlite3_file* file, const void* data, int length, sqlite3_int64 offset) {
  if (own(file)->disk != nullptr) {
    const auto* bytes = static_cast<const std::byte*>(data);
    own(file)->disk->record(
        {PowerDisk::Event::Kind::Write, own(file)->path, offset, core::Bytes(bytes, bytes + length), {}});
  }
  return real(file)->pMethods->xWrite(real(file), data, length, offset);
}
int truncateFile(sqlite3_file* file, sqlite3_int64 length) {
  if (own(file)->disk != nullptr) {
    own(file)->disk->record({PowerDisk::Event::Kind::Truncate, own(file)->path, length, {}, {}});
  }
  return real(file)->pMethods->xTruncate(real(file), length);
}
int syncFile(sqlite3_file* file, int flags) {
  const int code = real(file)->pMethods->xSync(real(file), flags);
  if (code == SQLITE_OK && own(file)->disk != nullptr) {
    own(file)->disk->record({PowerDisk::Event::Kind::Force, own(file)->path, 0, {}, {}});
  }
  return code;
}
int fileSize(sqlite3_file* file, sqlite3_int64* size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}
int lockFile(sqlite3_file* file, int level) {
  return real(file)->pMethods->xLock(real(file), level);
}
int unlockFile(sqlite3_file* file, int level) {
  return real(file)->pMethods->xUnlock(real(file), level);
}
int checkReserved(sqlite3_file* file, int* out) {
  return real(file)->pMethods->xCheckReservedLock(real(file), out);
}
int fileControl(sqlite3_file* file, int what, void* argument) {
  // Told of sizes to come, the system's own would set the length behind our back.
  return what == SQLITE_FCNTL_SIZE_HINT ? SQLITE_OK : real(file)->pMethods->xFileControl(real(file), what, argument);
}
int sectorSize(sqlite3_file* file) {
  return real(file)->pMethods->xSectorSize(real(file));
}
int characteristics(sqlite3_file* file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int shmMap(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
  return real(file)->pMethods->xShmMap(real(file), region, size, extend, out);
}
int shmLock(sqlite3_file* file, int offset, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void shmBarrier(sqlite3_file* file) {
  real(file)->pMethods->xShmBarrier(real(file));
}
int shmUnmap(sqlite3_file* file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), remove);
}

constexpr sqlite3_io_methods kMethods = {2,           closeFile,  readRecorded,    writeRecorded, truncateFile,
                                         syncFile,    fileSize,   lockFile,        unlockFile,    checkReserved,
                                         fileControl, sectorSize, characteristics, shmMap,        shmLock,
                                         shmBarrier,  shmUnmap,   nullptr,         nullptr};

int openFile(sqlite3_vfs* vfs, sqlite3_filename path, sqlite3_file* file, int flags, int* outFlags) {
  RecordingFile* made = own(file);
  constexpr int kRecorded = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
  made->disk = (flags & kRecorded) != 0 ? diskOf(vfs) : nullptr;
  made->path = path;
  made->base.pMethods = nullptr;
  const bool fresh = made->disk != nullptr && !std::filesystem::exists(path);
  const int code = realVfs()->xOpen(realVfs(), path, made->real(), flags, outFlags);
  if (code == SQLITE_OK) {
    made->base.pMethods = &kMethods;
    if (fresh) {
      made->disk->record({PowerDisk::Event::Kind::Create, path, 0, {}, {}});
    }
  }
  return code;
}
int deleteFile(sqlite3_vfs* vfs, const char* path, int syncFolder) {
  const int code = realVfs()->xDelete(realVfs(), path, syncFolder);
  if (code == SQLITE_OK) {
    diskOf(vfs)->record({PowerDisk::Event::Kind::Remove, path, syncFolder, {}, {}});
  }
  return code;
}

sqlite3_vfs* makeVfs(const std::string& name, PowerDisk* disk) {
  auto* vfs = new sqlite3_vfs(*realVfs());  // what is not replaced needs no file of ours
  vfs->pNext = nullptr;
  vfs->szOsFile = int(sizeof(RecordingFile)) + realVfs()->szOsFile;
  vfs->zName = name.c_str();
  vfs->pAppData = disk;
  vfs->xOpen = openFile;
  vfs->xDelete = deleteFile;
  vfs->xAccess = [](sqlite3_vfs*, const char* path, int flags, int* out) {
    return realVfs()->xAccess(realVfs(), path, flags, out);
  };
  vfs->xFullPathname = [](sqlite3_vfs*, const char* path, int size, char* out) {
    return realVfs()->xFullPathname(realVfs(), path, size, out);
  };
  return vfs;
}

// ---- What is left of a file ----

core::Bytes remainsOf(const core::Bytes& durable, const std::vector<PowerDisk::Event>& unforced, double kept,
                      std::mt19937& engine) {
  using Kind = PowerDisk::Event::Kind;
  std::bernoulli_distribution survives(kept);
  core::Bytes bytes = durable;
  for (const PowerDisk::Event& event : unforced) {
    if (event.kind == Kind::Truncate) {
      if (survives(engine)) {
        bytes.resize(std::size_t(event.offset));
      }
      continue;
    }
    // Each sector for itself; a sector may keep an older write where the newer one is lost.
    for (std::size_t at = 0; at < event.data.size();) {
      const std::size_t place = std::size_t(event.offset) + at;
      const std::size_t length = std::min(kSector - place % kSector, event.data.size() - at);
      if (survives(engine)) {
        bytes.resize(std::max(bytes.size(), place + length));
        std::memcpy(bytes.data() + place, event.data.data() + at, length);
      }
      at += length;
    }
  }
  return bytes;
}

}  // namespace

PowerDisk::PowerDisk(bool lies) : name_(lies ? "power-disk-that-lies" : "power-disk"), lies_(lies) {
  sqlite3_initialize();
  core::check(sqlite3_vfs_register(makeVfs(name_, this), 0) == SQLITE_OK, "SQLite takes a file system");
}

PowerDisk::~PowerDisk() {
  sqlite3_vfs* vfs = sqlite3_vfs_find(name_.c_str());
  sqlite3_vfs_unregister(vfs);
  delete vfs;
}

void PowerDisk::startWith(const std::filesystem::path& file) {
  sqlite3_vfs* vfs = sqlite3_vfs_find("unix");
  core::check(vfs != nullptr, "SQLite has its own file system");
  Medium medium;
  FILE* stream = std::fopen(file.c_str(), "rb");
  core::check(stream != nullptr, "the file to start with is there");
  medium.durable.resize(std::filesystem::file_size(file));
  core::check(std::fread(medium.durable.data(), 1, medium.durable.size(), stream) == medium.durable.size(),
              "the file to start with can be read");
  std::fclose(stream);
  files_[file] = std::move(medium);
}

void PowerDisk::promise(const std::string& what) {
  record({Event::Kind::Promise, {}, 0, {}, what});
}

void PowerDisk::record(Event event) {
  forced_ += event.kind == Event::Kind::Force;
  if (event.kind != Event::Kind::Force || !lies_) {
    journal_.push_back(std::move(event));
  }
}

void PowerDisk::advance(const Event& event) {
  if (event.kind == Event::Kind::Promise) {
    promises_.push_back(event.what);
    return;
  }
  if (event.kind == Event::Kind::Create) {
    Medium& medium = files_[event.file];
    if (medium.removed) {
      medium = {};  // a new file under the name of one removed: of the old, nothing can come back
    }
    medium.named = false;
    return;
  }
  Medium& medium = files_[event.file];
  switch (event.kind) {
    case Event::Kind::Force: {
      std::mt19937 unused;
      medium.durable = remainsOf(medium.durable, medium.unforced, 1, unused);
      medium.unforced.clear();
      medium.named = true;  // the system's own file system forces the folder with a new file's first
      break;
    }
    case Event::Kind::Remove:
      if (event.offset != 0) {
        files_.erase(event.file);
      } else {
        medium.removed = true;
      }
      break;
    default:
      medium.unforced.push_back(event);
  }
}

PowerDisk::Cut PowerDisk::cutAt(std::size_t moment, std::mt19937& engine) {
  core::check(moment >= at_ && moment <= journal_.size(), "moments are visited in ascending order");
  for (; at_ < moment; ++at_) {
    advance(journal_[at_]);
  }
  constexpr double kKept[] = {0, 0.1, 0.5, 0.9, 1};
  Cut cut;
  cut.promises = promises_;
  for (const auto& [file, medium] : files_) {
    const bool uncertain = !medium.named || medium.removed;
    if (uncertain && engine() % 2 == 0) {
      continue;
    }
    cut.files[file] = remainsOf(medium.durable, medium.unforced, kKept[engine() % 5], engine);
  }
  return cut;
}

}  // namespace store
