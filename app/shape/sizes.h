// The numbers that a list of lesions shows. Pure function; any thread; takes a moment for a large lesion (its surface
// is made), so not for every frame.
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>
#include <optional>

#include "core/mask.h"
#include "core/volume.h"
#include "shape/intensities.h"

namespace shape {

struct Sizes {
  std::int64_t voxels = 0;
  double volumeMl = 0;           // voxels times the volume of one
  double largestDiameterMm = 0;  // of the surface, in any direction (measures.h)
  double inSliceDiameterMm = 0;  // within one slice as acquired
  std::size_t pieces = 0;        // that touch each other nowhere (islands.h)
  double smallestPieceMl = 0;
  std::optional<core::VoxelBox> bounds;
  glm::dvec3 extentMm{0};  // of the bounds along i, j, k, from side to side of the outermost voxels
  std::optional<Intensities> intensities;
};

// The mask lies inside the volume; of an empty one all is 0 or nothing.
Sizes sizesOf(const core::Mask& mask, const core::Volume& volume);

}  // namespace shape
