// Makes a slow hand slower than it is, so that it can follow a border finer than itself: speed-dependent gain (PRISM:
// Frees, Kessler and Kay, ACM Transactions on Computer-Human Interaction 2007). A hand that barely moves, as in tremor,
// moves nothing; a quick one moves as it is, and takes back by how much it had been held off. Pure; one thread.
#pragma once

#include <glm/vec3.hpp>
#include <optional>

namespace interaction {

class Gain {
 public:
  struct Options {
    double restMps = 0.004;    // metres a second: below, the hand is at rest
    double fullMps = 0.08;     // from here on it is followed as it moves
    double recoverMps = 0.20;  // and from here on the offset goes
    double speedS = 0.08;      // over which speed is averaged: much longer than a tremor's swing
    double recoverS = 0.15;
    double mostM = 0.004;  // it is held off no farther than this: who paints looks at the tip
  };
  Gain() = default;
  explicit Gain(Options options) : options_(options) {}

  // Where the hand counts as being, `seconds` (> 0) after the last one. fine: it works just now; else it counts as
  // where it is, in a moment.
  glm::dvec3 next(glm::dvec3 pointM, double seconds, bool fine);
  void forget();

 private:
  Options options_;
  std::optional<glm::dvec3> last_;
  glm::dvec3 velocity_{0};
  glm::dvec3 offset_{0};
};

}  // namespace interaction
