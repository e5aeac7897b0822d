// One DICOM series of the phantom: where its slices lie, and the files that they become. Written with DCMTK, as CT
// Image Storage, or Secondary Capture for the report page that a scanner leaves beside its images.
#pragma once

#include <cstdint>
#include <filesystem>
#include <glm/mat4x4.hpp>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "phantom/scene.h"

namespace phantom {

enum class SeriesKind { Volume, Localizer, Report };

struct Series {
  SeriesKind kind = SeriesKind::Volume;
  std::string name;         // how the command line calls it
  std::string description;  // Series Description
  int columns = 0;
  int rows = 0;
  int slices = 0;
  glm::dvec2 pixelMm{1};                // between columns, between rows
  glm::dvec3 rowDirection{1, 0, 0};     // along which column numbers grow
  glm::dvec3 columnDirection{0, 1, 0};  // along which row numbers grow
  glm::dvec3 stepMm{0, 0, 1};           // from slice to slice; not along the normal where the gantry is tilted
  glm::dvec3 centreMm{0};
  double thicknessMm = 1;  // what each slice averages over, along its normal
  double gantryTiltDegrees = 0;
  bool signedPixels = false;  // 16 bits signed, or 12 bits unsigned with an intercept of -1024

  // Voxel centres (i: column, j: row, k: slice) to LPS mm; sheared where the gantry is tilted.
  glm::dmat4 worldFromVoxel() const;
};

// The series of the phantom, as one visit to the scanner leaves them.
std::vector<Series> allSeries();

// A UID under 2.25 that depends only on seed and what it names (PS3.5 B.2: a UUID as a decimal number).
std::string uid(std::uint64_t seed, std::string_view of);

std::string frameOfReferenceUid(std::uint64_t seed);
std::string seriesUid(std::uint64_t seed, const Series& series);

// Writes one file per slice into the folder, under names that tell nothing of their order. Throws core::Error where a
// file can't be written.
void writeSeries(const Scene& scene, const Series& series, int seriesNumber, std::uint64_t seed,
                 const std::filesystem::path& folder);

}  // namespace phantom
