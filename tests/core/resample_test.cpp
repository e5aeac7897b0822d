#include "core/resample.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>
#include <glm/matrix.hpp>
#include <limits>
#include <vector>

#include "core/error.h"
#include "core/parallel.h"

namespace core {
namespace {

// The value at each voxel of an affine function of its place, which trilinear interpolation reproduces.
double plane(glm::dvec3 world) {
  return 3 * world.x - 2 * world.y + 5 * world.z + 7;
}

std::vector<float> planeOver(glm::ivec3 size, const glm::dmat4& worldFromVoxel) {
  std::vector<float> values;
  for (int k = 0; k < size.z; ++k) {
    for (int j = 0; j < size.y; ++j) {
      for (int i = 0; i < size.x; ++i) {
        values.push_back(float(plane(glm::dvec3(worldFromVoxel * glm::dvec4(i, j, k, 1)))));
      }
    }
  }
  return values;
}

// A gantry tilted by 14 degrees, rotated in space as a whole.
glm::dmat4 tilted() {
  const glm::dvec3 i = glm::normalize(glm::dvec3(1, 0.1, -0.2));
  const glm::dvec3 j = glm::normalize(glm::cross(glm::dvec3(0, 0.2, 1), i));
  const glm::dvec3 normal = glm::cross(i, j);
  const double angle = 14 * std::acos(-1.0) / 180;
  const glm::dvec3 step = (normal * std::cos(angle) + j * std::sin(angle)) * 5.0;
  return {glm::dvec4(i * 0.5, 0), glm::dvec4(j * 0.75, 0), glm::dvec4(step, 0), glm::dvec4(-100, 20, 3, 1)};
}

TEST(OrthogonalCover, HoldsEveryVoxelAndKeepsTheSlices) {
  const glm::ivec3 size(20, 30, 12);
  const glm::dmat4 affine = tilted();
  const Grid cover = orthogonalCover(size, affine);
  EXPECT_NEAR(cover.spacingMm().x, 0.5, 1e-12);
  EXPECT_NEAR(cover.spacingMm().y, 0.75, 1e-12);
  EXPECT_NEAR(cover.spacingMm().z, 5 * std::cos(14 * std::acos(-1.0) / 180), 1e-12);
  EXPECT_EQ(cover.size().x, size.x);
  EXPECT_EQ(cover.size().z, size.z);
  EXPECT_GT(cover.size().y, size.y);
  for (int corner = 0; corner < 8; ++corner) {
    const glm::dvec4 voxel((corner & 1) ? size.x - 1 : 0, (corner & 2) ? size.y - 1 : 0, (corner & 4) ? size.z - 1 : 0,
                           1);
    const glm::dvec3 at = cover.voxelOf(glm::dvec3(affine * voxel));
    for (int a = 0; a < 3; ++a) {
      EXPECT_GE(at[a], -1e-6);
      EXPECT_LE(at[a], cover.size()[a] - 1 + 1e-6);
    }
    EXPECT_NEAR(at.z, voxel.z, 1e-6);
  }
}

TEST(OrthogonalCover, RefusesAxesThatSpanNoVolume) {
  glm::dmat4 flat(1);
  flat[2] = flat[0] + flat[1];
  EXPECT_THROW(orthogonalCover({4, 4, 4}, flat), Error);
  flat[2] = glm::dvec4(std::numeric_limits<double>::quiet_NaN());
  EXPECT_THROW(orthogonalCover({4, 4, 4}, flat), Error);
}

TEST(OrthogonalCover, RefusesPlacesThatAreNoNumbers) {
  glm::dmat4 sheared(1);
  sheared[1][0] = 0.5;
  for (const double place : {std::nan(""), std::numeric_limits<double>::infinity()}) {
    sheared[3] = glm::dvec4(place, place, place, 1);
    EXPECT_THROW(orthogonalCover({4, 4, 4}, sheared), Error) << place;
  }
  sheared[3] = glm::dvec4(0, 0, 0, 1);
  sheared[2] = glm::dvec4(0, 900, 1, 0);  // slices slide along by 900 voxels each
  EXPECT_THROW(orthogonalCover({4, 4, 100}, sheared), Error);
}

TEST(Resample, ReproducesAnAffineFunctionInsideAndGivesTheValueOutside) {
  const glm::ivec3 size(20, 30, 12);
  const glm::dmat4 affine = tilted();
  const Volume source{Grid(), {2, 1}, planeOver(size, affine)};
  const Grid cover = orthogonalCover(size, affine);
  const Volume result = resample(source, affine, size, cover, -999);
  const glm::dmat4 sourceFromWorld = glm::inverse(affine);
  int inside = 0, outside = 0;
  for (int k = 0; k < cover.size().z; ++k) {
    for (int j = 0; j < cover.size().y; ++j) {
      for (int i = 0; i < cover.size().x; ++i) {
        const glm::dvec3 world = cover.worldOf({i, j, k});
        const glm::dvec3 at(sourceFromWorld * glm::dvec4(world, 1));
        const double value = result.value(cover.indexOf({i, j, k}));
        bool within = true, beyond = false;
        for (int a = 0; a < 3; ++a) {
          within = within && at[a] >= 0 && at[a] <= size[a] - 1;
          beyond = beyond || at[a] < -0.51 || at[a] > size[a] - 0.49;
        }
        if (within) {
          EXPECT_NEAR(value, 2 * plane(world) + 1, 1e-3);
          ++inside;
        } else if (beyond) {
          EXPECT_EQ(value, -999);
          ++outside;
        }
      }
    }
  }
  EXPECT_GT(inside, 5000);
  EXPECT_GT(outside, 100);
}

TEST(Resample, TakesRowsThatBeginOutside) {
  const glm::ivec3 size(20, 6, 5);
  glm::dmat4 slid(1);
  slid[2] = glm::dvec4(3.25, 0.5, 2, 0);  // each slice begins further along its rows, and across them
  const Grid cover = orthogonalCover(size, slid);
  const Volume result = resample({Grid(), {}, planeOver(size, slid)}, slid, size, cover, -999);
  for (const int k : {0, 2, 4}) {
    const glm::ivec3 first(glm::ceil(3.25 * k), k / 2, k);
    EXPECT_NEAR(result.value(cover.indexOf(first)), plane(cover.worldOf(first)), 1e-3);
    EXPECT_EQ(result.value(cover.indexOf({first.x + 19, 0, k})), k == 0 ? plane(cover.worldOf({19, 0, 0})) : -999);
  }
}

TEST(Resample, OnItsOwnGridChangesNothing) {
  const Grid grid({5, 4, 3}, glm::dmat4(1));
  Volume source{grid, {0.1, -3}, std::vector<std::int16_t>(grid.voxelCount())};
  auto& values = std::get<std::vector<std::int16_t>>(source.voxels);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = std::int16_t(i * 7919);
  }
  const Volume result = resample(source, grid.worldFromVoxel(), grid.size(), grid, 0);
  EXPECT_EQ(result.voxels, source.voxels);
  EXPECT_EQ(result.rescale, source.rescale);
}

TEST(Resample, LeavesOutNeighboursThatAreNoNumbers) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  glm::dmat4 between(1);
  between[3][0] = 0.5;
  const Grid target({1, 1, 1}, between);
  const auto value = [&](float a, float b) {
    return resample({Grid(), {}, std::vector<float>{a, b}}, glm::dmat4(1), {2, 1, 1}, target, 0).value(0);
  };
  EXPECT_EQ(value(2, 4), 3);
  EXPECT_EQ(value(nan, 4), 4);
  EXPECT_EQ(value(2, std::numeric_limits<float>::infinity()), 2);
  EXPECT_TRUE(std::isnan(value(nan, nan)));
}

TEST(Resample, RoundsIntegersToTheNearestAndClampsTheOutside) {
  glm::dmat4 affine(1);
  affine[3][0] = 0.25;
  const Grid target({2, 1, 1}, affine);
  const Volume source{Grid(), {}, std::vector<std::uint16_t>{0, 10, 0}};
  const Volume result = resample(source, glm::dmat4(1), {3, 1, 1}, target, -5);
  EXPECT_EQ(result.stored(0), 2);  // 2.5 to even
  EXPECT_EQ(result.stored(1), 8);  // 7.5 to even
  affine[3][0] = 100;
  EXPECT_EQ(resample(source, glm::dmat4(1), {3, 1, 1}, Grid({1, 1, 1}, affine), -5).stored(0), 0);
}

TEST(ParallelFor, DoesEachOnceAndPassesTheFirstFailureOn) {
  std::vector<int> done(1000);
  std::size_t told = 0;
  parallelFor(
      done.size(), [&](std::size_t i) { ++done[i]; }, [&](std::size_t n) { told = n; });
  EXPECT_EQ(done, std::vector<int>(1000, 1));
  EXPECT_EQ(told, 1000u);
  EXPECT_THROW(parallelFor(1000,
                           [](std::size_t i) {
                             if (i == 500) {
                               throw Error("a", "b");
                             }
                           }),
               Error);
  EXPECT_THROW(parallelFor(
                   1000, [](std::size_t) {}, [](std::size_t) { throw Error("cancelled", ""); }),
               Error);
  parallelFor(0, [](std::size_t) { FAIL(); });
}

}  // namespace
}  // namespace core
