// Readers who never were: each draws the phantom's lesions with a bias, an unsteady hand and an attention of known
// size, so that what a comparison of readings says can be held against what is true. Values; any thread.
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>
#include <string>
#include <vector>

#include "phantom/scene.h"

namespace phantom {

struct Reader {
  std::string name;
  double biasMm = 0;         // how far outside the edge it draws; negative: inside
  double unsteadyMm = 0;     // standard deviation of the outline's place, along each axis
  double missesBelowMm = 0;  // lesions whose smallest radius is below this are not seen
  int inventions = 0;        // lesions that it sees where there is none
};

// A steady one, a generous one, a tight one, one who overlooks what is small, one who sees too much; then again, less
// steady each time round.
std::vector<Reader> readers(int count);

// One stroke of a script for `sagitta paint`.
struct Stroke {
  std::string lesion;
  std::string className;
  double radiusMm = 0;
  std::vector<glm::dvec3> pointsMm;  // LPS
};

// A brush as wide as the ellipsoid is thin, led along its longer axes; wider by growMm, moved by shiftMm.
Stroke strokeOver(const Lesion& lesion, double growMm = 0, glm::dvec3 shiftMm = glm::dvec3(0));

struct Reading {
  std::vector<Stroke> strokes;
  std::vector<std::string> missed;    // lesions of the scene
  std::vector<std::string> invented;  // lesions that are not there
};
Reading readingOf(const Scene& scene, const Reader& reader, std::uint64_t seed);

}  // namespace phantom
