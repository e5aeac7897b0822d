#include "analysis/consensus.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <set>

#include "analysis/grouping.h"
#include "analysis/overlap.h"
#include "imaging/test_data.h"
#include "samples.h"

namespace analysis {
namespace {

constexpr core::VoxelBox kField{{0, 0, 0}, {47, 47, 47}};

core::Mask combined(const std::vector<core::Mask>& masks, ConsensusMethod method) {
  return consensusOf(pointersTo(masks), method, kField).mask;
}

// Voxel by voxel, as the definitions have it.
core::Mask voxelsVotedBy(const std::vector<core::Mask>& masks, const std::function<bool(int)>& wanted) {
  core::Mask result;
  for (int z = 0; z < 48; ++z) {
    for (int y = 0; y < 48; ++y) {
      for (int x = 0; x < 48; ++x) {
        int votes = 0;
        for (const core::Mask& mask : masks) {
          votes += mask.test({x, y, z}) ? 1 : 0;
        }
        if (votes > 0 && wanted(votes)) {
          result.set({x, y, z});
        }
      }
    }
  }
  return result;
}

TEST(Consensus, IsWhatCountingEachVoxelGives) {
  std::mt19937 engine(53);
  for (const std::size_t readers : {1, 2, 3, 4, 5, 9, 12}) {  // from 9 on, patterns are counted by hash
    std::vector<core::Mask> masks(readers);
    std::generate(masks.begin(), masks.end(), [&] { return randomMask(engine); });
    masks[engine() % readers] = {};  // who marked nothing says no
    const int all = int(readers);
    EXPECT_EQ(combined(masks, ConsensusMethod::Majority),
              voxelsVotedBy(masks, [&](int votes) { return 2 * votes > all; }));
    EXPECT_EQ(consensusOf(pointersTo(masks), ConsensusMethod::Majority, kField).ties,
              voxelsVotedBy(masks, [&](int votes) { return 2 * votes == all; }));
    EXPECT_EQ(combined(masks, ConsensusMethod::Union), voxelsVotedBy(masks, [](int) { return true; }));
    EXPECT_TRUE(combined(masks, ConsensusMethod::Intersection).isEmpty());
    const std::vector<core::Mask> byVotes = voxelsByVotes(pointersTo(masks));
    for (int votes = 1; votes <= all; ++votes) {
      EXPECT_EQ(byVotes[std::size_t(votes) - 1], voxelsVotedBy(masks, [&](int here) { return here == votes; }));
    }
    std::int64_t voxels = 0;
    for (const PatternCount& count : patternsWithin(pointersTo(masks), kField)) {
      voxels += count.voxels;
    }
    EXPECT_EQ(voxels, 48 * 48 * 48);
    const std::size_t a = engine() % readers, b = engine() % readers;
    EXPECT_EQ(overlapOf(patternsOf(pointersTo(masks)), a, b), overlapOf(masks[a], masks[b]));
  }
}

TEST(Consensus, OfReadersWhoAgreeIsWhatTheyMarked) {
  std::mt19937 engine(59);
  const std::vector<core::Mask> masks(4, randomMask(engine));
  for (const ConsensusMethod method :
       {ConsensusMethod::Majority, ConsensusMethod::Union, ConsensusMethod::Intersection, ConsensusMethod::Staple}) {
    EXPECT_EQ(combined(masks, method), masks[0]) << name(method);
    EXPECT_EQ(consensusMethodNamed(name(method)), method);
  }
  EXPECT_FALSE(consensusMethodNamed("median"));
}

TEST(Consensus, DoesNotDependOnTheOrderOfReadersNorOnThePlace) {
  std::mt19937 engine(61);
  for (int round = 0; round < 10; ++round) {
    std::vector<core::Mask> masks(2 + engine() % 5);
    std::generate(masks.begin(), masks.end(), [&] { return randomMask(engine); });
    std::vector<core::Mask> shuffled = masks;
    std::shuffle(shuffled.begin(), shuffled.end(), engine);
    for (const ConsensusMethod method :
         {ConsensusMethod::Majority, ConsensusMethod::Union, ConsensusMethod::Intersection}) {
      EXPECT_EQ(combined(masks, method), combined(shuffled, method));
      const core::Mask here = combined(masks, method);
      for (core::Mask& mask : shuffled) {
        mask = moved(mask, {7, 20, 33});
      }
      EXPECT_EQ(combined(shuffled, method), moved(here, {7, 20, 33}));
      std::copy(masks.begin(), masks.end(), shuffled.begin());
    }
    core::Mask both = combined(masks, ConsensusMethod::Intersection);
    both -= combined(masks, ConsensusMethod::Majority);
    EXPECT_TRUE(both.isEmpty());
  }
}

TEST(Staple, FindsWhoSeesWell) {
  // Three careful readers with small slips of their own, one who misses half, one who marks far too much.
  const core::Mask right = ballMask({24, 24, 24}, 12);
  std::vector<core::Mask> masks(3, right);
  masks[0] |= boxMask({36, 24, 24}, {38, 26, 26});
  masks[1] -= boxMask({14, 24, 24}, {16, 26, 26});
  masks[2] |= boxMask({24, 36, 24}, {26, 38, 26});
  masks.push_back(right);
  masks.back() -= boxMask({0, 0, 0}, {23, 47, 47});
  masks.push_back(ballMask({24, 24, 24}, 16));
  const Consensus consensus = consensusOf(pointersTo(masks), ConsensusMethod::Staple, kField);
  EXPECT_GT(*overlapOf(consensus.mask, right).dice(), 0.999);
  EXPECT_GT(consensus.staple->sensitivity[0], 0.99);
  EXPECT_NEAR(consensus.staple->sensitivity[3], 0.55, 0.05);
  EXPECT_GT(consensus.staple->specificity[3], 0.999);
  EXPECT_LT(consensus.staple->specificity[4], 0.95);
}

TEST(Staple, OfNothingEstimatesNothing) {
  const std::vector<core::Mask> masks(3);
  const Consensus consensus = consensusOf(pointersTo(masks), ConsensusMethod::Staple, kField);
  EXPECT_TRUE(consensus.mask.isEmpty());
  EXPECT_FALSE(consensus.staple);
}

TEST(FieldOfView, IsTenMillimetresWiderWithinTheImage) {
  const core::Grid grid({64, 64, 20}, glm::dmat4(glm::dvec4(0.5, 0, 0, 0), glm::dvec4(0, 2, 0, 0),
                                                 glm::dvec4(0, 0, 3, 0), glm::dvec4(0, 0, 0, 1)));
  const std::vector<core::Mask> masks{boxMask({30, 30, 5}, {33, 40, 9}), {}};
  EXPECT_EQ(fieldOfViewOf(pointersTo(masks), grid), (core::VoxelBox{{10, 25, 1}, {53, 45, 13}}));
}

// Four radiologists read each scan; they differ on which nodules there are (LIDC-IDRI).
class Lidc : public testing::TestWithParam<const char*> {};

TEST_P(Lidc, FindingsAndTheirConsensus) {
  REQUIRE_TEST_DATA("lidc-4reader-xml");
  const auto folder = testing_data::root() / "lidc-4reader-xml";
  const auto truth = testing_data::json(folder / (std::string(GetParam()) + ".truth.json"));
  std::vector<std::vector<core::Mask>> masks(truth["reading_sessions"].get<std::size_t>());
  std::vector<Reading> readings;
  glm::ivec3 size(0);
  for (std::size_t reader = 0; reader < masks.size(); ++reader) {
    const auto file =
        folder / "derived_masks" / (std::string(GetParam()) + "_reader" + std::to_string(reader + 1) + ".nii.gz");
    imaging::LabelFile labels = imaging::readLabelmap(file);
    size = labels.grid.size();
    for (imaging::LabelSegment& segment : labels.segments) {
      masks[reader].push_back(std::move(segment.mask));
    }
    readings.push_back(pointersTo(masks[reader]));
  }
  const std::vector<Finding> findings = findingsOf(readings);
  ASSERT_EQ(findings.size(), truth["n_lesions"]);
  std::set<std::size_t> met;
  for (const nlohmann::json& lesion : truth["lesions_by_overlap"]) {
    // The finding whose readers marked just as many voxels.
    const auto found = std::find_if(findings.begin(), findings.end(), [&](const Finding& finding) {
      bool same = finding.markedBy() == lesion["n_readers"].get<std::size_t>();
      for (const auto& [reader, voxels] : lesion["voxels_by_reader"].items()) {
        const std::size_t at = std::stoul(reader) - 1;
        same = same && finding.lesionOf[at] && masks[at][*finding.lesionOf[at]].count() == voxels;
      }
      return same;
    });
    ASSERT_NE(found, findings.end()) << lesion.dump();
    met.insert(std::size_t(found - findings.begin()));
    std::vector<core::Mask> marked;
    for (std::size_t reader = 0; reader < masks.size(); ++reader) {
      marked.push_back(found->lesionOf[reader] ? masks[reader][*found->lesionOf[reader]] : core::Mask());
    }
    const nlohmann::json& itk = lesion["staple_itk_all_sessions"];
    core::VoxelBox field;
    for (int axis = 0; axis < 3; ++axis) {
      field.min[axis] = itk["crop_ijk"][std::size_t(axis)][0];
      field.max[axis] = std::min(itk["crop_ijk"][std::size_t(axis)][1].get<int>(), size[axis]) - 1;
    }
    const auto voxelsOf = [&](ConsensusMethod method) {
      return consensusOf(pointersTo(marked), method, field).mask.count();
    };
    EXPECT_EQ(voxelsOf(ConsensusMethod::Majority), lesion["majority_of_all_sessions"]);
    EXPECT_EQ(voxelsOf(ConsensusMethod::Union), lesion["union"]);
    const Consensus likely = consensusOf(pointersTo(marked), ConsensusMethod::Staple, field);
    EXPECT_EQ(likely.mask.count() + likely.ties.count(), itk["voxels_ge_0_5"]);
    EXPECT_NEAR(likely.staple->expectedVoxels(), itk["sum_w"], 1e-4);
    for (std::size_t reader = 0; reader < masks.size(); ++reader) {
      EXPECT_NEAR(likely.staple->sensitivity[reader], itk["sensitivity"][reader], 1e-7);
      EXPECT_NEAR(likely.staple->specificity[reader], itk["specificity"][reader], 1e-7);
    }
    for (const auto& [pair, dice] : lesion["dice"].items()) {
      const std::size_t dash = pair.find('-');
      EXPECT_NEAR(*overlapOf(marked[std::stoul(pair) - 1], marked[std::stoul(pair.substr(dash + 1)) - 1]).dice(), dice,
                  5e-5);
    }
    // Of those who marked it alone: what half of them or more have.
    std::erase_if(marked, [](const core::Mask& mask) { return mask.isEmpty(); });
    EXPECT_EQ(consensusOf(pointersTo(marked), ConsensusMethod::Intersection, field).mask.count(),
              lesion["intersection"]);
    const Consensus half = consensusOf(pointersTo(marked), ConsensusMethod::Majority, field);
    EXPECT_EQ(half.mask.count() + half.ties.count(), lesion["half_of_readers_who_marked"]);
  }
  EXPECT_EQ(met.size(), findings.size());
}

INSTANTIATE_TEST_SUITE_P(Scans, Lidc, testing::Values("185_210", "186_259", "187_186", "187_203", "188_289"));

}  // namespace
}  // namespace analysis
