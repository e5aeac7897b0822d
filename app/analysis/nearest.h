// Exact distances to the nearest of many places on an anisotropic grid. A tree of points instead of a distance map over
// all voxels between them: its cost follows the surfaces, so lesions at both ends of a body cost no more than two that
// touch. Internal to analysis. Built by one thread; read by any.
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>
#include <span>
#include <vector>

namespace analysis {

class NearestPlaces {
 public:
  NearestPlaces(std::span<const glm::ivec3> places, glm::dvec3 spacingMm);

  bool isEmpty() const { return nodes_.empty(); }

  // The squared distance, mm^2, from `from` to the nearest place, which `near` becomes: the answer of a query close by
  // makes the next one quick (any place of the set will do to begin with; see first()). Not for an empty set.
  double squaredMm2(glm::ivec3 from, glm::ivec3& near) const;

  glm::ivec3 first() const { return nodes_.front(); }  // not for an empty set

 private:
  struct Search;
  void build(std::size_t begin, std::size_t end);
  void search(std::size_t begin, std::size_t end, Search& search) const;
  double squared(glm::ivec3 a, glm::ivec3 b) const;

  // A balanced k-d tree without links: the middle of each range splits it along axes_ of that place.
  std::vector<glm::ivec3> nodes_;
  std::vector<std::uint8_t> axes_;
  glm::dvec3 spacingMm_;
};

}  // namespace analysis
