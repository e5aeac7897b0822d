#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <unordered_map>

#include "core/error.h"
#include "shape/surface.h"

namespace shape {

namespace {

// Rays run along rows of voxels, a little beside the centres: surfaces of masks have their vertices and edges in the
// planes of the centres, and a ray through an edge would cross both of its triangles or neither. No simple ratio of the
// two.
constexpr double kBesideJ = 0.0371;
constexpr double kBesideK = 0.0113;
constexpr double kFarOutside = 1e7;  // voxels

struct Crossing {
  double i;
  int direction;  // +1 or -1: from which side of the surface
};

// Each edge of a closed surface is walked as often in one direction as in the other.
void requireClosed(const Surface& surface) {
  std::unordered_map<std::uint64_t, int> balance;
  for (const glm::uvec3& triangle : surface.triangles) {
    for (int n = 0; n < 3; ++n) {
      const std::uint64_t a = triangle[n], b = triangle[(n + 1) % 3];
      balance[std::min(a, b) << 32 | std::max(a, b)] += a < b ? 1 : -1;
    }
  }
  for (const auto& [edge, count] : balance) {
    if (count != 0) {
      throw core::Error("", "the surface is not closed", "Close its holes first");
    }
  }
}

// A surface in voxels of a grid, seen from the rays.
struct VoxelSurface {
  std::vector<glm::dvec3> vertices;
  std::span<const glm::uvec3> triangles;
};

VoxelSurface inVoxels(const Surface& surface, const core::Grid& grid) {
  VoxelSurface out{{}, surface.triangles};
  out.vertices.reserve(surface.verticesMm.size());
  for (const glm::vec3& vertex : surface.verticesMm) {
    const glm::dvec3 at = grid.voxelOf(surface.originMm + glm::dvec3(vertex)) - glm::dvec3(0, kBesideJ, kBesideK);
    if (!(glm::length(at) < kFarOutside)) {
      throw core::Error("", "the surface has a vertex that lies nowhere", "Export the surface again");
    }
    out.vertices.push_back(at);
  }
  return out;
}

class Voxelizer {
 public:
  Voxelizer(const core::Grid& grid, std::span<const VoxelSurface> surfaces) : size_(grid.size()) {
    glm::dvec3 low(kFarOutside), high(-kFarOutside);
    for (const VoxelSurface& surface : surfaces) {
      for (const glm::dvec3& vertex : surface.vertices) {
        low = glm::min(low, vertex);
        high = glm::max(high, vertex);
      }
    }
    // Only rows that the surfaces reach are kept.
    min_ = glm::ivec3(glm::max(glm::ceil(low), glm::dvec3(0)));
    max_ = glm::min(glm::ivec3(glm::floor(high)), size_ - 1);
    if (min_.y <= max_.y && min_.z <= max_.z) {
      rows_.resize(std::size_t(max_.y - min_.y + 1) * std::size_t(max_.z - min_.z + 1));
    }
    for (const VoxelSurface& surface : surfaces) {
      for (const glm::uvec3& triangle : surface.triangles) {
        cross(surface.vertices[triangle.x], surface.vertices[triangle.y], surface.vertices[triangle.z]);
      }
    }
  }

  core::Mask fill() {
    core::Mask mask;
    for (int k = min_.z; k <= max_.z; ++k) {
      for (int j = min_.y; j <= max_.y; ++j) {
        fillRow(rowAt(j, k), {0, j, k}, mask);
      }
    }
    return mask;
  }

 private:
  std::vector<Crossing>& rowAt(int j, int k) {
    return rows_[std::size_t(k - min_.z) * std::size_t(max_.y - min_.y + 1) + std::size_t(j - min_.y)];
  }

  // Twice the signed area of a triangle in the plane of j and k.
  static double area(const glm::dvec3& a, const glm::dvec3& b, double j, double k) {
    return (b.y - a.y) * (k - a.z) - (b.z - a.z) * (j - a.y);
  }

  void cross(const glm::dvec3& a, const glm::dvec3& b, const glm::dvec3& c) {
    const double whole = area(a, b, c.y, c.z);
    if (whole == 0) {  // seen edge-on
      return;
    }
    const int sign = whole > 0 ? 1 : -1;
    const glm::ivec3 first = glm::max(min_, glm::ivec3(glm::ceil(glm::min(a, glm::min(b, c)))));
    const glm::ivec3 last = glm::min(max_, glm::ivec3(glm::floor(glm::max(a, glm::max(b, c)))));
    for (int k = first.z; k <= last.z; ++k) {
      for (int j = first.y; j <= last.y; ++j) {
        const double u = area(b, c, j, k), v = area(c, a, j, k), w = area(a, b, j, k);
        if (u * sign > 0 && v * sign > 0 && w * sign > 0) {
          rowAt(j, k).push_back({(u * a.x + v * b.x + w * c.x) / whole, sign});
        }
      }
    }
  }

  void fillRow(std::vector<Crossing>& crossings, glm::ivec3 row, core::Mask& mask) const {
    std::sort(crossings.begin(), crossings.end(), [](const Crossing& a, const Crossing& b) { return a.i < b.i; });
    int winding = 0;
    for (std::size_t n = 0; n + 1 < crossings.size(); ++n) {
      winding += crossings[n].direction;
      if (winding == 0) {
        continue;
      }
      const int first = int(std::ceil(std::clamp(crossings[n].i, 0.0, double(size_.x))));
      const int last = int(std::floor(std::clamp(crossings[n + 1].i, -1.0, double(size_.x - 1))));
      if (first <= last) {
        row.x = first;
        mask.setRun(row, last - first + 1);
      }
    }
  }

  glm::ivec3 size_, min_, max_;
  std::vector<std::vector<Crossing>> rows_;
};

}  // namespace

core::Mask voxelsInside(std::span<const Surface> surfaces, const core::Grid& grid) {
  std::vector<VoxelSurface> inGrid;
  for (const Surface& surface : surfaces) {
    for (const glm::uvec3& triangle : surface.triangles) {
      core::check(std::max({triangle.x, triangle.y, triangle.z}) < surface.verticesMm.size(),
                  "triangles name vertices of their surface");
    }
    requireClosed(surface);
    inGrid.push_back(inVoxels(surface, grid));
  }
  return Voxelizer(grid, inGrid).fill();
}

}  // namespace shape
