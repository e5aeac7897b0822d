#include "shape/measures.h"

#include <algorithm>
#include <glm/geometric.hpp>
#include <numeric>

namespace shape {

double voxelVolumeMl(const core::Mask& mask, const core::Grid& grid) {
  return double(mask.count()) * grid.voxelVolumeMl();
}

double enclosedVolumeMl(const Surface& surface) {
  double sixfold = 0;  // mm^3
  for (const glm::uvec3& triangle : surface.triangles) {
    const glm::dvec3 a = surface.verticesMm[triangle.x], b = surface.verticesMm[triangle.y],
                     c = surface.verticesMm[triangle.z];
    sixfold += glm::dot(a, glm::cross(b, c));
  }
  return sixfold / 6 * 1e-3;
}

double surfaceAreaMm2(const Surface& surface) {
  double twofold = 0;
  for (const glm::uvec3& triangle : surface.triangles) {
    const glm::dvec3 a = surface.verticesMm[triangle.x], b = surface.verticesMm[triangle.y],
                     c = surface.verticesMm[triangle.z];
    twofold += glm::length(glm::cross(b - a, c - a));
  }
  return twofold / 2;
}

double largestDiameterMm(const Surface& surface) {
  // Two vertices at distances r and s from the middle are at most r + s apart: taken from the outermost inwards, most
  // pairs need no look.
  glm::dvec3 middle(0);
  for (const glm::vec3& vertex : surface.verticesMm) {
    middle += glm::dvec3(vertex) / double(surface.verticesMm.size());
  }
  struct Spoke {
    double radius;
    glm::dvec3 point;
  };
  std::vector<Spoke> spokes;
  spokes.reserve(surface.verticesMm.size());
  for (const glm::vec3& vertex : surface.verticesMm) {
    spokes.push_back({glm::length(glm::dvec3(vertex) - middle), vertex});
  }
  std::sort(spokes.begin(), spokes.end(), [](const Spoke& a, const Spoke& b) { return a.radius > b.radius; });
  double largest = 0;
  for (std::size_t a = 0; a < spokes.size() && 2 * spokes[a].radius > largest; ++a) {
    for (std::size_t b = a + 1; b < spokes.size() && spokes[a].radius + spokes[b].radius > largest; ++b) {
      largest = std::max(largest, glm::length(spokes[a].point - spokes[b].point));
    }
  }
  return largest;
}

}  // namespace shape
