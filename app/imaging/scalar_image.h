// One image as its file stores it, whatever the number type: what the readers of NIfTI, NRRD and MetaImage have in
// common, and what becomes a volume or a set of labels. Values; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <glm/mat4x4.hpp>
#include <glm/vec3.hpp>
#include <string>
#include <variant>
#include <vector>

#include "core/progress.h"
#include "core/volume.h"

namespace imaging {

struct ScalarImage {
  using Values =
      std::variant<std::vector<std::int8_t>, std::vector<std::uint8_t>, std::vector<std::int16_t>,
                   std::vector<std::uint16_t>, std::vector<std::int32_t>, std::vector<std::uint32_t>,
                   std::vector<std::int64_t>, std::vector<std::uint64_t>, std::vector<float>, std::vector<double>>;

  glm::ivec3 size{1};
  glm::dmat4 worldFromVoxel{1};  // LPS mm; any affine with independent axes
  core::Rescale rescale;
  Values values;                   // size.x * size.y * size.z of them, i fastest
  std::vector<std::string> notes;  // what the reader had to assume
};

// How many voxels an image of these sides has. Throws core::Error (subject: the file) where a side or the number of
// voxels is beyond what core::Grid takes, so that the product can't overflow nor be allocated unawares.
std::size_t voxelCountOf(const std::filesystem::path& file, std::int64_t i, std::int64_t j, std::int64_t k);

// Makes a volume of it, exactly where that is possible: integers of 16 bits or fewer, and any values that are all
// integers of 16 bits, become Int16 or UInt16; all else becomes Float32, with a note of the largest rounding error. A
// sheared image is resampled to an orthogonal grid and a note says so. Notes are appended to image.notes. Throws
// core::Error (subject: the file) where no grid can be made of the geometry, or a value is beyond Float32.
core::Volume toVolume(const std::filesystem::path& file, ScalarImage& image, const core::ProgressSink& progress = {});

}  // namespace imaging
