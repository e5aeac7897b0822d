#include "imaging/image_write.h"

#include <cmath>
#include <limits>
#include <string>

#include "core/error.h"
#include "imaging/nifti_write.h"
#include "imaging/nrrd_write.h"

namespace imaging {
namespace {

template <typename T>
bool holds(double value) {
  if constexpr (std::is_same_v<T, double>) {
    return true;
  } else if constexpr (std::is_same_v<T, float>) {
    return double(float(value)) == value || std::isnan(value);
  } else {
    return value >= std::numeric_limits<T>::min() && value <= std::numeric_limits<T>::max() &&
           std::trunc(value) == value;
  }
}

// The values as T, or nothing where one of them isn't one.
template <typename T>
bool tryAs(const core::Volume& volume, ScalarImage::Values& result) {
  return std::visit(
      [&](const auto& stored) {
        std::vector<T> values;
        values.reserve(stored.size());
        for (const auto each : stored) {
          const double value = volume.rescale.valueOf(double(each));
          if (!holds<T>(value)) {
            return false;
          }
          values.push_back(T(value));
        }
        result = std::move(values);
        return true;
      },
      volume.voxels);
}

}  // namespace

void writeImage(const core::Volume& volume, const std::filesystem::path& file) {
  ScalarImage image;
  image.size = volume.grid.size();
  image.worldFromVoxel = volume.grid.worldFromVoxel();
  const bool exact = tryAs<std::int16_t>(volume, image.values) || tryAs<std::uint16_t>(volume, image.values) ||
                     tryAs<std::int32_t>(volume, image.values) || tryAs<float>(volume, image.values) ||
                     tryAs<double>(volume, image.values);
  core::check(exact, "every value is a double");
  const std::string name = file.filename().string();
  if (name.ends_with(".nii") || name.ends_with(".nii.gz")) {
    writeNifti(image, file);
  } else if (name.ends_with(".nrrd")) {
    writeNrrd(image, {}, file);
  } else {
    throw core::Error(file.string(), "images are not written to files of this ending", "Use .nii, .nii.gz or .nrrd");
  }
}

}  // namespace imaging
