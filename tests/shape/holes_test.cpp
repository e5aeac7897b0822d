#include "shape/holes.h"

#include <gtest/gtest.h>

#include "flood.h"
#include "samples.h"
#include "shape/transpose.h"

namespace shape {
namespace {

// The definition: all that cannot be reached from beyond the image by the allowed steps.
core::Mask filledByDefinition(const core::Mask& mask, const core::Grid& grid, int fixedAxis) {
  const auto near = [&](glm::ivec3 voxel) {
    for (int a = 0; a < 3; ++a) {
      if (voxel[a] < (a == fixedAxis ? 0 : -1) || voxel[a] > grid.size()[a] - (a == fixedAxis ? 1 : 0)) {
        return false;
      }
    }
    return true;
  };
  // core::Mask holds no negative voxel: everything is moved by one.
  core::Mask outside;
  const auto mayStep = [&](glm::ivec3 step) { return axesOf(step) == 1 && (fixedAxis < 0 || step[fixedAxis] == 0); };
  const int starts = fixedAxis < 0 ? 1 : grid.size()[fixedAxis];
  for (int i = 0; i < starts; ++i) {
    glm::ivec3 seed(0);
    if (fixedAxis >= 0) {
      seed[fixedAxis] = i + 1;
    }
    outside |= flooded(
        seed, [&](glm::ivec3 moved) { return near(moved - 1) && !mask.test(moved - 1); }, mayStep);
  }
  return maskWhere(grid, [&](glm::ivec3 voxel) { return !outside.test(voxel + 1); });
}

TEST(Holes, AreWhatCannotBeReachedFromOutside) {
  std::mt19937 engine(5);
  for (int round = 0; round < 15; ++round) {
    const core::Grid grid = gridOf({35, 14, 12}, {1, 1, 1});
    std::bernoulli_distribution set(0.35 + 0.03 * round);
    const core::Mask mask = maskWhere(grid, [&](glm::ivec3) { return set(engine); });
    const core::Mask filled = withoutHoles(mask);
    EXPECT_EQ(filled, filledByDefinition(mask, grid, -1));
    EXPECT_EQ(withoutHoles(filled), filled);
    for (int axis = 0; axis < 3; ++axis) {
      const core::Mask inSlices = withoutHolesInSlices(mask, axis);
      EXPECT_EQ(inSlices, filledByDefinition(mask, grid, axis)) << "axis " << axis;
      EXPECT_TRUE(holds(inSlices, filled));
      EXPECT_EQ(withoutHolesInSlices(inSlices, axis), inSlices);
    }
  }
}

TEST(Holes, OfAShellAreItsInsideAndATunnelIsNone) {
  const core::Grid grid = gridOf({60, 60, 60}, {1, 1, 1});
  const auto inBox = [](glm::ivec3 voxel, int low, int high) {
    return voxel.x >= low && voxel.y >= low && voxel.z >= low && voxel.x <= high && voxel.y <= high && voxel.z <= high;
  };
  const core::Mask solid = maskWhere(grid, [&](glm::ivec3 voxel) { return inBox(voxel, 10, 50); });
  core::Mask shell = maskWhere(grid, [&](glm::ivec3 voxel) { return inBox(voxel, 10, 50) && !inBox(voxel, 12, 48); });
  EXPECT_EQ(withoutHoles(shell), solid);
  shell.clear({30, 30, 10});
  shell.clear({30, 30, 11});
  EXPECT_EQ(withoutHoles(shell), shell);
  core::Mask slicewise = solid;  // slices 10 and 11 hold the tunnel as a hole of one voxel each
  EXPECT_EQ(withoutHolesInSlices(shell, 2), slicewise);
}

TEST(Holes, OfNothingAreNone) {
  EXPECT_TRUE(withoutHoles({}).isEmpty());
  EXPECT_TRUE(withoutHolesInSlices({}, 0).isEmpty());
}

TEST(SwapAxes, IsItsOwnInverse) {
  std::mt19937 engine(6);
  const core::Grid grid = randomGrid(engine);
  const core::Mask mask = randomMask(engine, grid);
  const std::vector<glm::ivec3> voxels = voxelsOf(mask);
  for (int axis = 0; axis < 3; ++axis) {
    const core::Mask swapped = swapAxes(mask, axis, 2);
    EXPECT_EQ(swapped.count(), mask.count());
    for (glm::ivec3 voxel : voxels) {
      std::swap(voxel[axis], voxel[2]);
      EXPECT_TRUE(swapped.test(voxel));
    }
    EXPECT_EQ(swapAxes(swapped, axis, 2), mask);
  }
}

}  // namespace
}  // namespace shape
