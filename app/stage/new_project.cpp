#include "stage/new_project.h"

#include <system_error>

#include "core/error.h"

namespace stage {

namespace fs = std::filesystem;

void makeProject(const fs::path& file, const std::string& title, const std::string& person,
                 const store::Installation& installation, const std::function<void(store::ProjectFile&)>& fill) {
  const fs::path folder = file.parent_path();
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) {
    throw core::Error(folder.string(), "the folder cannot be made (" + failed.message() + ")",
                      "Check its permissions, and the free space");
  }
  if (fs::exists(file, failed)) {
    throw core::Error(file.string(), "there is a file of that name already", "Choose another name");
  }
  const fs::path fresh = folder / (file.stem().string() + " being made.sagitta");
  const auto clear = [&] {
    for (const char* end : {"", "-wal", "-shm", "-lock"}) {
      fs::remove(fresh.string() + end, failed);
    }
  };
  clear();
  try {
    store::ProjectFile::create(fresh, title, person, installation);
    store::ProjectFile project(fresh, store::Access::Write, installation);
    fill(project);
  } catch (...) {
    clear();
    throw;
  }
  fs::rename(fresh, file, failed);
  if (failed) {
    const std::string cause = failed.message();
    clear();
    throw core::Error(file.string(), "it cannot be given its name (" + cause + ")", "Check the folder");
  }
  clear();  // what lies beside a file that is worked on
}

}  // namespace stage
