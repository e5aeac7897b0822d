// The area of the surface in one cell of marching cubes, for each of the 256 ways that its corners can be in or out.
// Internal to analysis; pure, any thread.
#pragma once

#include <array>
#include <glm/vec3.hpp>

namespace analysis {

// By the corners that are set: bit c stands for the corner at (c & 1, c >> 1 & 1, c >> 2 & 1) from the cell's first
// voxel. Areas in mm^2, for vertices midway between voxels. Where corners of one kind face each other across a side of
// the cell, the fewer (of equally many: those that are set) are cut off one by one, as Lorensen and Cline (1987) have
// it; a loop that is not flat is cut into the triangles that have the largest area on a cube of side 1. With both rules
// the areas are those of the DeepMind surface-distance package, whose numbers published results use.
std::array<double, 256> marchingAreasMm2(glm::dvec3 spacingMm);

}  // namespace analysis
