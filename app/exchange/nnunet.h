// A training set as nnU-Net v2 reads it (its documentation, dataset_format.md): every case with its image and one label
// map of classes, and dataset.json. Called by `export` and `release` on a worker thread; no state.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "exchange/export.h"

namespace exchange {

struct TrainingCase {
  core::Case image;
  std::vector<LesionToExport> lesions;
  bool isTest = false;  // goes into imagesTs and labelsTs
};

// Hands over the voxels of one case at a time.
using VolumeReader = std::function<core::Volume(const core::Case& image)>;

// Writes imagesTr/CASE_0000, labelsTr/CASE (imagesTs and labelsTs of test cases) and dataset.json. Classes are numbered
// from 1 by name, over all cases. A voxel of several classes gets the one of the smallest lesion there, of equally
// small ones the class that comes first: a small lesion within a large one would be lost otherwise. All images must be
// of one modality, since a channel is: throws core::Error where they are not, where there are no cases, or where a file
// can't be written.
std::vector<ExportedFile> exportTrainingSet(const std::vector<TrainingCase>& cases, const VolumeReader& volumeOf,
                                            const std::filesystem::path& folder, Packing packing = Packing::Compressed);

}  // namespace exchange
