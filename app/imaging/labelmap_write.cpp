#include <algorithm>
#include <string>

#include "core/error.h"
#include "imaging/labelmap.h"
#include "imaging/labelmap_slicer.h"
#include "imaging/nifti_write.h"
#include "imaging/nrrd_write.h"

namespace imaging {
namespace {

template <typename T>
std::vector<T> valuesOf(const LabelFile& labels) {
  std::vector<T> values(labels.grid.voxelCount());
  for (const LabelSegment& segment : labels.segments) {
    core::check(core::isInside(segment.mask, labels.grid), "a segment to write lies inside its grid");
    segment.mask.forEachRun([&](glm::ivec3 first, int length) {
      const auto run = values.begin() + std::ptrdiff_t(labels.grid.indexOf(first));
      core::check(std::all_of(run, run + length, [](T value) { return value == 0; }),
                  "segments of one label map don't overlap");
      std::fill(run, run + length, T(segment.value));
    });
  }
  return values;
}

}  // namespace

void writeLabelmap(const LabelFile& labels, const std::filesystem::path& file) {
  int largest = 0;
  for (const LabelSegment& segment : labels.segments) {
    core::check(segment.value >= 1 && segment.value <= 65535, "a label is from 1 to 65535");
    largest = std::max(largest, segment.value);
  }
  ScalarImage image;
  image.size = labels.grid.size();
  image.worldFromVoxel = labels.grid.worldFromVoxel();
  if (largest <= 255) {
    image.values = valuesOf<std::uint8_t>(labels);
  } else {
    image.values = valuesOf<std::uint16_t>(labels);
  }
  const std::string name = file.filename().string();
  if (name.ends_with(".nii") || name.ends_with(".nii.gz")) {
    writeNifti(image, file);
  } else if (name.ends_with(".nrrd")) {
    writeNrrd(image, slicerPairs(labels), file);
  } else {
    throw core::Error(file.string(), "label maps are not written to files of this ending",
                      "Use .nii, .nii.gz or .nrrd");
  }
}

}  // namespace imaging
