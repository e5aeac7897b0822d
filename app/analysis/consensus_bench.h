// How long consensus and agreement take. Behind `sagitta bench consensus` and tools/compare_itk, which runs ITK's
// filters on the same readings.
#pragma once

#include <functional>
#include <vector>

#include "core/mask.h"

namespace analysis {

struct ConsensusBenchSize {
  int side = 256;  // voxels of the cube
  int readers = 5;
};

// One lesion that fills about a fifth of the cube, as readers of different leanings draw it, each with slips of its
// own. The same on every machine.
std::vector<core::Mask> benchReadings(const ConsensusBenchSize& size);

// The processor time of `work`, all threads, ms: the median of `rounds`.
double processorMs(int rounds, const std::function<void()>& work);

struct ConsensusBench {
  double majorityMs = 0;
  double stapleMs = 0;
  double agreementMs = 0;  // overlap of all pairs, Fleiss' kappa and Krippendorff's alpha of the voxels
  double hausdorffMs = 0;  // of one pair, over all voxels, as ITK has it
  double surfacesMs = 0;   // of one pair: Hausdorff, 95th percentile, mean and surface Dice
};
ConsensusBench benchConsensus(const ConsensusBenchSize& size = {});

}  // namespace analysis
