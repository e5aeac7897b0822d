#include "exchange/nnunet.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "exchange/export.h"
#include "imaging/image_write.h"
#include "imaging/labelmap.h"

namespace exchange {
namespace {

using Classes = std::map<std::string, int>;

// The masks of the classes, none of which overlap: smaller lesions keep their voxels.
std::map<std::string, core::Mask> classMasks(const TrainingCase& each) {
  std::vector<const LesionToExport*> bySize;
  for (const LesionToExport& lesion : each.lesions) {
    bySize.push_back(&lesion);
  }
  std::sort(bySize.begin(), bySize.end(), [](const LesionToExport* a, const LesionToExport* b) {
    return std::tuple(a->mask->count(), a->className, a->id) < std::tuple(b->mask->count(), b->className, b->id);
  });
  std::map<std::string, core::Mask> masks;
  core::Mask taken;
  for (const LesionToExport* lesion : bySize) {
    core::Mask free = *lesion->mask;
    free -= taken;
    taken |= free;
    masks[lesion->className] |= free;
  }
  return masks;
}

ExportedFile writeLabels(const TrainingCase& each, const Classes& classes, const std::filesystem::path& path) {
  imaging::LabelFile labels;
  labels.grid = each.image.grid;
  ExportedFile file{path, "labels", each.image.name, "", {}};
  for (auto& [className, mask] : classMasks(each)) {
    imaging::LabelSegment segment;
    segment.value = classes.at(className);
    segment.name = className;
    segment.className = className;
    segment.mask = std::move(mask);
    file.lesions[segment.value] = {"", className, className};
    labels.segments.push_back(std::move(segment));
  }
  imaging::writeLabelmap(labels, path);
  return file;
}

}  // namespace

std::vector<ExportedFile> exportTrainingSet(const std::vector<TrainingCase>& cases, const VolumeReader& volumeOf,
                                            const std::filesystem::path& folder, Packing packing) {
  if (cases.empty()) {
    throw core::Error(folder.string(), "there is no case to train on", "Import images and mark lesions in them");
  }
  Classes classes;
  for (const TrainingCase& each : cases) {
    if (each.image.modality != cases.front().image.modality) {
      throw core::Error(folder.string(),
                        "case \"" + each.image.name + "\" is " + each.image.modality + ", others are " +
                            cases.front().image.modality + ", and nnU-Net takes one kind of image for a channel",
                        "Export cases of one modality at a time with --case");
    }
    for (const LesionToExport& lesion : each.lesions) {
      classes.try_emplace(lesion.className, 0);
    }
  }
  int number = 0;
  nlohmann::ordered_json labels{{"background", 0}};
  for (auto& [className, value] : classes) {
    labels[className] = value = ++number;
  }
  const std::string ending = packing == Packing::Plain ? ".nii" : ".nii.gz";
  std::vector<ExportedFile> files;
  int training = 0;
  for (const TrainingCase& each : cases) {
    const std::string part = each.isTest ? "Ts" : "Tr";
    training += !each.isTest;
    makeFolder(folder / ("images" + part));
    makeFolder(folder / ("labels" + part));
    const std::string stem = fileNameOf(each.image.name);
    ExportedFile image{folder / ("images" + part) / (stem + "_0000" + ending), "image", each.image.name, "", {}};
    imaging::writeImage(volumeOf(each.image), image.path);
    files.push_back(std::move(image));
    files.push_back(writeLabels(each, classes, folder / ("labels" + part) / (stem + ending)));
  }
  const nlohmann::ordered_json dataset{{"channel_names", {{"0", cases.front().image.modality}}},
                                       {"labels", labels},
                                       {"numTraining", training},
                                       {"file_ending", ending}};
  ExportedFile description{folder / "dataset.json", "dataset", "", "", {}};
  std::ofstream stream(description.path, std::ios::binary);
  stream << dataset.dump(2) << '\n';
  stream.close();
  if (!stream) {
    throw core::Error(description.path.string(), "it can't be written", "Check the free space and permissions");
  }
  files.push_back(std::move(description));
  return files;
}

}  // namespace exchange
