#include "imaging/scalar_image.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <type_traits>
#include <utility>

#include "core/error.h"
#include "core/resample.h"

namespace imaging {
namespace {

template <typename T>
std::string text(T value) {
  std::ostringstream out;
  out.precision(6);
  out << value;
  return out.str();
}

// What has to be known of the values to choose how to keep them.
struct Content {
  bool integers = true;  // all finite and without fraction
  double min = std::numeric_limits<double>::infinity();
  double max = -std::numeric_limits<double>::infinity();
  std::size_t nonFinite = 0;
};

template <typename T>
Content contentOf(const std::vector<T>& values) {
  Content content;
  T low = std::numeric_limits<T>::max();
  T high = std::numeric_limits<T>::lowest();
  for (const T value : values) {
    if constexpr (std::is_floating_point_v<T>) {
      if (!std::isfinite(value)) {
        ++content.nonFinite;
        continue;
      }
      content.integers = content.integers && std::trunc(value) == value;
    }
    low = std::min(low, value);
    high = std::max(high, value);
  }
  content.integers = content.integers && content.nonFinite == 0;
  content.min = double(low);
  content.max = double(high);
  return content;
}

template <typename To, typename From>
std::vector<To> converted(const std::vector<From>& values) {
  return {values.begin(), values.end()};
}

template <typename From>
double largestRoundingError(const std::vector<From>& values) {
  long double largest = 0;
  for (const From value : values) {
    // long double holds every 64-bit integer and every double.
    const long double error = std::abs(static_cast<long double>(float(value)) - static_cast<long double>(value));
    largest = std::isfinite(error) ? std::max(largest, error) : largest;
  }
  return double(largest);
}

std::string_view nameOf(std::size_t index) {
  constexpr std::string_view kNames[] = {"int8",   "uint8", "int16",  "uint16",  "int32",
                                         "uint32", "int64", "uint64", "float32", "float64"};
  return kNames[index];
}

template <typename T>
core::Volume::Voxels toVoxels(const std::filesystem::path& file, std::vector<T>&& values, ScalarImage& image) {
  if constexpr (std::is_same_v<T, std::int16_t> || std::is_same_v<T, std::uint16_t>) {
    return std::move(values);
  } else if constexpr (sizeof(T) == 1) {
    return converted<std::int16_t>(values);
  } else {
    const Content content = contentOf(values);
    if (content.nonFinite == values.size()) {
      throw core::Error(file.string(), "not one of its voxels is a finite number", "Export the image again");
    }
    if (content.integers && content.min >= std::numeric_limits<std::int16_t>::min() &&
        content.max <= std::numeric_limits<std::int16_t>::max()) {
      return converted<std::int16_t>(values);
    }
    if (content.integers && content.min >= 0 && content.max <= std::numeric_limits<std::uint16_t>::max()) {
      return converted<std::uint16_t>(values);
    }
    if (content.nonFinite > 0) {
      image.notes.push_back(std::to_string(content.nonFinite) +
                            " voxels are not finite numbers; they are kept so and count in no range of values");
    }
    if constexpr (std::is_same_v<T, float>) {
      return std::move(values);
    } else {
      constexpr double kLargest = std::numeric_limits<float>::max();
      if (content.min < -kLargest || content.max > kLargest) {
        throw core::Error(file.string(), "it holds values beyond the range of 32-bit floating point numbers",
                          "Rescale the values and export the image again");
      }
      const double error = largestRoundingError(values) * std::abs(image.rescale.slope);
      image.notes.push_back("Values of type " + std::string(nameOf(image.values.index())) + " are kept as float32, " +
                            (error == 0 ? "exactly" : "rounded by at most " + text(error)));
      return converted<float>(values);
    }
  }
}

[[noreturn]] void rethrow(const std::filesystem::path& file, const core::Error& error) {
  throw core::Error(file.string(), error.cause(), error.remedy());
}

}  // namespace

std::size_t voxelCountOf(const std::filesystem::path& file, std::int64_t i, std::int64_t j, std::int64_t k) {
  for (const std::int64_t side : {i, j, k}) {
    if (side < 1 || side > core::Grid::kMaxSize) {
      throw core::Error(file.string(),
                        "its header gives a side of " + std::to_string(side) + " voxels, which is not between 1 and " +
                            std::to_string(core::Grid::kMaxSize),
                        "Check that the file is what it should be; crop or resample larger images first");
    }
  }
  if (i * j * k > core::Grid::kMaxVoxels) {
    throw core::Error(file.string(), "its header gives more than 2^32 voxels", "Crop or resample the image first");
  }
  return std::size_t(i * j * k);
}

core::Volume toVolume(const std::filesystem::path& file, ScalarImage& image, const core::ProgressSink& progress) {
  core::Volume volume;
  volume.rescale = image.rescale;
  volume.voxels = std::visit([&](auto& values) { return toVoxels(file, std::move(values), image); }, image.values);
  try {
    if (core::hasOrthogonalAxes(image.worldFromVoxel)) {
      volume.grid = core::Grid(image.size, image.worldFromVoxel);
      return volume;
    }
    const core::Grid cover = core::orthogonalCover(image.size, image.worldFromVoxel);
    volume =
        core::resample(volume, image.worldFromVoxel, image.size, cover, core::intensityRange(volume).min, progress);
    image.notes.push_back("The axes are sheared: values are interpolated on an orthogonal grid of " +
                          std::to_string(cover.size().x) + " x " + std::to_string(cover.size().y) + " x " +
                          std::to_string(cover.size().z) + " voxels that covers the image");
    return volume;
  } catch (const core::Error& error) {
    rethrow(file, error);
  }
}

}  // namespace imaging
