// The surface of a mask, as triangles in the patient. Pure functions; any thread.
#pragma once

#include <glm/vec3.hpp>
#include <span>
#include <vector>

#include "core/mask.h"

namespace shape {

// A closed surface, seen from outside counter-clockwise. Vertices are kept relative to an origin near them, so that
// single precision is enough anywhere in the patient.
struct Surface {
  glm::dvec3 originMm{0};             // LPS
  std::vector<glm::vec3> verticesMm;  // relative to originMm
  std::vector<glm::vec3> normals;     // of length 1, one per vertex
  std::vector<glm::uvec3> triangles;  // indices of vertices
};

// Marching cubes (Lorensen and Cline 1987) on the cells between voxel centres, at the level halfway between in and out:
// vertices lie midway between neighbouring voxels of which one is set. Voxels that touch only along an edge or at a
// corner stay apart. The surface passes no voxel centre nearer than 0.28 voxels, so asking which centres lie inside
// gives the mask again. Empty for an empty mask.
Surface surfaceOf(const core::Mask& mask, const core::Grid& grid);

// The voxels of `grid` whose centre lies inside a closed surface: where the winding number, counted along a row of
// voxels, is not zero. Several surfaces are taken together. Throws core::Error (subject empty) where a vertex is not
// finite or the surface is not closed. O(triangles * rows that they span).
core::Mask voxelsInside(std::span<const Surface> surfaces, const core::Grid& grid);

}  // namespace shape
