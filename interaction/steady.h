// Takes the tremor out of a hand: the 1 euro filter (Casiez, Roussel and Vogel, CHI 2012), which smooths a slow hand
// much and a quick one little, so that precision costs no delay. Pure; one thread.
#pragma once

#include <glm/vec3.hpp>
#include <optional>

namespace interaction {

class Steady {
 public:
  struct Options {
    double leastCutoffHz = 1.2;  // of a hand at rest: lower is steadier
    double perMetreSecond = 60;  // by how many Hz it rises with speed: higher is quicker
    double speedCutoffHz = 1;
  };
  Steady() = default;
  explicit Steady(Options options) : options_(options) {}

  // The steadied point, `seconds` (> 0) after the last one.
  glm::dvec3 next(glm::dvec3 pointM, double seconds);
  void forget() { last_.reset(); }

 private:
  Options options_;
  std::optional<glm::dvec3> last_;
  glm::dvec3 speed_{0};
};

}  // namespace interaction
