// What lies in the phantom: a thorax and upper abdomen after contrast, as a list of simple bodies painted one over the
// other, and in it lesions of exactly known size and place. World space is LPS, mm. Immutable after construction; any
// thread.
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>
#include <span>
#include <string>
#include <vector>

namespace phantom {

// An ellipsoid with axes along x, y and z, uniform inside.
struct Lesion {
  std::string name;
  std::string className;
  glm::dvec3 centreMm;
  glm::dvec3 radiiMm;
  double hounsfield;

  double volumeMl() const;
  bool contains(glm::dvec3 worldMm) const;  // boundary included
};

// One uniform body. Which of the numbers count depends on the form.
struct Body {
  enum class Form {
    Ellipsoid,  // centre a, radii b
    Column,     // elliptic cylinder along z: centre a, radii b.x and b.y, half height b.z
    Capsule,    // from a to b, radius
    RibPair,    // around the ellipse of radii a.x and a.y about the z axis, leaving the spine at height a.z and falling
                // towards the front; half thickness b.x, half height b.y; both sides
  };

  Form form;
  glm::dvec3 a;
  glm::dvec3 b;
  double radius = 0;
  double hounsfield = 0;

  // Signed distance to the surface in mm, negative inside; exact for a capsule, to first order near the surface for the
  // others (implicit function over the length of its gradient).
  double distanceMm(glm::dvec3 worldMm) const;
  // A box that holds the body.
  glm::dvec3 lowest() const;
  glm::dvec3 highest() const;
};

class Scene {
 public:
  // seed: places the branches of the lung vessels; everything else is the same in every phantom.
  explicit Scene(std::uint64_t seed);

  std::span<const Lesion> lesions() const { return lesions_; }

  // The bodies that touch a box (padded by 2 mm), in painting order.
  std::vector<Body> bodiesWithin(glm::dvec3 lowest, glm::dvec3 highest) const;

 private:
  std::vector<Lesion> lesions_;
  std::vector<Body> bodies_;
};

// Hounsfield units at a point, without noise: bodies painted in order over air, each edge a ramp of blurMm, as the
// point spread of a scanner makes it.
double hounsfieldAt(std::span<const Body> bodies, glm::dvec3 worldMm, double blurMm);

}  // namespace phantom
