#include "analysis/nearest.h"

#include <algorithm>

#include "core/error.h"

namespace analysis {
namespace {

constexpr std::size_t kLeaf = 8;  // places that are looked through one by one

}  // namespace

struct NearestPlaces::Search {
  glm::ivec3 from;
  glm::ivec3 near;
  double best;
};

NearestPlaces::NearestPlaces(std::span<const glm::ivec3> places, glm::dvec3 spacingMm)
    : nodes_(places.begin(), places.end()), axes_(places.size()), spacingMm_(spacingMm) {
  build(0, nodes_.size());
}

double NearestPlaces::squared(glm::ivec3 a, glm::ivec3 b) const {
  const glm::dvec3 apart = glm::dvec3(a - b) * spacingMm_;
  return apart.x * apart.x + apart.y * apart.y + apart.z * apart.z;
}

void NearestPlaces::build(std::size_t begin, std::size_t end) {
  if (end - begin <= kLeaf) {
    return;
  }
  glm::ivec3 low = nodes_[begin], high = nodes_[begin];
  for (std::size_t n = begin; n < end; ++n) {
    for (int a = 0; a < 3; ++a) {
      low[a] = std::min(low[a], nodes_[n][a]);
      high[a] = std::max(high[a], nodes_[n][a]);
    }
  }
  const glm::dvec3 extent = glm::dvec3(high - low) * spacingMm_;
  const int axis = extent.x >= extent.y && extent.x >= extent.z ? 0 : extent.y >= extent.z ? 1 : 2;
  const std::size_t middle = begin + (end - begin) / 2;
  std::nth_element(nodes_.begin() + std::ptrdiff_t(begin), nodes_.begin() + std::ptrdiff_t(middle),
                   nodes_.begin() + std::ptrdiff_t(end),
                   [axis](const glm::ivec3& a, const glm::ivec3& b) { return a[axis] < b[axis]; });
  axes_[middle] = std::uint8_t(axis);
  build(begin, middle);
  build(middle + 1, end);
}

void NearestPlaces::search(std::size_t begin, std::size_t end, Search& search) const {
  const auto look = [&](std::size_t n) {
    const double distance = squared(search.from, nodes_[n]);
    if (distance < search.best) {
      search.best = distance;
      search.near = nodes_[n];
    }
  };
  if (end - begin <= kLeaf) {
    for (std::size_t n = begin; n < end; ++n) {
      look(n);
    }
    return;
  }
  const std::size_t middle = begin + (end - begin) / 2;
  const int axis = axes_[middle];
  const double across = double(search.from[axis] - nodes_[middle][axis]) * spacingMm_[axis];
  look(middle);
  const auto below = [&] { this->search(begin, middle, search); };
  const auto above = [&] { this->search(middle + 1, end, search); };
  across < 0 ? below() : above();
  if (across * across < search.best) {
    across < 0 ? above() : below();
  }
}

double NearestPlaces::squaredMm2(glm::ivec3 from, glm::ivec3& near) const {
  core::check(!nodes_.empty(), "the nearest of no places was asked for");
  Search found{from, near, squared(from, near)};
  search(0, nodes_.size(), found);
  near = found.near;
  return found.best;
}

}  // namespace analysis
