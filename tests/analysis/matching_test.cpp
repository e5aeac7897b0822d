#include "analysis/matching.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "analysis/assignment.h"
#include "analysis/grouping.h"
#include "imaging/test_data.h"
#include "samples.h"

namespace analysis {
namespace {

double sumOf(const std::vector<std::optional<std::size_t>>& assignment, const std::vector<double>& gains,
             std::size_t columns) {
  double sum = 0;
  for (std::size_t row = 0; row < assignment.size(); ++row) {
    sum += assignment[row] ? gains[row * columns + *assignment[row]] : 0;
  }
  return sum;
}

// By trying them all: each row takes any column that is free, or none.
double bestSum(const std::vector<double>& gains, std::size_t rows, std::size_t columns, std::size_t row = 0,
               unsigned taken = 0) {
  if (row == rows) {
    return 0;
  }
  double best = bestSum(gains, rows, columns, row + 1, taken);
  for (std::size_t column = 0; column < columns; ++column) {
    if ((taken >> column & 1u) == 0) {
      best =
          std::max(best, gains[row * columns + column] + bestSum(gains, rows, columns, row + 1, taken | 1u << column));
    }
  }
  return best;
}

TEST(Assignment, IsTheBestOfAll) {
  std::mt19937 engine(41);
  for (int round = 0; round < 300; ++round) {
    const std::size_t rows = engine() % 6, columns = engine() % 6;
    std::vector<double> gains(rows * columns);
    for (double& gain : gains) {
      gain = engine() % 3 == 0 ? 0 : double(engine() % 100) / 100;
    }
    const auto assignment = bestAssignment(gains, rows, columns);
    ASSERT_EQ(assignment.size(), rows);
    std::vector<bool> taken(columns);
    for (std::size_t row = 0; row < rows; ++row) {
      if (assignment[row]) {
        EXPECT_GT(gains[row * columns + *assignment[row]], 0);
        EXPECT_FALSE(taken[*assignment[row]]);
        taken[*assignment[row]] = true;
      }
    }
    EXPECT_NEAR(sumOf(assignment, gains, columns), bestSum(gains, rows, columns), 1e-12);
  }
}

TEST(Matching, OfOverlappingLesionsTakesTheBestWhole) {
  // The best single pair (A0, B0: IoU 0.90) leaves A1 and B1, who match at 0.43 only; crosswise both match at 0.75.
  const std::vector<core::Mask> a{boxMask({0, 0, 0}, {39, 9, 9}), boxMask({12, 0, 0}, {41, 9, 9})};
  const std::vector<core::Mask> b{boxMask({2, 0, 0}, {41, 9, 9}), boxMask({0, 0, 0}, {29, 9, 9})};
  const Matching greedy = matchLesions(pointersTo(a), pointersTo(b), 0.5, Pairing::Greedy);
  ASSERT_EQ(greedy.pairs.size(), 1u);
  const Matching optimal = matchLesions(pointersTo(a), pointersTo(b), 0.5);
  ASSERT_EQ(optimal.pairs.size(), 2u);
  EXPECT_EQ(optimal.pairs[0].b, 1u);
  EXPECT_EQ(optimal.pairs[1].b, 0u);
}

TEST(Matching, CountsWhatIsLeft) {
  const std::vector<core::Mask> a{boxMask({0, 0, 0}, {9, 9, 9}), boxMask({50, 0, 0}, {59, 9, 9}), core::Mask()};
  const std::vector<core::Mask> b{boxMask({100, 0, 0}, {109, 9, 9}), boxMask({1, 0, 0}, {10, 9, 9})};
  const Matching matching = matchLesions(pointersTo(a), pointersTo(b));
  ASSERT_EQ(matching.pairs.size(), 1u);
  EXPECT_EQ(matching.pairs[0].b, 1u);
  EXPECT_EQ(matching.onlyA, (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(matching.onlyB, (std::vector<std::size_t>{0}));
  const Detection detection = detectionOf(matching);
  EXPECT_DOUBLE_EQ(*detection.precision(), 1.0 / 3);
  EXPECT_DOUBLE_EQ(*detection.recall(), 0.5);
  EXPECT_DOUBLE_EQ(*detection.f1(), 0.4);
  EXPECT_DOUBLE_EQ(*detection.segmentationQuality(), 9.0 / 11);
  EXPECT_DOUBLE_EQ(*detection.panopticQuality(), 0.4 * 9 / 11);
  EXPECT_FALSE(detectionOf({}).f1());
  EXPECT_EQ(detectionOf(matchLesions(pointersTo(a), {})).panopticQuality(), 0);
}

TEST(Matching, IsTheSameInWhateverOrderLesionsCome) {
  std::mt19937 engine(43);
  for (int round = 0; round < 30; ++round) {
    std::vector<core::Mask> a(1 + engine() % 5), b(1 + engine() % 5);
    std::generate(a.begin(), a.end(), [&] { return randomMask(engine, 40); });
    std::generate(b.begin(), b.end(), [&] { return randomMask(engine, 40); });
    const Detection before = detectionOf(matchLesions(pointersTo(a), pointersTo(b), 0.02));
    const Detection turned = detectionOf(matchLesions(pointersTo(b), pointersTo(a), 0.02));
    std::shuffle(a.begin(), a.end(), engine);
    std::shuffle(b.begin(), b.end(), engine);
    const Detection after = detectionOf(matchLesions(pointersTo(a), pointersTo(b), 0.02));
    EXPECT_NEAR(before.iouSum, after.iouSum, 1e-12);
    EXPECT_NEAR(before.iouSum, turned.iouSum, 1e-12);
    const Detection greedy = detectionOf(matchLesions(pointersTo(a), pointersTo(b), 0.02, Pairing::Greedy));
    EXPECT_LE(greedy.iouSum, after.iouSum + 1e-12);
  }
}

class Panoptica : public testing::TestWithParam<const char*> {};

TEST_P(Panoptica, SpineInstances) {
  REQUIRE_TEST_DATA("instances-panoptica");
  const auto folder = testing_data::root() / "instances-panoptica";
  const auto truth = testing_data::json(folder / (std::string("TRUTH_pq_") + GetParam() + ".json"));
  std::vector<core::Mask> prediction, reference;
  for (imaging::LabelSegment& segment : imaging::readLabelmap(folder / GetParam() / "pred.nii.gz").segments) {
    prediction.push_back(std::move(segment.mask));
  }
  for (imaging::LabelSegment& segment : imaging::readLabelmap(folder / GetParam() / "ref.nii.gz").segments) {
    reference.push_back(std::move(segment.mask));
  }
  for (const Pairing pairing : {Pairing::Greedy, Pairing::Optimal}) {
    const Detection detection = detectionOf(matchLesions(pointersTo(prediction), pointersTo(reference), 0.5, pairing));
    EXPECT_EQ(detection.truePositives, truth["tp"]);
    EXPECT_EQ(detection.falsePositives, truth["fp"]);
    EXPECT_EQ(detection.falseNegatives, truth["fn"]);
    EXPECT_NEAR(*detection.segmentationQuality(), truth["SQ"], 1e-12);
    EXPECT_NEAR(*detection.f1(), truth["RQ"], 1e-12);
    EXPECT_NEAR(*detection.panopticQuality(), truth["PQ"], 1e-12);
    EXPECT_NEAR(*detection.meanDice(), truth["mean_instance_dice"], 1e-12);
  }
}

INSTANTIATE_TEST_SUITE_P(Labels, Panoptica, testing::Values("matched_instance", "unmatched_instance"));

TEST(Findings, AreFoundAcrossReaders) {
  const core::Mask first = ballMask({20, 20, 20}, 8), second = ballMask({40, 20, 20}, 8);
  const core::Mask core = ballMask({20, 20, 20}, 2);      // a much smaller outline of the first
  const core::Mask touching = ballMask({30, 20, 20}, 3);  // between both, inside neither
  const std::vector<Reading> readings{{&first, &second}, {&second}, {}, {&core, &touching}};
  const std::vector<Finding> findings = findingsOf(readings);
  ASSERT_EQ(findings.size(), 3u);
  EXPECT_EQ(findings[0].lesionOf, (std::vector<std::optional<std::size_t>>{0, std::nullopt, std::nullopt, 0}));
  EXPECT_EQ(findings[1].lesionOf, (std::vector<std::optional<std::size_t>>{1, 0, std::nullopt, std::nullopt}));
  EXPECT_EQ(findings[2].lesionOf,
            (std::vector<std::optional<std::size_t>>{std::nullopt, std::nullopt, std::nullopt, 1}));
}

TEST(Findings, HaveOneLesionOfAReaderAtMost) {
  // The second reader split what the first saw as one: the larger part is the same finding, the smaller one of its own.
  const core::Mask whole = boxMask({0, 0, 0}, {29, 9, 9}), large = boxMask({0, 0, 0}, {17, 9, 9}),
                   small = boxMask({18, 0, 0}, {29, 9, 9});
  const std::vector<Finding> findings = findingsOf(std::vector<Reading>{{&whole}, {&small, &large}});
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].lesionOf[1], 1u);
  EXPECT_EQ(findings[1].lesionOf[1], 0u);
  EXPECT_FALSE(findings[1].lesionOf[0]);
}

TEST(Findings, HoldEveryLesionOnceInWhateverOrderReadersCome) {
  std::mt19937 engine(47);
  for (int round = 0; round < 20; ++round) {
    std::vector<std::vector<core::Mask>> masks(2 + engine() % 4);
    std::vector<Reading> readings;
    for (auto& reading : masks) {
      reading.resize(engine() % 4);
      std::generate(reading.begin(), reading.end(), [&] { return randomMask(engine, 36); });
      readings.push_back(pointersTo(reading));
    }
    // Each finding as the set of its lesions, by address.
    const auto setsOf = [](const std::vector<Reading>& all) {
      std::set<std::set<const core::Mask*>> sets;
      std::size_t lesions = 0;
      for (const Finding& finding : findingsOf(all)) {
        std::set<const core::Mask*> set;
        for (std::size_t reader = 0; reader < all.size(); ++reader) {
          if (finding.lesionOf[reader]) {
            set.insert(all[reader][*finding.lesionOf[reader]]);
            ++lesions;
          }
        }
        sets.insert(set);
      }
      std::size_t there = 0;
      for (const Reading& reading : all) {
        there += reading.size();
      }
      EXPECT_EQ(lesions, there);
      return sets;
    };
    const auto before = setsOf(readings);
    std::shuffle(readings.begin(), readings.end(), engine);
    EXPECT_EQ(setsOf(readings), before);
  }
}

}  // namespace
}  // namespace analysis
