// Any bytes as a project file, read and then worked on: answered or refused in words, never a crash, hang or allocation
// without bound. What opens and verifies must still verify after it was written to.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/error.h"
#include "store/project_file.h"

namespace {

// On a disk in memory where there is one: SQLite makes files beside the project.
std::filesystem::path folder() {
  static const std::filesystem::path made = [] {
    const bool memory = ::access("/dev/shm", W_OK) == 0;
    std::string pattern = (memory ? "/dev/shm" : std::filesystem::temp_directory_path().string()) + "/fuzz-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) {
      std::abort();
    }
    return std::filesystem::path(pattern);
  }();
  static const int removal = std::atexit([] { std::filesystem::remove_all(folder()); });
  static_cast<void>(removal);
  return made;
}

core::Bytes plain(const store::Blob& blob) {
  return blob.data;
}

bool readAll(const store::ProjectFile& project) {
  project.title();
  project.cases();
  project.people();
  project.heads();
  project.history("Ada");
  for (const store::LesionRow& row : project.lesions()) {
    project.mask(row.lesion.id);
  }
  for (const store::LogEntry& entry : project.log()) {
    project.body(entry.id);
  }
  return project.verify(plain).problems.empty();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::filesystem::path path = folder() / "p.sagitta";
  for (const char* ending : {"-wal", "-shm"}) {
    std::filesystem::remove(path.string() + ending);
  }
  std::ofstream(path, std::ios::binary | std::ios::trunc)
      .write(reinterpret_cast<const char*>(data), std::streamsize(size));
  const store::Installation here(folder() / "home");
  bool sound = false;
  try {
    sound = readAll(store::ProjectFile(path, store::Access::Read, here));
  } catch (const core::Error&) {
  }
  try {
    store::ProjectFile project(path, store::Access::Write, here);
    project.append(core::EditDraft{.person = "Ada", .body = core::LesionCreated{.name = "new"}});
    project.rebuildCaches();
    core::check(!sound || project.verify(plain).problems.empty(), "a sound project stays sound");
  } catch (const core::Error&) {
    core::check(!sound, "a sound project can be written to");
  }
  return 0;
}
