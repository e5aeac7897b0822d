#include "exchange/mapping.h"

#include <gtest/gtest.h>

#include <glm/geometric.hpp>
#include <glm/gtc/matrix_transform.hpp>
#include <random>

#include "core/error.h"

namespace exchange {
namespace {

const glm::ivec3 kSize(40, 7, 5);

core::Grid target() {
  glm::dmat4 world = glm::translate(glm::dmat4(1), {-212.37, 143.21, -1801.113});
  world = glm::rotate(world, 0.7, glm::normalize(glm::dvec3(1, 2, 3)));
  return {kSize, glm::scale(world, {0.7, 1.3, 2.5})};
}

// The target seen by axes in another order and direction: label axis a runs along target axis order[a].
core::Grid turned(glm::ivec3 order, glm::bvec3 flipped) {
  const core::Grid grid = target();
  glm::ivec3 size(0);
  glm::dmat4 voxels(0);
  voxels[3][3] = 1;
  for (int a = 0; a < 3; ++a) {
    size[a] = kSize[order[a]];
    voxels[a][order[a]] = flipped[a] ? -1 : 1;
    voxels[3][order[a]] = flipped[a] ? kSize[order[a]] - 1 : 0;
  }
  return {size, grid.worldFromVoxel() * voxels};
}

core::Mask noise(glm::ivec3 size, unsigned seed) {
  std::mt19937 random(seed);
  core::Mask mask;
  for (int n = 0; n < 300; ++n) {
    mask.set({int(random() % unsigned(size.x)), int(random() % unsigned(size.y)), int(random() % unsigned(size.z))});
  }
  return mask;
}

imaging::LabelFile labels(const core::Grid& grid, const core::Mask& mask) {
  imaging::LabelFile file;
  file.grid = grid;
  file.segments.resize(2);
  file.segments[0].name = "A";
  file.segments[0].mask = mask;
  file.segments[1].name = "empty";
  return file;
}

core::Mask mappedTo(const core::Grid& grid, const imaging::LabelFile& file) {
  const auto segments = mapOnto(grid, file, "file.nii");
  EXPECT_EQ(segments.size(), 2u);
  EXPECT_EQ(segments[0].name, "A");
  EXPECT_TRUE(segments[1].mask.isEmpty());
  return segments[0].mask;
}

void expectRefused(const core::Grid& grid, const imaging::LabelFile& file) {
  try {
    mapOnto(grid, file, "file.nii");
    FAIL() << "it was mapped";
  } catch (const core::Error& error) {
    EXPECT_EQ(error.subject(), "file.nii");
    EXPECT_NE(error.cause().find("40x7x5"), std::string::npos) << "both geometries are given";
    EXPECT_FALSE(error.remedy().empty());
  }
}

TEST(MapOnto, FollowsEveryOrderAndDirectionOfAxes) {
  const glm::ivec3 orders[] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
  for (const glm::ivec3 order : orders) {
    for (int flips = 0; flips < 8; ++flips) {
      const core::Grid grid = turned(order, {flips & 1, flips & 2, flips & 4});
      const core::Mask mask = noise(grid.size(), unsigned(flips));
      const core::Mask mapped = mappedTo(target(), labels(grid, mask));
      EXPECT_EQ(mapped.count(), mask.count());
      mask.forEachRun([&](glm::ivec3 first, int length) {
        for (int n = 0; n < length; ++n) {
          const glm::dvec3 voxel = target().voxelOf(grid.worldOf(first + glm::ivec3(n, 0, 0)));
          EXPECT_TRUE(mapped.test(glm::ivec3(glm::round(voxel))));
        }
      });
    }
  }
}

TEST(MapOnto, TakesPartsOfTheImageAndMoreThanTheImage) {
  const core::Mask mask = noise({5, 3, 1}, 3);
  const glm::ivec3 corner(20, 2, 3);
  const core::Grid part({5, 3, 1}, glm::translate(target().worldFromVoxel(), glm::dvec3(corner)));
  const core::Mask mapped = mappedTo(target(), labels(part, mask));
  EXPECT_EQ(mapped.count(), mask.count());
  mask.forEachRun([&](glm::ivec3 first, int) { EXPECT_TRUE(mapped.test(first + corner)); });
  EXPECT_TRUE(mappedTo(part, labels(target(), mapped)) == mask);
}

TEST(MapOnto, TakesFinerPlanesWhereOnlySharedOnesAreMarked) {
  const core::Grid fine({40, 7, 9}, glm::scale(target().worldFromVoxel(), {1, 1, 0.5}));
  core::Mask mask;
  mask.set({3, 4, 2});
  mask.set({5, 4, 8});
  core::Mask expected;
  expected.set({3, 4, 1});
  expected.set({5, 4, 4});
  EXPECT_TRUE(mappedTo(target(), labels(fine, mask)) == expected);
  mask.set({3, 4, 3});
  expectRefused(target(), labels(fine, mask));
}

TEST(MapOnto, ForgivesAHundredthOfAVoxelAndNoMore) {
  const core::Mask mask = noise(kSize, 4);
  const auto moved = [](double voxels) {
    return core::Grid(kSize, glm::translate(target().worldFromVoxel(), glm::dvec3(voxels, 0, 0)));
  };
  EXPECT_TRUE(mappedTo(target(), labels(moved(0.009), mask)) == mask);
  expectRefused(target(), labels(moved(0.02), mask));
  expectRefused(target(), labels(moved(0.5), mask));
  // A spacing that is off by a little is off by much at the far end.
  expectRefused(target(), labels(core::Grid(kSize, glm::scale(target().worldFromVoxel(), {1.001, 1, 1})), mask));
}

TEST(MapOnto, RefusesOtherGridsAndVoxelsOutside) {
  const core::Mask mask = noise({20, 7, 5}, 5);
  expectRefused(target(), labels(core::Grid({20, 7, 5}, glm::scale(target().worldFromVoxel(), {2, 1, 1})), mask));
  const glm::dmat4 turn = glm::rotate(glm::dmat4(1), 0.01, glm::dvec3(0, 0, 1));
  expectRefused(target(), labels(core::Grid(kSize, turn * target().worldFromVoxel()), mask));
  core::Mask outside;
  outside.set({39, 0, 0});
  expectRefused(target(), labels(core::Grid(kSize, glm::translate(target().worldFromVoxel(), {1, 0, 0})), outside));
}

}  // namespace
}  // namespace exchange
