// How deep a tip is in bodies whose depth is known.
#include "stage/tip_depth.h"

#include <gtest/gtest.h>

#include <cmath>
#include <glm/geometric.hpp>

namespace {

const glm::dvec3 kToEye{0, -1, 0};

TEST(TipDepthTest, InABlockItIsTheWayToTheNearestSideThatIsSeen) {
  // 100 mm each way; the tip is 12 mm below its top and 30 mm behind its front, which the eye looks at.
  const auto block = [](glm::dvec3 at) { return glm::all(glm::lessThan(glm::abs(at), glm::dvec3(50))); };
  const auto found = stage::tipDepth({0, -20, 38}, kToEye, 0.5, block);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->mm, 12, 0.5);
  EXPECT_NEAR(glm::distance(found->surfaceMm, {0, -20, 50}), 0, 0.5);
}

TEST(TipDepthTest, OutsideTissueAndDeepWithinThereIsNone) {
  const auto block = [](glm::dvec3 at) { return glm::all(glm::lessThan(glm::abs(at), glm::dvec3(100))); };
  EXPECT_FALSE(stage::tipDepth({0, -101, 0}, kToEye, 1, block));
  EXPECT_FALSE(stage::tipDepth({0, 0, 0}, kToEye, 1, block));
}

TEST(TipDepthTest, AHoleIsNoEndOfTissue) {
  const auto holed = [](glm::dvec3 at) {
    return glm::length(at) < 30 && std::abs(glm::length(at) - 10) > 1;  // a crack all around
  };
  const auto found = stage::tipDepth({0, 0, 0}, kToEye, 0.5, holed);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->mm, 30, 0.5);
}

}  // namespace
