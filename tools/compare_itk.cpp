// compare_itk [--side N] [--readers N]: consensus and agreement of several readings by Sagitta and by ITK's filters, on
// the same masks in one run. Prints JSON: processor times, their ratios, and whether the numbers are the same. Exit
// status 1 where they are not.
#include "imaging/itk_compiler.h"

#include <itkHausdorffDistanceImageFilter.h>
#include <itkLabelOverlapMeasuresImageFilter.h>
#include <itkLabelVotingImageFilter.h>
#include <itkSTAPLEImageFilter.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>

#include "analysis/consensus.h"
#include "analysis/consensus_bench.h"
#include "analysis/surface_distance.h"

namespace {

using Image = itk::Image<unsigned char, 3>;
using Probabilities = itk::Image<double, 3>;
using nlohmann::ordered_json;

constexpr double kSpacingMm[3] = {0.8, 0.8, 1.5};
constexpr int kOurRounds = 5;
constexpr double kSame = 1e-6;

Image::Pointer imageOf(const core::Mask& mask, int side) {
  const auto image = Image::New();
  const auto length = itk::SizeValueType(side);
  image->SetRegions(Image::SizeType{length, length, length});
  image->SetSpacing(kSpacingMm);
  image->Allocate(true);
  unsigned char* voxels = image->GetBufferPointer();
  mask.forEachRun([&](glm::ivec3 first, int run) {
    const std::size_t start = (std::size_t(first.z) * length + std::size_t(first.y)) * length + std::size_t(first.x);
    std::fill_n(voxels + start, run, static_cast<unsigned char>(1));
  });
  return image;
}

// How many voxels of an image, where `marked` holds for the value, are not those of the mask.
template <typename Other, typename Marked>
std::int64_t differing(const core::Mask& mask, const Other* image, int side, const Marked& marked) {
  std::int64_t count = 0;
  const auto* voxel = image->GetBufferPointer();
  for (int z = 0; z < side; ++z) {
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x, ++voxel) {
        count += marked(*voxel) != mask.test({x, y, z}) ? 1 : 0;
      }
    }
  }
  return count;
}

ordered_json row(const char* what, double oursMs, double itkMs, bool same) {
  return {{"what", what}, {"sagitta_ms", oursMs}, {"itk_ms", itkMs}, {"times_faster", itkMs / oursMs}, {"same", same}};
}

ordered_json compareMajority(const std::vector<const core::Mask*>& readings, const std::vector<Image::Pointer>& images,
                             const core::VoxelBox& cube) {
  analysis::Consensus consensus;
  const double ours = analysis::processorMs(
      kOurRounds, [&] { consensus = analysis::consensusOf(readings, analysis::ConsensusMethod::Majority, cube); });
  const auto filter = itk::LabelVotingImageFilter<Image, Image>::New();
  for (unsigned reader = 0; reader < images.size(); ++reader) {
    filter->SetInput(reader, images[reader]);
  }
  filter->SetLabelForUndecidedPixels(0);
  const double theirs = analysis::processorMs(1, [&] { filter->Update(); });
  const bool same = differing(consensus.mask, filter->GetOutput(), cube.max.x + 1,
                              [](unsigned char value) { return value == 1; }) == 0;
  return row("majority", ours, theirs, same);
}

ordered_json compareStaple(const std::vector<const core::Mask*>& readings, const std::vector<Image::Pointer>& images,
                           const core::VoxelBox& cube) {
  analysis::Consensus consensus;
  const double ours = analysis::processorMs(
      kOurRounds, [&] { consensus = analysis::consensusOf(readings, analysis::ConsensusMethod::Staple, cube); });
  const auto filter = itk::STAPLEImageFilter<Image, Probabilities>::New();
  for (unsigned reader = 0; reader < images.size(); ++reader) {
    filter->SetInput(reader, images[reader]);
  }
  filter->SetForegroundValue(1);
  const double theirs = analysis::processorMs(1, [&] { filter->Update(); });
  bool same =
      differing(consensus.mask, filter->GetOutput(), cube.max.x + 1, [](double value) { return value > 0.5; }) == 0;
  for (unsigned reader = 0; reader < images.size(); ++reader) {
    same = same && std::abs(consensus.staple->sensitivity[reader] - filter->GetSensitivity(reader)) < kSame &&
           std::abs(consensus.staple->specificity[reader] - filter->GetSpecificity(reader)) < kSame;
  }
  return row("staple", ours, theirs, same);
}

ordered_json compareOverlap(const std::vector<const core::Mask*>& readings, const std::vector<Image::Pointer>& images) {
  std::vector<double> ourDice, theirDice;
  const double ours = analysis::processorMs(kOurRounds, [&] {
    ourDice.clear();
    const std::vector<analysis::PatternCount> patterns = analysis::patternsOf(readings);
    for (std::size_t a = 0; a < readings.size(); ++a) {
      for (std::size_t b = a + 1; b < readings.size(); ++b) {
        ourDice.push_back(analysis::overlapOf(patterns, a, b).dice().value_or(0));
      }
    }
  });
  const double theirs = analysis::processorMs(1, [&] {
    for (std::size_t a = 0; a < images.size(); ++a) {
      for (std::size_t b = a + 1; b < images.size(); ++b) {
        const auto filter = itk::LabelOverlapMeasuresImageFilter<Image>::New();
        filter->SetSourceImage(images[a]);
        filter->SetTargetImage(images[b]);
        filter->Update();
        theirDice.push_back(filter->GetDiceCoefficient(1));
      }
    }
  });
  bool same = true;
  for (std::size_t pair = 0; pair < ourDice.size(); ++pair) {
    same = same && std::abs(ourDice[pair] - theirDice[pair]) < kSame;
  }
  return row("overlap of all pairs", ours, theirs, same);
}

ordered_json compareHausdorff(const std::vector<const core::Mask*>& readings,
                              const std::vector<Image::Pointer>& images) {
  analysis::VoxelDistances distances;
  const double ours = analysis::processorMs(kOurRounds, [&] {
    distances = analysis::voxelDistances(*readings[0], *readings[1], {kSpacingMm[0], kSpacingMm[1], kSpacingMm[2]})
                    .value_or(analysis::VoxelDistances{});
  });
  const auto filter = itk::HausdorffDistanceImageFilter<Image, Image>::New();
  filter->SetInput1(images[0]);
  filter->SetInput2(images[1]);
  filter->SetUseImageSpacing(true);
  const double theirs = analysis::processorMs(1, [&] { filter->Update(); });
  constexpr double kSinglePrecisionMm = 1e-4;  // in which ITK keeps its distance map
  const bool same = std::abs(distances.hausdorffMm - filter->GetHausdorffDistance()) < kSinglePrecisionMm &&
                    std::abs(distances.meanMm - filter->GetAverageHausdorffDistance()) < kSinglePrecisionMm;
  return row("hausdorff of one pair", ours, theirs, same);
}

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app("Consensus and agreement by Sagitta and by ITK, on the same masks in one run.");
  analysis::ConsensusBenchSize size;
  app.add_option("--side", size.side, "Voxels along each side of the cube")->check(CLI::Range(32, 512));
  app.add_option("--readers", size.readers, "How many readings")->check(CLI::Range(2, 32));
  CLI11_PARSE(app, argc, argv);

  const std::vector<core::Mask> masks = analysis::benchReadings(size);
  std::vector<const core::Mask*> readings;
  std::vector<Image::Pointer> images;
  for (const core::Mask& mask : masks) {
    readings.push_back(&mask);
    images.push_back(imageOf(mask, size.side));
  }
  const core::VoxelBox cube{{0, 0, 0}, glm::ivec3(size.side - 1)};
  const ordered_json rows{compareMajority(readings, images, cube), compareStaple(readings, images, cube),
                          compareOverlap(readings, images), compareHausdorff(readings, images)};
  std::cout << ordered_json{{"side", size.side}, {"readers", size.readers}, {"rows", rows}}.dump(2) << "\n";
  for (const ordered_json& each : rows) {
    if (!each["same"].get<bool>()) {
      return 1;
    }
  }
  return 0;
} catch (const std::exception& error) {
  std::cerr << "compare_itk: " << error.what() << "\n";
  return 1;
}
