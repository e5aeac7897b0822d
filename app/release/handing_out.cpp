#include "release/handing_out.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "exchange/files.h"
#include "exchange/scratch_folder.h"
#include "release/build.h"
#include "release/check.h"

namespace release {
namespace {

namespace fs = std::filesystem;

// Writes the files of a release and holds each against its hash.
void writeFiles(const store::ProjectFile& project, const StoredRelease& release, const fs::path& out,
                const core::ProgressSink& progress) {
  const std::vector<core::Case> cases = project.cases();
  std::map<core::CaseId, fs::path> images;  // made once, however often they are in it
  const exchange::ScratchFolder scratch("sagitta-images");
  std::string sums;
  std::int64_t done = 0;
  for (const workflow::ManifestFile& file : release.manifest.files) {
    const fs::path path = out / file.path;
    fs::create_directories(path.parent_path());
    if (file.image) {
      fs::path& image = images[*file.image];
      const auto found =
          std::find_if(cases.begin(), cases.end(), [&](const core::Case& each) { return each.id == *file.image; });
      if (found == cases.end()) {
        throw core::Error(project.path().string(), "it lacks an image of the release", "Merge a copy that has it");
      }
      // In a folder of its own: what cases are called now, they may not have been called then.
      image = image.empty() ? writeReleaseImage(project, *found, scratch.path() / found->id.hex()) : image;
      fs::copy_file(image, path);
    } else {
      exchange::writeText(path, thaw(project, file.blobs, file.bytes));
    }
    if (fs::file_size(path) != file.bytes || fileHash(path) != file.sha256) {
      throw core::Error(path.string(), "it does not come out as it was released",
                        "Run `sagitta verify`; restore the project from a copy");
    }
    core::report(progress, "Writing files", ++done, std::int64_t(release.manifest.files.size()));
    sums += file.sha256.hex() + "  " + file.path + "\n";
  }
  exchange::writeText(out / "manifest.json", release.manifestText);
  exchange::writeText(out / "SHA256SUMS", sums + fileHash(out / "manifest.json").hex() + "  manifest.json\n");
}

}  // namespace

store::Consultation consultationOf(const store::ProjectFile& project, const StoredRelease& release,
                                   const std::string& reader) {
  std::vector<core::Case> held = project.cases();
  std::erase_if(held, [&](const core::Case& each) {
    return std::none_of(release.manifest.cases.begin(), release.manifest.cases.end(),
                        [&](const workflow::ManifestCase& in) { return in.id == each.id; });
  });
  return {project, held, "", reader, "release " + release.made.name};
}

void handOut(const store::ProjectFile& project, const StoredRelease& release, const fs::path& out,
             const core::ProgressSink& progress) {
  std::error_code ignored;
  const bool there = fs::exists(out, ignored);
  if (there && !fs::is_empty(out, ignored)) {
    throw core::Error(out.string(), "there is something there already", "Choose a folder that is empty or not there");
  }
  fs::create_directories(out, ignored);
  try {
    writeFiles(project, release, out, progress);
  } catch (...) {  // a part of a release would be taken for all of it
    fs::remove_all(out, ignored);
    if (there) {
      fs::create_directory(out, ignored);
    }
    throw;
  }
}

std::vector<std::string> problemsOf(const store::ProjectFile& project, const StoredRelease& release,
                                    const core::ProgressSink& progress) {
  std::vector<std::string> problems;
  try {
    const CutState cut = stateAt(project, release.made.cut);
    if (cut.log != release.manifest.log) {
      problems.push_back("the edits that it was made of are not those of its manifest");
    }
    if (cut.state.guideline != release.manifest.guideline) {
      problems.push_back("the guideline in force was another one");
    }
    for (const workflow::ManifestLesion& lesion : release.manifest.lesions) {
      const auto found = std::find_if(cut.state.lesions.begin(), cut.state.lesions.end(),
                                      [&](const core::Lesion& each) { return each.id == lesion.id; });
      if (found == cut.state.lesions.end() ||
          core::lesionVersion(*found, cut.state.masks.at(lesion.id)) != lesion.version) {
        problems.push_back("\"" + lesion.name + "\" is not what the edits make of it");
      }
    }
    const exchange::ScratchFolder scratch("sagitta-verify");
    writeFiles(project, release, scratch.path() / "files", progress);
  } catch (const core::Error& error) {
    problems.push_back(error.what());
  }
  return problems;
}

}  // namespace release
