#include "analysis/marching_area.h"

#include <bit>
#include <glm/geometric.hpp>
#include <vector>

namespace analysis {
namespace {

using Point = glm::dvec3;
using Loop = std::vector<Point>;  // middles of edges on the unit cube, in order around the cell

constexpr unsigned kAllCorners = 0xff;

// The four corners of each of the six sides, counter-clockwise as seen from outside the cell.
constexpr std::array<std::array<int, 4>, 6> kSides{
    {{0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}}};

Point cornerAt(int corner) {
  return {corner & 1, corner >> 1 & 1, corner >> 2 & 1};
}

// An edge by its two corners, as bits: each differs.
struct Segment {
  int from = 0;
  int to = 0;
};

int edgeBetween(int a, int b) {
  return 1 << a | 1 << b;
}

Point middleOf(int edge) {
  const int first = std::countr_zero(unsigned(edge));
  const int second = std::countr_zero(unsigned(edge & (edge - 1)));
  return (cornerAt(first) + cornerAt(second)) * 0.5;
}

// On each side, every run of set corners is cut off by one segment, from the edge where the run begins to the one where
// it ends. The segments join to closed loops.
std::vector<Loop> loopsAround(unsigned corners) {
  std::vector<Segment> segments;
  for (const auto& side : kSides) {
    const auto at = [&](int n) { return side[std::size_t(n & 3)]; };
    const auto isSet = [&](int n) { return (corners >> at(n) & 1u) != 0; };
    for (int n = 0; n < 4; ++n) {
      if (!isSet(n) && isSet(n + 1)) {
        int last = n + 1;
        while (isSet(last + 1)) {
          ++last;
        }
        segments.push_back({edgeBetween(at(n), at(n + 1)), edgeBetween(at(last), at(last + 1))});
      }
    }
  }
  std::vector<Loop> loops;
  while (!segments.empty()) {
    const int start = segments.back().from;
    int edge = start;
    Loop loop;
    do {
      loop.push_back(middleOf(edge));
      std::size_t next = 0;
      while (segments[next].from != edge) {
        ++next;
      }
      edge = segments[next].to;
      segments.erase(segments.begin() + std::ptrdiff_t(next));
    } while (edge != start);
    loops.push_back(std::move(loop));
  }
  return loops;
}

double triangleArea(const Point& a, const Point& b, const Point& c, glm::dvec3 scale) {
  return glm::length(glm::cross((b - a) * scale, (c - a) * scale)) / 2;
}

struct Area {
  double onUnitCube = 0;
  double mm2 = 0;
};

// Of the part of a loop from vertex `first` to `last`, closed by the line between them: of all ways to cut it into
// triangles, the one of the largest area on the unit cube. Loops have at most seven vertices.
Area largestTriangulation(const Loop& loop, std::size_t first, std::size_t last, glm::dvec3 spacingMm) {
  Area largest;
  for (std::size_t apex = first + 1; apex < last; ++apex) {
    const Area before = largestTriangulation(loop, first, apex, spacingMm);
    const Area after = largestTriangulation(loop, apex, last, spacingMm);
    const double unit =
        before.onUnitCube + after.onUnitCube + triangleArea(loop[first], loop[apex], loop[last], glm::dvec3(1));
    if (unit > largest.onUnitCube + 1e-9) {
      largest = {unit, before.mm2 + after.mm2 + triangleArea(loop[first], loop[apex], loop[last], spacingMm)};
    }
  }
  return largest;
}

}  // namespace

std::array<double, 256> marchingAreasMm2(glm::dvec3 spacingMm) {
  std::array<double, 256> areas{};
  for (unsigned corners = 0; corners <= kAllCorners; ++corners) {
    const unsigned fewer = std::popcount(corners) > 4 ? ~corners & kAllCorners : corners;
    for (const Loop& loop : loopsAround(fewer)) {
      areas[corners] += largestTriangulation(loop, 0, loop.size() - 1, spacingMm).mm2;
    }
  }
  return areas;
}

}  // namespace analysis
