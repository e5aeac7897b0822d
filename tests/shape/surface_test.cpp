#include "shape/surface.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/gtc/matrix_transform.hpp>
#include <map>
#include <random>

#include "core/error.h"
#include "imaging/import.h"
#include "imaging/test_data.h"
#include "shape/measures.h"

namespace shape {
namespace {

core::Grid grid(glm::ivec3 size, glm::dvec3 spacing = glm::dvec3(1), bool leftHanded = false) {
  glm::dmat4 world = glm::translate(glm::dmat4(1), {-212.37, 143.21, -1801.113});
  world = glm::rotate(world, 0.7, glm::normalize(glm::dvec3(1, 2, 3)));
  return {size, glm::scale(world, leftHanded ? spacing * glm::dvec3(1, 1, -1) : spacing)};
}

void expectClosedAndOutward(const Surface& surface) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> balance;
  for (const glm::uvec3& triangle : surface.triangles) {
    for (int n = 0; n < 3; ++n) {
      ++balance[{triangle[n], triangle[(n + 1) % 3]}];
      --balance[{triangle[(n + 1) % 3], triangle[n]}];
    }
  }
  for (const auto& [edge, count] : balance) {
    EXPECT_EQ(count, 0);
  }
  EXPECT_GE(enclosedVolumeMl(surface), 0);
  ASSERT_EQ(surface.normals.size(), surface.verticesMm.size());
  for (const glm::vec3& normal : surface.normals) {
    EXPECT_NEAR(glm::length(normal), 1, 1e-5);
  }
}

void expectComesBack(const core::Mask& mask, const core::Grid& in) {
  const Surface surface = surfaceOf(mask, in);
  EXPECT_TRUE(voxelsInside(std::array{surface}, in) == mask);
}

TEST(Surface, OfOneVoxelIsAnOctahedron) {
  for (const bool leftHanded : {false, true}) {
    const core::Grid in = grid({3, 4, 5}, {0.5, 1, 3}, leftHanded);
    core::Mask mask;
    mask.set({1, 2, 3});
    const Surface surface = surfaceOf(mask, in);
    EXPECT_EQ(surface.verticesMm.size(), 6u);
    EXPECT_EQ(surface.triangles.size(), 8u);
    expectClosedAndOutward(surface);
    EXPECT_NEAR(enclosedVolumeMl(surface), 1.5e-3 / 6, 1e-9);
    EXPECT_NEAR(largestDiameterMm(surface), 3, 1e-6);
    EXPECT_EQ(voxelsInside(std::array{surface}, in), mask);
  }
}

TEST(Surface, OfNothingIsNothing) {
  const Surface surface = surfaceOf({}, grid({3, 4, 5}));
  EXPECT_TRUE(surface.triangles.empty());
  EXPECT_EQ(largestDiameterMm(surface), 0);
  EXPECT_TRUE(voxelsInside(std::array{surface}, grid({3, 4, 5})).isEmpty());
}

// All 256 ways in which the eight voxels of a cell can be set.
TEST(Surface, OfEveryCellIsClosedAndComesBack) {
  const core::Grid in = grid({4, 4, 4}, {0.8, 1.7, 3});
  for (unsigned corners = 0; corners < 256; ++corners) {
    core::Mask mask;
    for (int n = 0; n < 8; ++n) {
      if (corners >> n & 1) {
        mask.set(glm::ivec3(1) + glm::ivec3(n & 1, n >> 1 & 1, n >> 2 & 1));
      }
    }
    expectClosedAndOutward(surfaceOf(mask, in));
    expectComesBack(mask, in);
  }
}

TEST(Surface, OfNoiseComesBackToTheBit) {
  std::mt19937 random(11);
  for (const unsigned percent : {1u, 20u, 50u, 80u, 99u, 100u}) {
    const glm::ivec3 size(37, 34, 35);  // beyond one brick on each axis
    const core::Grid in = grid(size, {0.63, 0.71, 4.9}, percent % 2 == 1);
    core::Mask mask;
    for (int k = 0; k < size.z; ++k) {
      for (int j = 0; j < size.y; ++j) {
        for (int i = 0; i < size.x; ++i) {
          if (random() % 100 < percent) {
            mask.set({i, j, k});
          }
        }
      }
    }
    expectComesBack(mask, in);
  }
}

TEST(Surface, OfACheckerboardComesBackToTheBit) {
  core::Mask mask;
  for (int k = 0; k < 34; ++k) {
    for (int j = 0; j < 5; ++j) {
      for (int i = 0; i < 34; ++i) {
        if ((i + j + k) % 2 == 0) {
          mask.set({i, j, k});
        }
      }
    }
  }
  expectComesBack(mask, grid({34, 5, 34}, {1, 2, 0.3}));
}

TEST(Surface, OfALargeBoxHasItsFacesMidwayBetweenVoxels) {
  core::Mask mask;
  for (int k = 10; k < 60; ++k) {
    for (int j = 20; j < 70; ++j) {
      mask.setRun({30, j, k}, 50);
    }
  }
  const core::Grid in = grid({100, 100, 100}, {0.5, 0.5, 2});
  const Surface surface = surfaceOf(mask, in);
  expectClosedAndOutward(surface);
  const double voxels = voxelVolumeMl(mask, in);
  EXPECT_NEAR(voxels, 62.5, 1e-9);
  EXPECT_LT(enclosedVolumeMl(surface), voxels);  // edges and corners are cut off
  EXPECT_GT(enclosedVolumeMl(surface), 0.99 * voxels);
  EXPECT_NEAR(largestDiameterMm(surface), glm::length(glm::dvec3(25, 25, 100)), 2.5);
}

TEST(VoxelsInside, TakesThePartThatLiesInTheGridAndRefusesHoles) {
  const core::Grid in = grid({8, 8, 8});
  core::Mask mask;
  mask.set({7, 7, 7});
  mask.set({1, 1, 1});
  Surface surface = surfaceOf(mask, in);
  core::Mask inSmall;
  inSmall.set({1, 1, 1});
  EXPECT_EQ(voxelsInside(std::array{surface}, core::Grid({4, 4, 4}, in.worldFromVoxel())), inSmall);
  surface.triangles.pop_back();
  EXPECT_THROW(voxelsInside(std::array{surface}, in), core::Error);
  surface = surfaceOf(mask, in);
  surface.verticesMm[0].x = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THROW(voxelsInside(std::array{surface}, in), core::Error);
}

// The largest distance between vertices of one plane across k. slices: of those that go through voxels' centres alone.
double largestInPlanesMm(const Surface& surface, const core::Grid& grid, bool slices) {
  std::map<int, std::vector<glm::dvec3>> planes;  // by twice k
  for (const glm::vec3& vertex : surface.verticesMm) {
    const glm::dvec3 world = surface.originMm + glm::dvec3(vertex);
    planes[int(std::lround(2 * grid.voxelOf(world).z))].push_back(world);
  }
  double largest = 0;
  for (const auto& [twice, points] : planes) {
    for (std::size_t a = 0; a < points.size() && !(slices && twice % 2 != 0); ++a) {
      for (std::size_t b = a + 1; b < points.size(); ++b) {
        largest = std::max(largest, glm::distance(points[a], points[b]));
      }
    }
  }
  return largest;
}

// pyradiomics' published baseline: real tumours, other code.
TEST(Measures, EqualPublishedBaselines) {
  REQUIRE_TEST_DATA("lesion-shape-pyradiomics");
  const std::filesystem::path set = testing_data::root() / "lesion-shape-pyradiomics";
  const nlohmann::json truths = testing_data::json(set / "TRUTH_shape.json");
  ASSERT_EQ(truths.size(), 3u);
  for (const auto& [name, truth] : truths.items()) {
    SCOPED_TRACE(name);
    const std::vector<std::filesystem::path> sources{set / (name + "_label.nii.gz")};
    core::Mask mask;
    core::Grid in;
    imaging::readImages(sources, [&](imaging::ImportedImage image) {
      in = image.volume.grid;
      std::size_t index = 0;
      for (int k = 0; k < in.size().z; ++k) {
        for (int j = 0; j < in.size().y; ++j) {
          for (int i = 0; i < in.size().x; ++i) {
            if (image.volume.stored(index++) != 0) {
              mask.set({i, j, k});
            }
          }
        }
      }
    });
    const Surface surface = surfaceOf(mask, in);
    expectClosedAndOutward(surface);
    EXPECT_NEAR(voxelVolumeMl(mask, in) * 1e3, truth["VoxelVolume"], 1e-3);
    const double meshVolume = truth["MeshVolume"], area = truth["SurfaceArea"];
    EXPECT_NEAR(enclosedVolumeMl(surface) * 1e3, meshVolume, 0.01 * meshVolume);
    EXPECT_NEAR(surfaceAreaMm2(surface), area, 0.01 * area);
    EXPECT_NEAR(largestDiameterMm(surface), truth["Maximum3DDiameter"], 1e-3);
    // pyradiomics takes vertices halfway between two slices for a plane of their own, which lies in no slice.
    EXPECT_NEAR(largestInPlanesMm(surface, in, false), truth["Maximum2DDiameterSlice"], 1e-3);
    EXPECT_NEAR(largestInSliceDiameterMm(mask, in), largestInPlanesMm(surface, in, true), 1e-3);
    EXPECT_EQ(voxelsInside(std::array{surface}, in), mask);
  }
}

}  // namespace
}  // namespace shape
