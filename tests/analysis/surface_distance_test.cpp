#include "analysis/surface_distance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <glm/geometric.hpp>
#include <limits>

#include "analysis/marching_area.h"
#include "analysis/surface_elements.h"
#include "samples.h"

namespace analysis {
namespace {

double totalArea(const core::Mask& mask, glm::dvec3 spacingMm) {
  double area = 0;
  for (const SurfaceElement& element : cellElements(mask, spacingMm)) {
    area += element.area;
  }
  return area;
}

TEST(MarchingArea, IsThatOfTheKnownShapes) {
  const auto areas = marchingAreasMm2({1, 1, 1});
  EXPECT_EQ(areas[0], 0);
  EXPECT_EQ(areas[0xff], 0);
  EXPECT_DOUBLE_EQ(areas[0x01], std::sqrt(3) / 8);      // one corner: an equilateral triangle of side 1/sqrt 2
  EXPECT_DOUBLE_EQ(areas[0x03], std::sqrt(0.5));        // an edge: a rectangle
  EXPECT_DOUBLE_EQ(areas[0x0f], 1);                     // a side
  EXPECT_DOUBLE_EQ(areas[0x17], std::sqrt(3) * 3 / 4);  // a corner and its three neighbours: a regular hexagon
  for (unsigned corners = 0; corners < 256; ++corners) {
    EXPECT_DOUBLE_EQ(areas[corners], areas[255 - corners]) << corners;
  }
  // 2 x 3 x 5 mm: the sides of a cell.
  const auto stretched = marchingAreasMm2({2, 3, 5});
  EXPECT_DOUBLE_EQ(stretched[0x0f], 6);
  EXPECT_DOUBLE_EQ(stretched[0x33], 10);
  EXPECT_DOUBLE_EQ(stretched[0x55], 15);
}

TEST(SurfaceElements, HaveTheAreaOfABox) {
  // A box of 20 x 12 x 8 voxel steps between outer surfaces, its edges cut off: 12 edges, 8 corners.
  const glm::dvec3 spacing(0.5, 1, 3);
  const core::Mask box = boxMask({27, 27, 27}, {46, 38, 34});
  const auto areas = marchingAreasMm2(spacing);
  const double sides = 2 * (19 * 11 * areas[0x0f] + 19 * 7 * areas[0x33] + 11 * 7 * areas[0x55]);
  const double edges = 4 * (19 * areas[0x03] + 11 * areas[0x05] + 7 * areas[0x11]);
  EXPECT_NEAR(totalArea(box, spacing), sides + edges + 8 * areas[0x01], 1e-9);
}

TEST(SurfaceElements, AreTheSameWhereverTheMaskLies) {
  std::mt19937 engine(5);
  for (int round = 0; round < 20; ++round) {
    const core::Mask mask = randomMask(engine);
    const glm::dvec3 spacing = randomSpacing(engine);
    const glm::ivec3 by(int(engine() % 33), int(engine() % 33), int(engine() % 33));
    EXPECT_EQ(cellElements(mask, spacing).size(), cellElements(moved(mask, by), spacing).size());
    EXPECT_NEAR(totalArea(mask, spacing), totalArea(moved(mask, by), spacing), 1e-6);
    EXPECT_EQ(boundaryVoxels(mask).size(), boundaryVoxels(moved(mask, by)).size());
  }
}

TEST(SurfaceElements, AreFoundAtTheEndsOfTheLargestGrid) {
  const int last = 32 * core::BrickKey::kMaxPerAxis - 1;
  const core::Mask corner = boxMask({last, last, last}, {last, last, last});
  EXPECT_EQ(cellElements(corner, {1, 1, 1}).size(), 8u);
  EXPECT_EQ(boundaryVoxels(corner).size(), 1u);
}

TEST(SurfaceDistances, OfABoxMovedByThreeMillimetresAreAtMostThree) {
  const core::Mask a = boxMask({10, 10, 10}, {29, 29, 29});
  const SurfaceDistances distances = surfaceDistances(a, moved(a, {0, 0, 1}), {1, 1, 3});
  EXPECT_DOUBLE_EQ(*distances.hausdorffMm(), 3);
  EXPECT_EQ(distances.surfaceDice(3), 1);
  EXPECT_LT(*distances.surfaceDice(2.9), 1);
}

TEST(SurfaceDistances, AreSymmetricBoundedAndTheSameAnywhere) {
  std::mt19937 engine(17);
  for (int round = 0; round < 20; ++round) {
    const core::Mask a = randomMask(engine), b = randomMask(engine);
    const glm::dvec3 spacing = randomSpacing(engine);
    const SurfaceDistances ab = surfaceDistances(a, b, spacing), ba = surfaceDistances(b, a, spacing);
    EXPECT_EQ(ab.hausdorffMm(), ba.hausdorffMm());
    EXPECT_EQ(ab.hausdorffMm(95), ba.hausdorffMm(95));
    EXPECT_NEAR(*ab.meanMm(), *ba.meanMm(), 1e-9);
    EXPECT_LE(ab.hausdorffMm(95), ab.hausdorffMm());
    EXPECT_LE(*ab.meanMm(), *ab.hausdorffMm());
    double before = 0;
    for (const double tolerance : {0.0, 0.5, 1.0, 2.0, 5.0, 500.0}) {
      const double dice = *ab.surfaceDice(tolerance);
      EXPECT_GE(dice, before);
      EXPECT_LE(dice, 1 + 1e-12);
      before = dice;
    }
    EXPECT_NEAR(before, 1, 1e-12);
    const glm::ivec3 by(int(engine() % 40), int(engine() % 40), int(engine() % 40));
    const SurfaceDistances elsewhere = surfaceDistances(moved(a, by), moved(b, by), spacing);
    EXPECT_EQ(elsewhere.hausdorffMm(), ab.hausdorffMm());
    EXPECT_NEAR(*elsewhere.meanMm(), *ab.meanMm(), 1e-9);
    const SurfaceDistances itself = surfaceDistances(a, a, spacing);
    EXPECT_EQ(itself.hausdorffMm(), 0);
    EXPECT_EQ(itself.surfaceDice(0), 1);
  }
}

// The largest and the mean distance from a voxel of `from` to the nearest of `to`, looking at all.
VoxelDistances directedByLooking(const core::Mask& from, const core::Mask& to, glm::dvec3 spacingMm) {
  VoxelDistances distances;
  from.forEachRun([&](glm::ivec3 first, int length) {
    for (int x = 0; x < length; ++x) {
      double best = std::numeric_limits<double>::infinity();
      to.forEachRun([&](glm::ivec3 other, int otherLength) {
        // Of a run, the voxel next to this one along x.
        const int nearest = std::clamp(first.x + x, other.x, other.x + otherLength - 1);
        const glm::dvec3 apart = glm::dvec3(nearest - first.x - x, other.y - first.y, other.z - first.z) * spacingMm;
        best = std::min(best, glm::length(apart));
      });
      distances.hausdorffMm = std::max(distances.hausdorffMm, best);
      distances.meanMm += best / double(from.count());
    }
  });
  return distances;
}

TEST(VoxelDistances, AreWhatLookingAtAllFinds) {
  std::mt19937 engine(41);
  for (int round = 0; round < 20; ++round) {
    const core::Mask a = randomMask(engine, 24), b = moved(randomMask(engine, 24), glm::ivec3(round % 4 * 17));
    const glm::dvec3 spacing = randomSpacing(engine);
    const VoxelDistances ab = directedByLooking(a, b, spacing), ba = directedByLooking(b, a, spacing);
    const VoxelDistances distances = *voxelDistances(a, b, spacing);
    EXPECT_NEAR(distances.hausdorffMm, std::max(ab.hausdorffMm, ba.hausdorffMm), 1e-9);
    EXPECT_NEAR(distances.meanMm, (ab.meanMm + ba.meanMm) / 2, 1e-9);
  }
  const core::Mask ball = ballMask({40, 40, 40}, 5);
  EXPECT_EQ(voxelDistances(ball, ball, {1, 1, 1})->hausdorffMm, 0);
  EXPECT_FALSE(voxelDistances(ball, {}, {1, 1, 1}));
}

TEST(SignedMean, IsPositiveWhereDrawnTooLarge) {
  const glm::dvec3 spacing(1, 1, 1);
  const core::Mask right = ballMask({40, 40, 40}, 12), large = ballMask({40, 40, 40}, 14),
                   small = ballMask({40, 40, 40}, 10);
  EXPECT_NEAR(*signedMeanMm(large, right, spacing), 1.75, 0.25);
  EXPECT_NEAR(*signedMeanMm(small, right, spacing), -1.75, 0.25);
  EXPECT_EQ(signedMeanMm(right, right, spacing), 0);
  // Moved, neither: what stands out on one side is missing on the other.
  EXPECT_NEAR(*signedMeanMm(moved(right, {3, 0, 0}), right, spacing), 0, 0.3);
  EXPECT_FALSE(signedMeanMm({}, right, spacing));
}

}  // namespace
}  // namespace analysis
