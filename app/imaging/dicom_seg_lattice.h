// From planes in the patient, in any order and with gaps, to the one regular grid that holds them all. Pure; used by
// the SEG reader only.
#pragma once

#include <glm/vec2.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/grid.h"

namespace imaging {

// Where one frame lies (PS3.3 C.7.6.16.2.1 to .4): millimetres, LPS.
struct SegFramePlane {
  glm::dvec3 position;                   // the centre of its first pixel
  glm::dvec3 row;                        // direction of increasing column index
  glm::dvec3 column;                     // direction of increasing row index
  glm::dvec2 spacingMm;                  // between columns (along row), between rows (along column)
  std::optional<double> sliceSpacingMm;  // Spacing Between Slices
  std::optional<double> sliceThicknessMm;
};

struct FrameLattice {
  core::Grid grid;
  std::vector<glm::ivec3> origins;  // the voxel of each frame's first pixel
  std::vector<std::string> notes;
};

// frameSize: columns, rows. Throws core::Error, naming `subject`, where directions or pixel spacings differ, planes are
// shifted by fractions of a pixel, distances have no common step, or the grid would be larger than core::Grid allows.
FrameLattice latticeOf(const std::vector<SegFramePlane>& planes, glm::ivec2 frameSize, const std::string& subject);

}  // namespace imaging
