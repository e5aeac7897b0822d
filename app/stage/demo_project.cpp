#include "stage/demo_project.h"

#include "imaging/import.h"
#include "intake/load.h"
#include "stage/new_project.h"
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
  fs::path project = installation.home() / "demo" / "Demo.sagitta";
  if (fs::exists(project)) {
    return project;
  }
  makeProject(project, "Demonstration", person, installation, [&](store::ProjectFile& file) {
    intake::Intake intake(file);
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
  });
  return project;
}

}  // namespace stage
