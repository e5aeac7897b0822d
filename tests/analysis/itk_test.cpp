// Overlap, distances and STAPLE held against ITK's filters, run here.
#include "imaging/itk_compiler.h"

#include <gtest/gtest.h>
#include <itkHausdorffDistanceImageFilter.h>
#include <itkLabelOverlapMeasuresImageFilter.h>
#include <itkSTAPLEImageFilter.h>

#include "analysis/consensus.h"
#include "analysis/itk_filters.h"
#include "analysis/overlap.h"
#include "analysis/surface_distance.h"
#include "samples.h"

namespace analysis {
namespace {

constexpr core::VoxelBox kBox{{0, 0, 0}, {47, 47, 47}};

TEST(Itk, OverlapIsThatOfLabelOverlapMeasures) {
  std::mt19937 engine(23);
  for (int round = 0; round < 12; ++round) {
    const core::Mask a = randomMask(engine), b = randomMask(engine);
    const auto filter = itk::LabelOverlapMeasuresImageFilter<ItkMask>::New();
    filter->SetSourceImage(itkMask(a, kBox, {1, 1, 1}));
    filter->SetTargetImage(itkMask(b, kBox, {1, 1, 1}));
    filter->Update();
    const Overlap overlap = overlapOf(a, b);
    EXPECT_DOUBLE_EQ(*overlap.dice(), filter->GetDiceCoefficient(1));
    EXPECT_DOUBLE_EQ(*overlap.iou(), filter->GetJaccardCoefficient(1));
    // ITK's "volume similarity" is 2 (|A| - |B|) / (|A| + |B|): signed, and 0 where ours is 1.
    EXPECT_NEAR(*overlap.volumeSimilarity(), 1 - std::abs(filter->GetVolumeSimilarity(1)) / 2, 1e-12);
  }
}

TEST(Itk, VoxelDistancesAreThoseOfHausdorffDistance) {
  std::mt19937 engine(29);
  for (int round = 0; round < 12; ++round) {
    const core::Mask a = randomMask(engine), b = randomMask(engine);
    const glm::dvec3 spacing = randomSpacing(engine);
    const auto filter = itk::HausdorffDistanceImageFilter<ItkMask, ItkMask>::New();
    filter->SetInput1(itkMask(a, kBox, spacing));
    filter->SetInput2(itkMask(b, kBox, spacing));
    filter->SetUseImageSpacing(true);
    filter->Update();
    const VoxelDistances distances = *voxelDistances(a, b, spacing);
    // ITK keeps its distance map in single precision.
    EXPECT_NEAR(distances.hausdorffMm, filter->GetHausdorffDistance(), 1e-4);
    EXPECT_NEAR(distances.meanMm, filter->GetAverageHausdorffDistance(), 1e-4);
  }
}

TEST(Itk, StapleIsThatOfStaple) {
  std::mt19937 engine(31);
  for (int round = 0; round < 8; ++round) {
    // One lesion as readers of different care draw it, who also add and leave out voxels.
    std::vector<core::Mask> masks(2 + engine() % 5);
    for (core::Mask& mask : masks) {
      mask = ballMask({24, 24, 24}, 8 + double(engine() % 50) / 10);
      const glm::ivec3 first(int(engine() % 30), int(engine() % 30), int(engine() % 30));
      const core::Mask slip = boxMask(first, first + int(engine() % 14));
      engine() % 2 == 0 ? mask |= slip : mask -= slip;
    }
    const auto filter = itk::STAPLEImageFilter<ItkMask, itk::Image<double, 3>>::New();
    for (unsigned reader = 0; reader < masks.size(); ++reader) {
      filter->SetInput(reader, itkMask(masks[reader], kBox, {1, 1, 1}));
    }
    filter->SetForegroundValue(1);
    filter->SetMaximumIterations(1000);
    filter->Update();
    const Consensus consensus = consensusOf(pointersTo(masks), ConsensusMethod::Staple, kBox);
    for (unsigned reader = 0; reader < masks.size(); ++reader) {
      EXPECT_NEAR(consensus.staple->sensitivity[reader], filter->GetSensitivity(reader), 1e-9);
      EXPECT_NEAR(consensus.staple->specificity[reader], filter->GetSpecificity(reader), 1e-9);
    }
    int differing = 0;
    for (itk::ImageRegionIteratorWithIndex<itk::Image<double, 3>> it(filter->GetOutput(),
                                                                     filter->GetOutput()->GetBufferedRegion());
         !it.IsAtEnd(); ++it) {
      const auto at = it.GetIndex();
      differing += (it.Get() > 0.5) != consensus.mask.test({int(at[0]), int(at[1]), int(at[2])});
    }
    // A probability of one half, which two equal readers give, is on neither side after rounding.
    if (consensus.ties.isEmpty()) {
      EXPECT_EQ(differing, 0);
    }
  }
}

}  // namespace
}  // namespace analysis
