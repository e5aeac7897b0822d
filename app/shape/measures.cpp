#include "shape/measures.h"

#include <algorithm>
#include <glm/geometric.hpp>
#include <limits>
#include <numeric>
#include <optional>
#include <vector>

namespace shape {
namespace {

// The largest distance between two of these points; 0 where there are fewer.
double farthestApart(const std::vector<glm::dvec3>& points) {
  // Two points at distances r and s from the middle are at most r + s apart: taken from the outermost inwards, most
  // pairs need no look.
  glm::dvec3 middle(0);
  for (const glm::dvec3& point : points) {
    middle += point / double(points.size());
  }
  struct Spoke {
    double radius;
    glm::dvec3 point;
  };
  std::vector<Spoke> spokes;
  spokes.reserve(points.size());
  for (const glm::dvec3& point : points) {
    spokes.push_back({glm::length(point - middle), point});
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

}  // namespace

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
  return farthestApart({surface.verticesMm.begin(), surface.verticesMm.end()});
}

double largestInSliceDiameterMm(const core::Mask& mask, const core::Grid& grid) {
  const std::optional<core::VoxelBox> bounds = mask.bounds();
  if (!bounds) {
    return 0;
  }
  // Of the outline only what is outermost in its row or column can be an end of the longest line.
  struct Ends {
    int first = std::numeric_limits<int>::max();
    int last = std::numeric_limits<int>::min();
    void add(int at) {
      first = std::min(first, at);
      last = std::max(last, at);
    }
    bool isEmpty() const { return first > last; }
  };
  struct Slice {
    std::vector<Ends> rows, columns;
  };
  const glm::ivec3 size = bounds->max - bounds->min + 1;
  std::vector<Slice> slices(std::size_t(size.z),
                            {std::vector<Ends>(std::size_t(size.y)), std::vector<Ends>(std::size_t(size.x))});
  mask.forEachRun([&](glm::ivec3 voxel, int length) {
    const glm::ivec3 at = voxel - bounds->min;
    Slice& slice = slices[std::size_t(at.z)];
    slice.rows[std::size_t(at.y)].add(at.x);
    slice.rows[std::size_t(at.y)].add(at.x + length - 1);
    for (int i = at.x; i < at.x + length; ++i) {
      slice.columns[std::size_t(i)].add(at.y);
    }
  });
  const glm::dvec3 spacing = grid.spacingMm();
  double largest = 0;
  for (const Slice& slice : slices) {
    std::vector<glm::dvec3> outline;  // midway between voxels of which one is set
    for (std::size_t j = 0; j < slice.rows.size(); ++j) {
      if (const Ends& row = slice.rows[j]; !row.isEmpty()) {
        outline.push_back(spacing * glm::dvec3(row.first - 0.5, double(j), 0));
        outline.push_back(spacing * glm::dvec3(row.last + 0.5, double(j), 0));
      }
    }
    for (std::size_t i = 0; i < slice.columns.size(); ++i) {
      if (const Ends& column = slice.columns[i]; !column.isEmpty()) {
        outline.push_back(spacing * glm::dvec3(double(i), column.first - 0.5, 0));
        outline.push_back(spacing * glm::dvec3(double(i), column.last + 0.5, 0));
      }
    }
    largest = std::max(largest, farthestApart(outline));
  }
  return largest;
}

}  // namespace shape
