#include "stage/image_import.h"

#include <algorithm>

#include "core/name.h"
#include "imaging/import.h"
#include "intake/load.h"

namespace stage {

ImportResult importImages(store::ProjectFile& project, std::span<const ImageSet> sets, const std::string& person,
                          const core::ProgressSink& progress) {
  project.expectRight(person, core::Right::Import);  // before the images are read, which takes time
  std::vector<core::Case> known = project.cases();
  std::vector<std::string> names;
  for (const core::Case& each : known) {
    names.push_back(each.name);
  }
  ImportResult result;
  struct Read {
    core::Case study;
    core::SourceAttributes source;
    std::vector<std::string> notes;
    std::size_t set = 0;
  };
  std::vector<Read> read;
  std::size_t set = 0;
  intake::Intake intake(project);
  const auto take = [&](imaging::ImportedImage image) {
    core::Case fresh = intake.store(image, progress);
    const auto same = std::find_if(known.begin(), known.end(), [&](const auto& each) { return each.id == fresh.id; });
    if (same != known.end()) {
      result.notes.push_back(image.name + ": these voxels are already in the project, as case \"" + same->name + "\"");
      return;
    }
    fresh.name = image.name;
    known.push_back(fresh);
    read.push_back({std::move(fresh), std::move(image.source), std::move(image.notes), set});
  };
  std::vector<std::string> leftOut;
  for (; set < sets.size(); ++set) {
    const std::vector<std::string> notes = imaging::readImages(sets[set].sources, take, progress);
    leftOut.insert(leftOut.end(), notes.begin(), notes.end());
  }
  for (Read& each : read) {
    std::string& called = each.study.name;
    if (const std::string& name = sets[each.set].name; !name.empty()) {
      const auto alike =
          std::count_if(read.begin(), read.end(), [&](const Read& other) { return other.set == each.set; });
      called = alike == 1 ? name : name + " " + called;
    }
    called = core::uniqueName(called, names);
    names.push_back(called);
    for (const std::string& note : each.notes) {
      result.notes.push_back(called + ": " + note);
    }
    intake.add(each.study, each.source);
    result.added.push_back({std::move(each.study), std::move(each.source)});
  }
  result.notes.insert(result.notes.end(), leftOut.begin(), leftOut.end());
  intake.commit(person);
  return result;
}

}  // namespace stage
