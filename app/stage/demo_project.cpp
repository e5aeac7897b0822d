#include "stage/demo_project.h"

#include "core/error.h"
#include "imaging/import.h"
#include "stage/load.h"
#include "store/project_file.h"

namespace stage {

namespace fs = std::filesystem;

std::optional<fs::path> demoImage() {
  const fs::path image = "/usr/share/mricron/templates/ch2better.nii.gz";
  std::error_code ignored;
  return fs::is_regular_file(image, ignored) ? std::optional(image) : std::nullopt;
}

fs::path demoProject(const store::Installation& installation, const fs::path& image, const std::string& person,
                     const core::ProgressSink& progress) {
  const fs::path folder = installation.home() / "demo";
  const fs::path project = folder / "Demo.sagitta";
  if (fs::exists(project)) {
    return project;
  }
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) {
    throw core::Error(folder.string(), "the folder cannot be made (" + failed.message() + ")",
                      "Check its permissions, and the free space");
  }
  // Made under another name, and called by its own only when it is whole.
  const fs::path fresh = folder / "being-made.sagitta";
  const auto clear = [&] {
    for (const char* end : {"", "-wal", "-shm", "-lock"}) {
      fs::remove(fresh.string() + end, failed);
    }
  };
  clear();
  try {
    store::ProjectFile::create(fresh, "Demonstration", person, installation);
    store::ProjectFile file(fresh, store::Access::Write, installation);
    Intake intake(file);
    imaging::readImages(
        std::span(&image, 1),
        [&](imaging::ImportedImage read) {
          core::Case brain = intake.store(read, progress);
          brain.name = "Brain";
          brain.modality = "MR";  // which a NIfTI file does not say
          intake.add(brain, std::move(read.source));
        },
        progress);
    intake.commit(person);
  } catch (...) {
    clear();
    throw;
  }
  fs::rename(fresh, project, failed);
  if (failed) {
    throw core::Error(project.string(), "it cannot be given its name (" + failed.message() + ")", "Check the folder");
  }
  clear();  // what lies beside a file that is worked on
  return project;
}

}  // namespace stage
