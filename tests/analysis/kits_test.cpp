// Three real readers' masks of kidney tumours and cysts (KiTS23), held against what other programs computed of them.
#include <gtest/gtest.h>

#include "analysis/agreement.h"
#include "analysis/consensus.h"
#include "analysis/overlap.h"
#include "analysis/surface_distance.h"
#include "imaging/test_data.h"
#include "samples.h"

namespace analysis {
namespace {

namespace fs = std::filesystem;

class Kits : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    REQUIRE_TEST_DATA("kits23-3reader");
    folder_ = testing_data::root() / "kits23-3reader" / GetParam();
    truth_ = testing_data::json(folder_.parent_path() / (std::string("TRUTH_") + GetParam() + ".json"));
    for (int axis = 0; axis < 3; ++axis) {
      spacingMm_[axis] = truth_["zooms_ijk"][std::size_t(axis)];
    }
  }

  // What each reader drew of one lesion.
  std::vector<core::Mask> readings(const nlohmann::json& lesion) const {
    std::vector<core::Mask> masks;
    for (int reader = 1; reader <= lesion["readers"]; ++reader) {
      masks.push_back(everythingIn(folder_ / "instances" /
                                   (lesion["kind"].get<std::string>() + "_instance-" +
                                    std::to_string(lesion["instance"].get<int>()) + "_annotation-" +
                                    std::to_string(reader) + ".nii.gz")));
    }
    return masks;
  }

  fs::path folder_;
  nlohmann::json truth_;
  glm::dvec3 spacingMm_{1};
};

TEST_P(Kits, PairsOfReaders) {
  for (const nlohmann::json& lesion : truth_["instances"]) {
    const std::vector<core::Mask> masks = readings(lesion);
    for (const nlohmann::json& pair : lesion["pairs"]) {
      const core::Mask& a = masks[pair["readers"][0].get<std::size_t>() - 1];
      const core::Mask& b = masks[pair["readers"][1].get<std::size_t>() - 1];
      EXPECT_DOUBLE_EQ(*overlapOf(a, b).dice(), pair["dice"]);
      EXPECT_DOUBLE_EQ(*overlapOf(a, b).iou(), pair["iou"]);

      const nlohmann::json& deepmind = pair["deepmind"];
      const SurfaceDistances distances = surfaceDistances(a, b, spacingMm_);
      EXPECT_NEAR(distances.fromA.meanMm(), deepmind["asd"][0], 1e-9);
      EXPECT_NEAR(distances.fromB.meanMm(), deepmind["asd"][1], 1e-9);
      EXPECT_NEAR(*distances.hausdorffMm(), deepmind["hd100"], 1e-9);
      EXPECT_NEAR(*distances.hausdorffMm(95), deepmind["hd95"], 1e-9);
      EXPECT_NEAR(*distances.surfaceDice(1), deepmind["nsd_1mm"], 1e-9);
      EXPECT_NEAR(*distances.surfaceDice(2), deepmind["nsd_2mm"], 1e-9);

      const nlohmann::json& monai = pair["voxel_boundary"];
      const BoundaryDistances boundary = *boundaryDistances(a, b, spacingMm_);
      EXPECT_NEAR(boundary.hausdorffMm, monai["hd"], 1e-9);
      EXPECT_NEAR(boundary.hausdorff95Mm, monai["hd95_max_of_directed"], 1e-9);
      EXPECT_NEAR(boundary.meanMm, monai["assd"], 1e-9);
    }
  }
}

core::VoxelBox boxOf(const nlohmann::json& lowAndHighExclusive) {
  core::VoxelBox box;
  for (int axis = 0; axis < 3; ++axis) {
    box.min[axis] = lowAndHighExclusive[0][std::size_t(axis)];
    box.max[axis] = lowAndHighExclusive[1][std::size_t(axis)].get<int>() - 1;
  }
  return box;
}

TEST_P(Kits, ConsensusOfEachLesion) {
  for (const nlohmann::json& lesion : truth_["instances"]) {
    const std::vector<core::Mask> masks = readings(lesion);
    const std::vector<const core::Mask*> readers = pointersTo(masks);
    const nlohmann::json& itk = lesion["staple_itk"];
    const core::VoxelBox field = boxOf(itk["crop_ijk_lo_hi_exclusive"]);
    const Consensus majority = consensusOf(readers, ConsensusMethod::Majority, field);
    EXPECT_EQ(majority.mask.count(), lesion["majority"]);
    EXPECT_TRUE(majority.ties.isEmpty());
    EXPECT_EQ(consensusOf(readers, ConsensusMethod::Union, field).mask.count(), lesion["union"]);
    EXPECT_EQ(consensusOf(readers, ConsensusMethod::Intersection, field).mask.count(), lesion["intersection"]);

    const Consensus likely = consensusOf(readers, ConsensusMethod::Staple, field);
    EXPECT_EQ(likely.mask.count(), itk["voxels_ge_0_5"]);
    EXPECT_NEAR(likely.staple->expectedVoxels(), itk["sum_w"], 1e-4);
    EXPECT_EQ(likely.staple->iterations, itk["iterations"].get<int>() + 1);  // ITK counts from 0
    EXPECT_TRUE(likely.staple->converged);
    for (std::size_t reader = 0; reader < readers.size(); ++reader) {
      EXPECT_NEAR(likely.staple->sensitivity[reader], itk["sensitivity"][reader], 1e-9);
      EXPECT_NEAR(likely.staple->specificity[reader], itk["specificity"][reader], 1e-9);
    }
    const auto voxels = ratedVoxels(patternsWithin(readers, field), readers.size());
    EXPECT_NEAR(*fleissKappa(voxels), lesion["fleiss_kappa_voxelwise_on_crop"], 1e-9);
  }
}

// The challenge's own label map: lesions of a class together, tumour over cyst.
TEST_P(Kits, ConsensusIsThatOfTheChallenge) {
  std::map<std::string, core::Mask> ofClass;
  for (const nlohmann::json& lesion : truth_["instances"]) {
    const std::vector<core::Mask> masks = readings(lesion);
    ofClass[lesion["kind"]] |= consensusOf(pointersTo(masks), ConsensusMethod::Majority, {}).mask;
  }
  ofClass["cyst"] -= ofClass["tumor"];
  const fs::path published = folder_ / "segmentation.nii.gz";
  EXPECT_EQ(ofClass["tumor"], labelIn(published, 2));
  EXPECT_EQ(ofClass["cyst"], labelIn(published, 3));
  EXPECT_FALSE(ofClass["tumor"].isEmpty());
}

INSTANTIATE_TEST_SUITE_P(Cases, Kits, testing::Values("case_00021", "case_00041", "case_00257"));

}  // namespace
}  // namespace analysis
