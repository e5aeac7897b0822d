#include "core/brush.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/gtc/matrix_transform.hpp>
#include <numbers>
#include <random>

#include "core/error.h"

namespace core {
namespace {

Volume constantVolume(glm::ivec3 size, const glm::dmat4& worldFromVoxel) {
  Volume volume{.grid = Grid(size, worldFromVoxel)};
  volume.voxels = std::vector<std::int16_t>(volume.grid.voxelCount(), 100);
  return volume;
}

glm::dmat4 randomPlacement(std::mt19937& engine) {
  std::uniform_real_distribution<double> any(-1, 1);
  glm::dmat4 matrix = glm::translate(glm::dmat4(1), 500.0 * glm::dvec3(any(engine), any(engine), any(engine)));
  matrix = glm::rotate(matrix, 3 * any(engine), glm::dvec3(any(engine), any(engine), 1.5));
  const double mirrored = any(engine) < 0 ? -1 : 1;
  return glm::scale(matrix, glm::dvec3(mirrored * (1.2 + any(engine)), 1.2 + any(engine), 2.5 + any(engine)));
}

// The definition, voxel by voxel over the whole grid.
Mask byDefinition(const BrushStroke& stroke, const Volume& volume) {
  Mask mask;
  const glm::ivec3 size = volume.grid.size();
  for (int z = 0; z < size.z; ++z) {
    for (int y = 0; y < size.y; ++y) {
      for (int x = 0; x < size.x; ++x) {
        const glm::dvec3 centre = volume.grid.worldOf(glm::dvec3(x, y, z));
        double nearest = glm::dot(centre - stroke.pointsMm[0], centre - stroke.pointsMm[0]);
        for (std::size_t i = 1; i < stroke.pointsMm.size(); ++i) {
          nearest = std::min(nearest, squaredDistanceToSegment(centre, stroke.pointsMm[i - 1], stroke.pointsMm[i]));
        }
        if (nearest <= stroke.radiusMm * stroke.radiusMm) {
          mask.set({x, y, z});
        }
      }
    }
  }
  return mask;
}

TEST(Footprint, IsTheDefinitionOnAnyGrid) {
  std::mt19937 engine(11);
  std::uniform_real_distribution<double> unit(0, 1);
  for (int round = 0; round < 40; ++round) {
    const Volume volume = constantVolume({41, 37, 19}, randomPlacement(engine));
    BrushStroke stroke;
    stroke.radiusMm = 0.3 + 12 * unit(engine) * unit(engine);
    const int points = 1 + int(4 * unit(engine));
    for (int i = 0; i < points; ++i) {
      const glm::dvec3 voxel(50 * unit(engine) - 5, 45 * unit(engine) - 4, 25 * unit(engine) - 3);
      stroke.pointsMm.push_back(volume.grid.worldOf(voxel));
    }
    EXPECT_EQ(footprint(stroke, volume, nullptr), byDefinition(stroke, volume)) << "round " << round;
  }
}

TEST(Footprint, ASphereHasTheVolumeOfASphere) {
  const Volume volume = constantVolume({128, 128, 40}, glm::scale(glm::dmat4(1), glm::dvec3(0.5, 0.5, 1.6)));
  const BrushStroke stroke{.radiusMm = 20, .pointsMm = {volume.grid.worldOf(glm::dvec3(64, 64, 20))}};
  const double ml = double(footprint(stroke, volume, nullptr).count()) * volume.grid.voxelVolumeMl();
  const double expected = 4.0 / 3.0 * std::numbers::pi * 8;  // 20 mm radius: 33.5 ml
  EXPECT_NEAR(ml, expected, 0.01 * expected);
}

TEST(Footprint, TheBoundaryBelongsToTheStroke) {
  const Volume volume = constantVolume({9, 9, 9}, glm::dmat4(1));
  const BrushStroke stroke{.radiusMm = 2, .pointsMm = {{4, 4, 4}}};
  EXPECT_TRUE(footprint(stroke, volume, nullptr).test({6, 4, 4}));
  EXPECT_FALSE(footprint(stroke, volume, nullptr).test({6, 5, 4}));
}

TEST(Footprint, TakesOnlyWhatLiesInTheRangeAndSparesOthers) {
  Volume volume = constantVolume({20, 20, 20}, glm::dmat4(1));
  volume.rescale = {2, -1000};
  auto& voxels = std::get<std::vector<std::int16_t>>(volume.voxels);
  for (std::size_t i = 0; i < voxels.size(); ++i) {
    voxels[i] = std::int16_t(i % 600);
  }
  BrushStroke stroke{.radiusMm = 7, .pointsMm = {{10, 10, 10}}, .range = IntensityRange{-500, 0}};
  Mask others;
  others.setRun({5, 10, 10}, 6);
  Mask expected;
  byDefinition(stroke, volume).forEachRun([&](glm::ivec3 first, int length) {
    for (int x = 0; x < length; ++x) {
      const glm::ivec3 voxel = first + glm::ivec3(x, 0, 0);
      const double value = volume.value(volume.grid.indexOf(voxel));
      if (value >= -500 && value <= 0 && !others.test(voxel)) {
        expected.set(voxel);
      }
    }
  });
  EXPECT_GT(expected.count(), 0);
  EXPECT_EQ(footprint(stroke, volume, &others), expected);
}

TEST(Footprint, ADiscOnASliceIsACircleInThatSliceAlone) {
  const Volume volume = constantVolume({60, 60, 20}, glm::scale(glm::dmat4(1), glm::dvec3(0.5, 0.5, 3)));
  // Also with the plane off the slice's middle: still that slice, and no other.
  for (const double offMm : {0.0, 1.4, -1.49}) {
    const BrushStroke stroke{.radiusMm = 8, .pointsMm = {{14.5, 14.5, 30 + offMm}}, .discNormal = glm::dvec3(0, 0, -2)};
    const Mask mask = footprint(stroke, volume, nullptr);
    ASSERT_TRUE(mask.bounds());
    EXPECT_EQ(mask.bounds()->min.z, 10);
    EXPECT_EQ(mask.bounds()->max.z, 10);
    EXPECT_NEAR(double(mask.count()) * 0.25, std::numbers::pi * 64, 4);
  }
}

TEST(Footprint, ADiscMidwayBetweenTwoSlicesTakesOne) {
  const Volume volume = constantVolume({40, 40, 20}, glm::dmat4(1));
  const BrushStroke stroke{.radiusMm = 5, .pointsMm = {{20, 20, 9.5}}, .discNormal = glm::dvec3(0, 0, 1)};
  const Mask mask = footprint(stroke, volume, nullptr);
  EXPECT_EQ(mask.bounds()->min.z, mask.bounds()->max.z);
}

TEST(Footprint, ADiscAtAnyAngleIsItsDefinitionAndHasNoHoles) {
  std::mt19937 engine(5);
  std::uniform_real_distribution<double> any(-1, 1);
  for (int round = 0; round < 20; ++round) {
    const Volume volume = constantVolume({41, 37, 29}, randomPlacement(engine));
    const glm::dvec3 normal(any(engine), any(engine), any(engine));
    const glm::dvec3 aside = glm::normalize(glm::cross(normal, glm::dvec3(0.3, 1, 0.2)));
    const glm::dvec3 first = volume.grid.worldOf({20, 18, 14});
    const BrushStroke stroke{
        .radiusMm = 9,
        .pointsMm = {first, first + 6.0 * aside, first + 3.0 * glm::cross(aside, glm::normalize(normal))},
        .discNormal = normal};
    const Mask mask = footprint(stroke, volume, nullptr);
    // By the definition, from its words: near the path in the plane, and in the layer around the plane.
    double layer = 0;
    for (int a = 0; a < 3; ++a) {
      layer = std::max(layer, std::abs(glm::dot(glm::normalize(normal), glm::dvec3(volume.grid.worldFromVoxel()[a]))));
    }
    const glm::ivec3 size = volume.grid.size();
    for (int z = 0; z < size.z; ++z) {
      for (int y = 0; y < size.y; ++y) {
        for (int x = 0; x < size.x; ++x) {
          const glm::dvec3 center = volume.grid.worldOf(glm::dvec3(x, y, z));
          const double height = glm::dot(center - first, glm::normalize(normal));
          const glm::dvec3 flat = center - height * glm::normalize(normal);
          const bool near = squaredDistanceToSegment(flat, stroke.pointsMm[0], stroke.pointsMm[1]) <= 81 ||
                            squaredDistanceToSegment(flat, stroke.pointsMm[1], stroke.pointsMm[2]) <= 81;
          if (std::abs(std::abs(height) - layer / 2) > 1e-9) {
            ASSERT_EQ(mask.test({x, y, z}), near && std::abs(height) < layer / 2) << round;
          }
        }
      }
    }
    // A layer without holes: along the voxel axis most square to it, every column under the disc's middle has a voxel.
    int across = 0;
    for (int a = 1; a < 3; ++a) {
      const auto along = [&](int axis) {
        return std::abs(glm::dot(glm::normalize(normal), glm::dvec3(volume.grid.worldFromVoxel()[axis])));
      };
      across = along(a) > along(across) ? a : across;
    }
    glm::ivec3 column(20, 18, 14);
    int found = 0;
    for (int i = 0; i < size[across]; ++i) {
      column[across] = i;
      found += mask.test(column) ? 1 : 0;
    }
    EXPECT_EQ(found, 1) << round;
  }
}

TEST(Footprint, OutsideTheVolumeThereIsNothing) {
  const Volume volume = constantVolume({9, 9, 9}, glm::dmat4(1));
  EXPECT_TRUE(footprint({.radiusMm = 2, .pointsMm = {{-4, 4, 4}}}, volume, nullptr).isEmpty());
}

TEST(Validate, NamesWhatIsWrongWithAStroke) {
  const double nan = std::nan("");
  EXPECT_THROW(validate({.radiusMm = 0, .pointsMm = {{0, 0, 0}}}, "s"), Error);
  EXPECT_THROW(validate({.radiusMm = nan, .pointsMm = {{0, 0, 0}}}, "s"), Error);
  EXPECT_THROW(validate({.radiusMm = 501, .pointsMm = {{0, 0, 0}}}, "s"), Error);
  EXPECT_THROW(validate({.radiusMm = 1, .pointsMm = {}}, "s"), Error);
  EXPECT_THROW(validate({.radiusMm = 1, .pointsMm = {{0, nan, 0}}}, "s"), Error);
  EXPECT_THROW(validate({.radiusMm = 1, .pointsMm = {{0, 0, 0}}, .range = IntensityRange{1, 0}}, "s"), Error);
  EXPECT_NO_THROW(validate({.radiusMm = 1, .pointsMm = {{0, 0, 0}}, .range = IntensityRange{0, 0}}, "s"));
  EXPECT_THROW(validate({.radiusMm = 1, .pointsMm = {{0, 0, 0}}, .discNormal = glm::dvec3(0)}, "s"), Error);
  EXPECT_THROW(validate({.radiusMm = 1, .pointsMm = {{0, 0, 0}}, .discNormal = glm::dvec3(nan, 0, 1)}, "s"), Error);
  EXPECT_THROW(validate({.radiusMm = 1, .pointsMm = {{0, 0, 0}, {3, 0, 1}}, .discNormal = glm::dvec3(0, 0, 1)}, "s"),
               Error);
  EXPECT_NO_THROW(
      validate({.radiusMm = 1, .pointsMm = {{0, 0, 0}, {3, 4, 0}}, .discNormal = glm::dvec3(0, 0, 1)}, "s"));
}

}  // namespace
}  // namespace core
