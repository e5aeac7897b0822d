#include "analysis/nearest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/far_places.h"
#include "analysis/near_places.h"
#include "samples.h"

namespace analysis {
namespace {

using Places = std::vector<glm::ivec3>;

// Looks at all.
std::vector<double> nearestByLooking(const Places& from, const Places& to, glm::dvec3 spacingMm) {
  std::vector<double> distances;
  for (const glm::ivec3& here : from) {
    double best = std::numeric_limits<double>::infinity();
    for (const glm::ivec3& there : to) {
      const glm::dvec3 apart = glm::dvec3(here - there) * spacingMm;
      best = std::min(best, apart.z * apart.z + apart.y * apart.y + apart.x * apart.x);
    }
    distances.push_back(std::sqrt(best));
  }
  return distances;
}

Places placesIn(const core::Mask& mask) {
  Places places;
  mask.forEachRun([&](glm::ivec3 first, int length) {
    for (int x = 0; x < length; ++x) {
      places.push_back(first + glm::ivec3(x, 0, 0));
    }
  });
  return places;
}

core::Mask noise(std::mt19937& engine, int side, unsigned oneIn) {
  core::Mask mask;
  for (int n = 0; n < side * side * side; ++n) {
    if (engine() % oneIn == 0) {
      mask.set({n % side, n / side % side, n / side / side});
    }
  }
  mask.set({side / 2, side / 2, side / 2});  // never empty
  return mask;
}

struct Pair {
  const char* what;
  core::Mask from;
  core::Mask to;
};

std::vector<Pair> pairsOfManyKinds(std::mt19937& engine) {
  const core::Mask ball = ballMask({40, 40, 40}, 8), voxel = boxMask({33, 60, 20}, {33, 60, 20});
  core::Mask shell = ballMask({40, 40, 40}, 20);
  shell -= ballMask({40, 40, 40}, 18);
  core::Mask corners = boxMask({0, 0, 0}, {0, 0, 0});
  corners |= boxMask({150, 130, 170}, {150, 130, 170});
  return {{"boxes", randomMask(engine, 24), randomMask(engine, 24)},
          {"noise in noise", noise(engine, 40, 40), noise(engine, 40, 60)},
          {"dense noise near few", noise(engine, 16, 2), noise(engine, 40, 4000)},
          {"few near dense noise", noise(engine, 40, 4000), noise(engine, 16, 2)},
          {"one surface near another", ball, moved(ball, {2, 1, 1})},
          {"far apart", ball, moved(ball, {100, 3, 60})},
          {"apart along rows", ball, moved(ball, {24, 0, 0})},
          {"around", shell, ball},
          {"in the middle", ball, shell},
          {"one voxel", voxel, ball},
          {"to one voxel", ball, voxel},
          {"the same", ball, ball},
          {"from all corners", corners, ball},
          {"to all corners", ball, corners},
          {"more than one processor's share", boxMask({20, 20, 20}, {60, 40, 40}), randomMask(engine, 16)}};
}

TEST(Nearest, IsWhatLookingAtAllFinds) {
  std::mt19937 engine(3);
  for (int round = 0; round < 6; ++round) {
    const glm::dvec3 spacing = round == 0 ? glm::dvec3(1) : randomSpacing(engine);
    for (const Pair& pair : pairsOfManyKinds(engine)) {
      SCOPED_TRACE(pair.what);
      const Places from = placesIn(pair.from), to = placesIn(pair.to);
      const std::vector<double> looked = nearestByLooking(from, to, spacing);
      const std::vector<double> nearest = nearestMm(from, to, spacing), near = nearPlacesMm(from, to, spacing),
                                far = farPlacesMm(from, to, spacing);
      for (std::size_t n = 0; n < from.size(); ++n) {
        // Of two places that are equally far but for rounding, a transform may take either.
        ASSERT_DOUBLE_EQ(far[n], looked[n]);
        ASSERT_DOUBLE_EQ(nearest[n], looked[n]);
        if (std::isinf(near[n])) {
          ASSERT_GT(looked[n], 8 * std::min({spacing.x, spacing.y, spacing.z}));
        } else {
          ASSERT_EQ(near[n], looked[n]);
        }
      }
    }
  }
}

TEST(Nearest, NeedsNoOrder) {
  std::mt19937 engine(7);
  const glm::dvec3 spacing = randomSpacing(engine);
  Places from = placesIn(randomMask(engine, 40)), to = placesIn(randomMask(engine, 40));
  from.resize(std::min<std::size_t>(from.size(), 1000));
  from.push_back(from.front());  // twice
  std::shuffle(from.begin(), from.end(), engine);
  std::shuffle(to.begin(), to.end(), engine);
  const std::vector<double> looked = nearestByLooking(from, to, spacing);
  const std::vector<double> nearest = nearestMm(from, to, spacing), far = farPlacesMm(from, to, spacing);
  for (std::size_t n = 0; n < from.size(); ++n) {
    ASSERT_DOUBLE_EQ(nearest[n], looked[n]);
    ASSERT_DOUBLE_EQ(far[n], looked[n]);
  }
}

}  // namespace
}  // namespace analysis
