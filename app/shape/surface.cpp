#include "shape/surface.h"

#include <array>
#include <bit>
#include <glm/geometric.hpp>
#include <set>
#include <tuple>
#include <unordered_map>

#include "core/error.h"

namespace shape {

namespace {

// Corner c of a cell lies at (c & 1, c >> 1 & 1, c >> 2 & 1) from its first voxel.
constexpr glm::ivec3 offsetOf(int corner) {
  return {corner & 1, corner >> 1 & 1, corner >> 2 & 1};
}

// Edge (axis, corner): from `corner`, whose coordinate along `axis` is 0, to the next along it.
constexpr int kEdges = 24;  // 12 of them are used
constexpr int edgeBetween(int a, int b) {
  const int differing = a ^ b;
  const int axis = differing == 1 ? 0 : differing == 2 ? 1 : 2;
  return axis * 8 + (a & b);
}

struct CellTriangles {
  int count = 0;
  std::array<std::array<std::uint8_t, 3>, 12> edges{};
};

// The four corners of each of the six faces, counter-clockwise as seen from outside the cell.
constexpr std::array<std::array<int, 4>, 6> kFaces{
    {{0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}}};

// The middle of an edge, in half voxels.
constexpr glm::ivec3 middleOf(int edge) {
  glm::ivec3 at = offsetOf(edge % 8) * 2;
  (edge < 8 ? at.x : edge < 16 ? at.y : at.z) += 1;
  return at;
}

// From which vertex of a loop its fan of triangles has the smallest area: loops are seldom flat.
double fanArea(const std::array<int, 12>& loop, int length, int apex, glm::dvec3 spacing) {
  double area = 0;
  const glm::dvec3 from = glm::dvec3(middleOf(loop[std::size_t(apex)])) * spacing;
  for (int n = 2; n < length; ++n) {
    area += glm::length(glm::cross(glm::dvec3(middleOf(loop[std::size_t((apex + n - 1) % length)])) * spacing - from,
                                   glm::dvec3(middleOf(loop[std::size_t((apex + n) % length)])) * spacing - from));
  }
  return area;
}

int flattestApex(const std::array<int, 12>& loop, int length, glm::dvec3 spacing) {
  int best = 0;
  for (int apex = 1; apex < length; ++apex) {
    if (fanArea(loop, length, apex, spacing) < fanArea(loop, length, best, spacing) - 1e-9) {
      best = apex;
    }
  }
  return best;
}

// Instead of a table by hand: on each face, every run of set corners is cut off by one segment from the edge where the
// run begins to where it ends. What the neighbouring cell does on that face is the same, so the surface is closed. The
// segments join to loops around the cell, and a loop is cut into triangles.
CellTriangles trianglesOf(unsigned cornersSet, glm::dvec3 spacing) {
  std::array<int, kEdges> next{};
  next.fill(-1);
  for (const auto& face : kFaces) {
    const auto isSet = [&](int n) { return (cornersSet >> face[std::size_t(n & 3)] & 1u) != 0; };
    const auto edge = [&](int n) { return edgeBetween(face[std::size_t(n & 3)], face[std::size_t((n + 1) & 3)]); };
    for (int n = 0; n < 4; ++n) {
      if (!isSet(n) && isSet(n + 1)) {  // a run begins
        int last = n + 1;
        while (isSet(last + 1)) {
          ++last;
        }
        next[std::size_t(edge(n))] = edge(last);
      }
    }
  }
  CellTriangles cell;
  for (int start = 0; start < kEdges; ++start) {
    if (next[std::size_t(start)] < 0) {
      continue;
    }
    std::array<int, 12> loop{};
    int length = 0;
    for (int edge = start; next[std::size_t(edge)] >= 0;) {
      loop[std::size_t(length++)] = edge;
      const int following = next[std::size_t(edge)];
      next[std::size_t(edge)] = -1;
      edge = following;
    }
    const int apex = flattestApex(loop, length, spacing);
    for (int n = 2; n < length; ++n) {
      cell.edges[std::size_t(cell.count++)] = {std::uint8_t(loop[std::size_t(apex)]),
                                               std::uint8_t(loop[std::size_t((apex + n - 1) % length)]),
                                               std::uint8_t(loop[std::size_t((apex + n) % length)])};
    }
  }
  return cell;
}

std::array<CellTriangles, 256> makeTable(glm::dvec3 spacing) {
  std::array<CellTriangles, 256> table{};
  for (unsigned corners = 0; corners < 256; ++corners) {
    table[corners] = trianglesOf(corners, spacing);
  }
  return table;
}

// The mask's bits in and just beyond one brick: rows of 33, so that each cell that begins in the brick has its corners.
class Neighbourhood {
 public:
  Neighbourhood(const core::Mask& mask, glm::ivec3 brick) {
    for (int n = 0; n < 8; ++n) {
      const glm::ivec3 at = brick + offsetOf(n);
      const bool exists = at.x >= 0 && at.y >= 0 && at.z >= 0 && at.x < core::BrickKey::kMaxPerAxis &&
                          at.y < core::BrickKey::kMaxPerAxis && at.z < core::BrickKey::kMaxPerAxis;
      bricks_[std::size_t(n)] = exists ? mask.find(core::BrickKey::of(at)) : nullptr;
    }
  }

  std::uint64_t row(int y, int z) const {
    const int corner = (y >> 5) << 1 | (z >> 5) << 2;
    return word(corner, y & 31, z & 31) | (word(corner | 1, y & 31, z & 31) & 1u) << 32;
  }

 private:
  std::uint64_t word(int corner, int y, int z) const {
    const core::Brick* brick = bricks_[std::size_t(corner)];
    return brick == nullptr ? 0 : brick->rows[std::size_t(core::Brick::row(y, z))];
  }

  std::array<const core::Brick*, 8> bricks_{};
};

class Mesher {
 public:
  Mesher(const core::Grid& grid, Surface& surface)
      : surface_(surface),
        table_(makeTable(grid.spacingMm())),
        millimetres_(glm::dmat3(grid.worldFromVoxel())),
        mirrored_(glm::determinant(glm::dmat3(grid.worldFromVoxel())) < 0) {}

  void mesh(const core::Mask& mask, glm::ivec3 firstVoxel) {
    first_ = firstVoxel;
    using Place = std::tuple<int, int, int>;  // k, j, i of bricks in which cells may begin; -1 occurs
    std::set<Place> places;
    for (const auto& [key, brick] : mask.bricks()) {
      for (int n = 0; n < 8; ++n) {
        const glm::ivec3 at = key.brick() - offsetOf(n);
        places.emplace(at.z, at.y, at.x);
      }
    }
    for (const auto& [k, j, i] : places) {
      meshBrick(Neighbourhood(mask, {i, j, k}), glm::ivec3(i, j, k) * core::Brick::kSide);
    }
  }

 private:
  void meshBrick(const Neighbourhood& bits, glm::ivec3 origin) {
    for (int z = 0; z < core::Brick::kSide; ++z) {
      for (int y = 0; y < core::Brick::kSide; ++y) {
        const std::array<std::uint64_t, 4> rows{bits.row(y, z), bits.row(y + 1, z), bits.row(y, z + 1),
                                                bits.row(y + 1, z + 1)};
        const std::uint64_t any = rows[0] | rows[1] | rows[2] | rows[3];
        const std::uint64_t all = rows[0] & rows[1] & rows[2] & rows[3];
        std::uint64_t mixed = (any | any >> 1) & ~(all & all >> 1) & 0xffffffffu;
        for (; mixed != 0; mixed &= mixed - 1) {
          const int x = std::countr_zero(mixed);
          unsigned corners = 0;
          for (unsigned n = 0; n < 4; ++n) {
            corners |= unsigned(rows[n] >> x & 3u) << 2 * n;
          }
          meshCell(corners, origin + glm::ivec3(x, y, z));
        }
      }
    }
  }

  void meshCell(unsigned corners, glm::ivec3 voxel) {
    const CellTriangles& cell = table_[corners];
    for (int n = 0; n < cell.count; ++n) {
      const auto& edges = cell.edges[std::size_t(n)];
      glm::uvec3 triangle(vertexOn(edges[0], voxel), vertexOn(edges[1], voxel), vertexOn(edges[2], voxel));
      if (mirrored_) {
        std::swap(triangle.y, triangle.z);
      }
      surface_.triangles.push_back(triangle);
    }
  }

  std::uint32_t vertexOn(int edge, glm::ivec3 voxel) {
    const int axis = edge / 8;
    const glm::ivec3 from = voxel + offsetOf(edge % 8);
    // Voxels begin at -1; 20 bits an axis are ample.
    const std::uint64_t key =
        (std::uint64_t(from.z + 1) << 40 | std::uint64_t(from.y + 1) << 20 | std::uint64_t(from.x + 1)) << 2 |
        std::uint64_t(axis);
    const auto [found, isNew] = vertices_.emplace(key, std::uint32_t(surface_.verticesMm.size()));
    if (isNew) {
      glm::dvec3 at(from - first_);
      at[axis] += 0.5;
      surface_.verticesMm.emplace_back(millimetres_ * at);
    }
    return found->second;
  }

  Surface& surface_;
  const std::array<CellTriangles, 256> table_;
  const glm::dmat3 millimetres_;
  const bool mirrored_;
  glm::ivec3 first_{0};
  std::unordered_map<std::uint64_t, std::uint32_t> vertices_;  // by the voxel edge that they halve
};

void addNormals(Surface& surface) {
  std::vector<glm::dvec3> sums(surface.verticesMm.size(), glm::dvec3(0));
  for (const glm::uvec3& triangle : surface.triangles) {
    const glm::dvec3 a = surface.verticesMm[triangle.x];
    // Its length is twice the area: large triangles count for more.
    const glm::dvec3 normal =
        glm::cross(glm::dvec3(surface.verticesMm[triangle.y]) - a, glm::dvec3(surface.verticesMm[triangle.z]) - a);
    for (int n = 0; n < 3; ++n) {
      sums[triangle[n]] += normal;
    }
  }
  surface.normals.reserve(sums.size());
  for (const glm::dvec3& sum : sums) {
    const double length = glm::length(sum);
    surface.normals.emplace_back(length > 0 ? sum / length : glm::dvec3(0, 0, 1));  // a cusp has no direction
  }
}

}  // namespace

Surface surfaceOf(const core::Mask& mask, const core::Grid& grid) {
  Surface surface;
  const auto bounds = mask.bounds();
  if (!bounds) {
    return surface;
  }
  surface.originMm = grid.worldOf(bounds->min);
  Mesher(grid, surface).mesh(mask, bounds->min);
  addNormals(surface);
  return surface;
}

}  // namespace shape
