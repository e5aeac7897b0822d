// Surface distances held against the published test values of DeepMind's surface-distance package.
#include <gtest/gtest.h>

#include "analysis/overlap.h"
#include "analysis/surface_distance.h"
#include "imaging/test_data.h"
#include "samples.h"

namespace analysis {
namespace {

class DeepMind : public testing::Test {
 protected:
  void SetUp() override {
    REQUIRE_TEST_DATA("metric-oracles/oracles.json");
    const auto oracles = testing_data::json(testing_data::root() / "metric-oracles/oracles.json");
    for (const auto& each : oracles["surface_metrics_google_deepmind"]["cases"]) {
      cases_[each["name"]] = each;
    }
  }

  // Holds everything that the case says against what the two masks give. The published values have three decimals.
  void expect(const std::string& name, const core::Mask& truth, const core::Mask& prediction, glm::dvec3 spacingMm) {
    const nlohmann::json& published = cases_.at(name);
    const SurfaceDistances distances = surfaceDistances(truth, prediction, spacingMm);
    EXPECT_NEAR(distances.fromA.meanMm(), published["asd_gt_to_pred_and_back"][0], 5e-4);
    EXPECT_NEAR(distances.fromB.meanMm(), published["asd_gt_to_pred_and_back"][1], 5e-4);
    EXPECT_NEAR(*distances.hausdorffMm(), published["hd100"], 5e-4);
    EXPECT_NEAR(*distances.hausdorffMm(95), published["hd95"], 5e-4);
    EXPECT_NEAR(distances.fromA.areaWithin(1) / distances.fromA.area, published["overlap_1mm"][0], 5e-4);
    EXPECT_NEAR(distances.fromB.areaWithin(1) / distances.fromB.area, published["overlap_1mm"][1], 5e-4);
    EXPECT_NEAR(*distances.surfaceDice(1), published["nsd_1mm"], 5e-4);
    EXPECT_NEAR(*overlapOf(truth, prediction).dice(), published["dice"], 5e-4);
  }

  std::map<std::string, nlohmann::json> cases_;
};

TEST_F(DeepMind, TwoVoxels) {
  expect("3D two voxels 2mm apart", boxMask({50, 60, 70}, {50, 60, 70}), boxMask({50, 60, 72}, {50, 60, 72}),
         {3, 2, 1});
}

TEST_F(DeepMind, HalfSpaces) {
  expect("3D half-space boxes shifted one voxel", boxMask({0, 0, 0}, {49, 99, 99}), boxMask({0, 0, 0}, {50, 99, 99}),
         {2, 1, 1});
}

// Where they say infinite or not a number, we have no value; their 0 is ours.
TEST_F(DeepMind, NothingToMeasure) {
  const core::Mask one = boxMask({50, 60, 70}, {50, 60, 70});
  for (const auto& [a, b, name] : {std::tuple(one, core::Mask(), "empty prediction, gt one voxel"),
                                   std::tuple(core::Mask(), one, "empty ground truth, prediction one voxel"),
                                   std::tuple(core::Mask(), core::Mask(), "both empty")}) {
    const nlohmann::json& published = cases_.at(name);
    const SurfaceDistances distances = surfaceDistances(a, b, {1, 1, 1});
    EXPECT_EQ(published["hd100"], "inf");
    EXPECT_FALSE(distances.hausdorffMm()) << name;
    EXPECT_FALSE(distances.hausdorffMm(95)) << name;
    EXPECT_FALSE(distances.meanMm()) << name;
    EXPECT_EQ(distances.surfaceDice(1).has_value(), published["nsd_1mm"].is_number()) << name;
    EXPECT_EQ(distances.surfaceDice(1).value_or(0), 0) << name;
    EXPECT_EQ(overlapOf(a, b).dice().has_value(), published["dice"].is_number()) << name;
  }
}

}  // namespace
}  // namespace analysis
