#include "phantom/scene.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <numbers>
#include <random>

namespace phantom {
namespace {

using glm::dvec3;
using Form = Body::Form;

constexpr double kPi = std::numbers::pi;
constexpr double kAir = -1000;
constexpr double kPaddingMm = 2;
constexpr double kRibFallMm = 55;  // from the spine to the front end
constexpr double kRibFrom = 0.16;  // angle from the spine, radians
constexpr double kRibTo = 2.35;

const std::vector<Lesion> kLesions = {
    // name, class, centre mm (x to the left, y to the back, z up), radii mm, HU
    {"Nodule 1", "lung nodule", {-78, -12, 100}, {11, 11, 11}, 35},
    {"Nodule 2", "lung nodule", {84, 28, 72}, {5.5, 5.5, 5.5}, 30},
    {"Ground glass", "lung nodule", {88, 30, 8}, {13, 11, 12}, -580},
    {"Metastasis 1", "liver metastasis", {-88, 0, -48}, {16, 14, 12}, 62},
    {"Metastasis 2", "liver metastasis", {-48, -28, -66}, {7, 7, 7}, 68},
    {"Lytic lesion", "bone lesion", {3, 57, 2}, {9, 7, 7}, 55},
    {"Cyst", "cyst", {80, 44, -62}, {12, 12, 12}, 6},
};

// clang-format off
// In painting order: what comes later lies over what came before.
const std::vector<Body> kBeforeVessels = {
    {Form::Column, {0, -100, 0}, {262, 230, 400}, 0, -650},      // couch: a shell that the body lies in
    {Form::Column, {0, -100, 0}, {258, 226, 400}, 0, -1000},
    {Form::Column, {0, 0, 0}, {168, 112, 400}, 0, 15},           // skin
    {Form::Column, {0, 0, 0}, {166, 110, 400}, 0, -98},          // fat
    {Form::Column, {0, 0, 0}, {151, 97, 400}, 0, 52},            // muscle
    {Form::Ellipsoid, {0, -8, -125}, {128, 76, 80}, 0, -95},     // fat of the abdomen
    {Form::Ellipsoid, {-70, 0, 60}, {60, 80, 115}, 0, -860},     // lungs
    {Form::Ellipsoid, {70, 0, 60}, {60, 80, 115}, 0, -860},
};
const std::vector<Body> kOverVessels = {
    {Form::Ellipsoid, {0, 5, 90}, {26, 66, 90}, 0, 40},          // mediastinum
    {Form::Capsule, {0, 12, 92}, {0, 6, 220}, 9, -990},          // trachea and main bronchi
    {Form::Capsule, {0, 12, 92}, {-34, 16, 66}, 7, -990},
    {Form::Capsule, {0, 12, 92}, {36, 18, 62}, 6, -990},
    {Form::Capsule, {4, 32, 220}, {4, 34, -30}, 6, 35},          // oesophagus
    {Form::Ellipsoid, {22, -22, 24}, {48, 44, 50}, 0, 55},       // heart
    {Form::Ellipsoid, {36, -22, 14}, {22, 20, 30}, 0, 195},
    {Form::Ellipsoid, {2, -36, 14}, {20, 16, 30}, 0, 175},
    {Form::Ellipsoid, {12, 6, 42}, {28, 14, 18}, 0, 190},
    {Form::Capsule, {12, -14, 44}, {-4, -16, 84}, 14, 200},      // aorta: up, over, down
    {Form::Capsule, {-4, -16, 84}, {10, 14, 104}, 13, 200},
    {Form::Capsule, {10, 14, 104}, {22, 40, 84}, 12, 200},
    {Form::Capsule, {22, 40, 84}, {14, 36, -200}, 11, 200},
    {Form::Capsule, {-22, -18, 150}, {-20, -14, 40}, 9, 170},    // venae cavae
    {Form::Capsule, {-24, 14, 6}, {-22, 30, -200}, 12, 150},
    {Form::Capsule, {8, -14, 58}, {-36, 4, 56}, 9, 195},         // pulmonary arteries
    {Form::Capsule, {8, -14, 58}, {44, 8, 58}, 9, 195},
    {Form::Ellipsoid, {-62, -6, -52}, {86, 76, 62}, 0, 112},     // liver and its veins
    {Form::Ellipsoid, {6, -40, -46}, {44, 38, 30}, 0, 112},
    {Form::Capsule, {-24, 10, -12}, {-92, 22, -36}, 5, 160},
    {Form::Capsule, {-24, 10, -12}, {-72, -38, -30}, 4.5, 160},
    {Form::Capsule, {-24, 10, -12}, {-8, -46, -40}, 4, 160},
    {Form::Capsule, {-20, 2, -82}, {-56, 4, -76}, 6, 165},
    {Form::Capsule, {-56, 4, -76}, {-100, 28, -70}, 4, 165},
    {Form::Capsule, {-56, 4, -76}, {-86, -30, -84}, 4, 165},
    {Form::Ellipsoid, {-40, -56, -96}, {14, 16, 24}, 0, 10},     // gall bladder
    {Form::Ellipsoid, {66, -30, -44}, {44, 36, 36}, 0, 42},      // stomach, its content, its air
    {Form::Ellipsoid, {66, -30, -44}, {40, 32, 32}, 0, 18},
    {Form::Ellipsoid, {64, -46, -40}, {26, 14, 22}, 0, -960},
    {Form::Ellipsoid, {108, 28, -34}, {27, 40, 42}, 0, 125},     // spleen
    {Form::Ellipsoid, {62, 48, -80}, {25, 24, 44}, 0, 185},      // kidneys
    {Form::Ellipsoid, {52, 46, -82}, {10, 10, 20}, 0, 60},
    {Form::Ellipsoid, {-62, 48, -94}, {25, 24, 44}, 0, 185},
    {Form::Ellipsoid, {-52, 46, -96}, {10, 10, 20}, 0, 60},
    {Form::Ellipsoid, {40, -48, -106}, {20, 17, 17}, 0, 25},     // bowel, one loop with air
    {Form::Ellipsoid, {-2, -54, -118}, {22, 15, 17}, 0, 30},
    {Form::Ellipsoid, {84, -26, -112}, {17, 19, 26}, 0, 20},
    {Form::Ellipsoid, {84, -34, -108}, {11, 9, 18}, 0, -940},
    {Form::Ellipsoid, {0, -92, 70}, {20, 6, 72}, 0, 420},        // breastbone
    {Form::Ellipsoid, {0, -92, 70}, {18, 4, 70}, 0, 160},
};
// clang-format on

void addSpine(std::vector<Body>& bodies) {
  constexpr double kPitchMm = 28;
  bodies.push_back({Form::Column, {0, 58, 0}, {17, 12, 400}, 0, 95});  // discs
  for (int level = -7; level <= 9; ++level) {
    const double z = 2 + kPitchMm * level;
    bodies.push_back({Form::Capsule, {-16, 80, z}, {-36, 90, z - 4}, 5, 380});  // transverse and spinous processes
    bodies.push_back({Form::Capsule, {16, 80, z}, {36, 90, z - 4}, 5, 380});
    bodies.push_back({Form::Capsule, {0, 90, z}, {0, 101, z - 12}, 4, 400});
    bodies.push_back({Form::Column, {0, 80, z}, {15, 14, 10}, 0, 430});    // arch
    bodies.push_back({Form::Column, {0, 58, z}, {20, 15, 11.5}, 0, 560});  // body: cortex, then marrow
    bodies.push_back({Form::Column, {0, 58, z}, {18, 13, 9.5}, 0, 215});
  }
  bodies.push_back({Form::Column, {0, 80, 0}, {10, 9, 400}, 0, 12});  // canal
  bodies.push_back({Form::Column, {0, 80, 0}, {6, 5, 400}, 0, 38});   // cord
}

void addRibs(std::vector<Body>& bodies) {
  for (int level = -2; level <= 9; ++level) {
    const double z = 8 + 28.0 * level;
    bodies.push_back({Form::RibPair, {143, 91, z}, {4.5, 7.5, 0}, 0, 620});
    bodies.push_back({Form::RibPair, {143, 91, z}, {2.8, 5.6, 0}, 0, 190});
  }
}

// Vessels that branch from the hila into the lungs and end within them.
void addLungVessels(std::vector<Body>& bodies, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  // The standard's distributions differ between libraries, its engines don't.
  const auto uniform = [&random](double from, double to) {
    return from + (to - from) * (double(random() >> 11) * 0x1p-53);
  };
  struct Branch {
    dvec3 from;
    dvec3 direction;
    double lengthMm;
    double radiusMm;
  };
  for (const double side : {-1.0, 1.0}) {
    const dvec3 lung(70 * side, 0, 60);
    std::vector<Branch> open;
    for (int i = 0; i < 7; ++i) {
      const double turn = 2 * kPi * i / 7;
      open.push_back({{36 * side, 6, 56}, glm::normalize(dvec3(0.75 * side, std::cos(turn), std::sin(turn))), 34, 4.2});
    }
    while (!open.empty()) {
      const Branch branch = open.back();
      open.pop_back();
      const dvec3 to = branch.from + branch.direction * branch.lengthMm;
      if (branch.radiusMm < 0.7 || glm::length((to - lung) / dvec3(58, 78, 113)) > 1) {
        continue;
      }
      bodies.push_back({Form::Capsule, branch.from, to, branch.radiusMm, 60});
      for (int child = 0; child < 2; ++child) {
        const dvec3 turn(uniform(-0.8, 0.8), uniform(-0.8, 0.8), uniform(-0.8, 0.8));
        open.push_back(
            {to, glm::normalize(branch.direction + turn), branch.lengthMm * uniform(0.7, 0.9), branch.radiusMm * 0.76});
      }
    }
  }
}

// f / |gradient f| for f = |q| - 1, q = offset / radii.
double ellipticDistance(dvec3 offset, dvec3 radii) {
  const dvec3 q = offset / radii;
  const double length = glm::length(q);
  const double slope = glm::length(q / radii);
  return slope > 0 ? length * (length - 1) / slope : -std::min({radii.x, radii.y, radii.z});
}

double ribHeight(double angle) {
  return -kRibFallMm * (1 - std::cos(angle)) / 2;
}

}  // namespace

double Lesion::volumeMl() const {
  return 4.0 / 3.0 * kPi * radiiMm.x * radiiMm.y * radiiMm.z * 1e-3;
}

bool Lesion::contains(dvec3 worldMm) const {
  const dvec3 q = (worldMm - centreMm) / radiiMm;
  return glm::dot(q, q) <= 1;
}

double Body::distanceMm(dvec3 p) const {
  switch (form) {
    case Form::Ellipsoid:
      return ellipticDistance(p - a, b);
    case Form::Column: {
      const double around = ellipticDistance({p.x - a.x, p.y - a.y, 0}, {b.x, b.y, 1});
      return std::max(around, std::abs(p.z - a.z) - b.z);
    }
    case Form::Capsule: {
      const dvec3 axis = b - a;
      const double along = std::clamp(glm::dot(p - a, axis) / glm::dot(axis, axis), 0.0, 1.0);
      return glm::distance(p, a + along * axis) - radius;
    }
    case Form::RibPair: {
      const double around = std::hypot(p.x / a.x, p.y / a.y) - 1;
      if (std::abs(around) * a.y > 4 * b.x) {
        return std::abs(around) * a.y;  // far away, so that the costly part below is done for few points
      }
      const double angle = std::abs(std::atan2(p.x / a.x, p.y / a.y));
      const double nearest = std::clamp(angle, kRibFrom, kRibTo);
      const double reach = std::hypot(a.x * std::sin(nearest), a.y * std::cos(nearest));
      const double outward = around * reach;
      const double beyond = (angle - nearest) * reach;
      return ellipticDistance({std::hypot(outward, beyond), p.z - a.z - ribHeight(nearest), 0}, {b.x, b.y, 1});
    }
  }
  return 0;
}

dvec3 Body::lowest() const {
  switch (form) {
    case Form::Capsule:
      return glm::min(a, b) - radius;
    case Form::RibPair:
      return {-a.x - b.x, -a.y - b.x, a.z - kRibFallMm - b.y};
    default:
      return a - b;
  }
}

dvec3 Body::highest() const {
  switch (form) {
    case Form::Capsule:
      return glm::max(a, b) + radius;
    case Form::RibPair:
      return {a.x + b.x, a.y + b.x, a.z + b.y};
    default:
      return a + b;
  }
}

Scene::Scene(std::uint64_t seed) : lesions_(kLesions), bodies_(kBeforeVessels) {
  addLungVessels(bodies_, seed);
  bodies_.insert(bodies_.end(), kOverVessels.begin(), kOverVessels.end());
  addRibs(bodies_);
  addSpine(bodies_);
  for (const Lesion& lesion : lesions_) {  // last, so that nothing covers them
    bodies_.push_back({Form::Ellipsoid, lesion.centreMm, lesion.radiiMm, 0, lesion.hounsfield});
  }
}

std::vector<Body> Scene::bodiesWithin(dvec3 lowest, dvec3 highest) const {
  std::vector<Body> found;
  std::ranges::copy_if(bodies_, std::back_inserter(found), [&](const Body& body) {
    const dvec3 low = body.lowest() - kPaddingMm;
    const dvec3 high = body.highest() + kPaddingMm;
    return glm::all(glm::lessThanEqual(low, highest)) && glm::all(glm::lessThanEqual(lowest, high));
  });
  return found;
}

double hounsfieldAt(std::span<const Body> bodies, dvec3 worldMm, double blurMm) {
  double value = kAir;
  for (const Body& body : bodies) {
    if (glm::any(glm::lessThan(worldMm, body.lowest() - kPaddingMm)) ||
        glm::any(glm::greaterThan(worldMm, body.highest() + kPaddingMm))) {
      continue;
    }
    const double covered = std::clamp(0.5 - body.distanceMm(worldMm) / blurMm, 0.0, 1.0);
    value += (body.hounsfield - value) * covered;
  }
  return value;
}

}  // namespace phantom
