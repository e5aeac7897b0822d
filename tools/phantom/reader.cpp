#include "phantom/reader.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace phantom {
namespace {

const std::vector<Reader> kReaders = {
    {.name = "Steady", .unsteadyMm = 0.3},
    {.name = "Generous", .biasMm = 1.5, .unsteadyMm = 0.3},
    {.name = "Tight", .biasMm = -1.5, .unsteadyMm = 0.3},
    {.name = "Hasty", .unsteadyMm = 0.6, .missesBelowMm = 8},
    {.name = "Eager", .unsteadyMm = 0.4, .inventions = 3},
};

// Places inside the body where nothing is.
const std::vector<glm::dvec3> kInventions = {{-70, 30, 60}, {70, -30, 100}, {-100, 20, -30}, {60, 10, 40}};
constexpr double kInventedRadiusMm = 5;

// Of standard deviation 1 (Box and Muller 1958): the standard's distributions differ between libraries.
double normal(std::mt19937_64& random) {
  const auto uniform = [&] { return (double(random() >> 11) + 0.5) * 0x1p-53; };
  const double radius = std::sqrt(-2 * std::log(uniform()));
  return radius * std::cos(2 * std::numbers::pi * uniform());
}

}  // namespace

std::vector<Reader> readers(int count) {
  std::vector<Reader> result;
  for (int n = 0; n < count; ++n) {
    const int round = n / int(kReaders.size());
    Reader reader = kReaders[std::size_t(n) % kReaders.size()];
    if (round > 0) {
      reader.name += " " + std::to_string(round + 1);
      reader.unsteadyMm *= 1 + round;
    }
    result.push_back(std::move(reader));
  }
  return result;
}

Stroke strokeOver(const Lesion& lesion, double growMm, glm::dvec3 shiftMm) {
  const double thinnest = std::min({lesion.radiiMm.x, lesion.radiiMm.y, lesion.radiiMm.z});
  const glm::dvec3 reach = lesion.radiiMm - thinnest;
  const glm::dvec3 centre = lesion.centreMm + shiftMm;
  Stroke stroke{lesion.name, lesion.className, thinnest + growMm, {centre}};
  for (int axis = 0; axis < 3; ++axis) {
    if (reach[axis] > 0) {
      glm::dvec3 offset(0);
      offset[axis] = reach[axis];
      stroke.pointsMm.insert(stroke.pointsMm.end(), {centre + offset, centre - offset, centre});
    }
  }
  return stroke;
}

Reading readingOf(const Scene& scene, const Reader& reader, std::uint64_t seed) {
  std::uint64_t key = seed;
  for (const char letter : reader.name) {
    key = key * 131 + std::uint64_t(static_cast<unsigned char>(letter));
  }
  std::mt19937_64 random(key);
  const auto shift = [&] {
    const double x = normal(random), y = normal(random), z = normal(random);
    return glm::dvec3(x, y, z) * reader.unsteadyMm;
  };
  Reading reading;
  for (const Lesion& lesion : scene.lesions()) {
    if (std::min({lesion.radiiMm.x, lesion.radiiMm.y, lesion.radiiMm.z}) < reader.missesBelowMm) {
      reading.missed.push_back(lesion.name);
    } else {
      reading.strokes.push_back(strokeOver(lesion, reader.biasMm, shift()));
    }
  }
  for (int n = 0; n < reader.inventions; ++n) {
    const glm::dvec3 centre = kInventions[std::size_t(n) % kInventions.size()] + shift();
    const std::string name = "Finding " + std::to_string(n + 1);
    reading.strokes.push_back({name, "lung nodule", kInventedRadiusMm, {centre}});
    reading.invented.push_back(name);
  }
  return reading;
}

}  // namespace phantom
