// What is looked at after a calibration session, on cubes whose overlaps are counted by hand.
#include "workflow/disagreement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <glm/geometric.hpp>
#include <random>

namespace workflow {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

core::Mask box(glm::ivec3 first, glm::ivec3 size) {
  core::Mask mask;
  mask.setBox({first, first + size - 1});
  return mask;
}

const core::Grid kSmallGrid({64, 64, 64}, glm::dmat4(1));

Readers readersNamed(std::vector<std::string> names, const std::string& reference = "") {
  return {.title = "May", .names = std::move(names), .tracks = {}, .reference = reference};
}

TEST(TheReadersCloud, CountsReadersAndLeavesTheReferenceOut) {
  const core::Mask small = box({10, 10, 10}, {4, 4, 4}), large = box({10, 10, 10}, {6, 4, 4});
  const core::Mask panel = box({10, 10, 10}, {20, 4, 4});
  const SessionReading reading{kSmallGrid, {{{&small, "cyst"}}, {{&large, "cyst"}}, {}, {{&panel, "cyst"}}}};
  const std::vector<core::Mask> cloud = readersCloud(readersNamed({"Ada", "Emmy", "Grace"}, "panel"), reading);
  ASSERT_THAT(cloud, SizeIs(3));
  EXPECT_EQ(cloud[0].count(), 2 * 4 * 4) << "Emmy alone";
  EXPECT_EQ(cloud[1].count(), 4 * 4 * 4) << "Ada and Emmy";
  EXPECT_TRUE(cloud[2].isEmpty());
}

TEST(AgainstThePanel, ASplitOfTheOthersIsDecidedForTheReader) {
  const core::Mask narrow = box({0, 0, 0}, {4, 4, 4}), wide = box({0, 0, 0}, {8, 4, 4});
  const SessionReading reading{kSmallGrid, {{{&wide, "cyst"}}, {{&narrow, "cyst"}}, {{&wide, "cyst"}}}};
  const Readers three = readersNamed({"Ada", "Emmy", "Grace"});
  const AgainstPanel ada = againstPanel(three, reading, 0);
  EXPECT_EQ(ada.agreed.count(), 8 * 4 * 4);
  EXPECT_TRUE(ada.onlyReader.isEmpty());
  EXPECT_TRUE(ada.onlyPanel.isEmpty());
  const AgainstPanel emmy = againstPanel(three, reading, 1);
  EXPECT_EQ(emmy.agreed.count(), 4 * 4 * 4);
  EXPECT_EQ(emmy.onlyPanel.count(), 4 * 4 * 4) << "both others marked it";
}

TEST(AgainstThePanel, TwoReadersAreHeldAgainstEachOther) {
  const core::Mask left = box({0, 0, 0}, {6, 1, 1}), right = box({4, 0, 0}, {6, 1, 1});
  const SessionReading reading{kSmallGrid, {{{&left, "cyst"}}, {{&right, "cyst"}}}};
  const AgainstPanel ada = againstPanel(readersNamed({"Ada", "Emmy"}), reading, 0);
  EXPECT_EQ(ada.agreed.count(), 2);
  EXPECT_EQ(ada.onlyReader.count(), 4);
  EXPECT_EQ(ada.onlyPanel.count(), 4);
}

TEST(AgainstThePanel, TheReferenceIsThePanelWhereThereIsOne) {
  const core::Mask all = box({0, 0, 0}, {6, 1, 1}), truth = box({4, 0, 0}, {6, 1, 1});
  const SessionReading reading{kSmallGrid, {{{&all, "cyst"}}, {{&all, "cyst"}}, {{&truth, "cyst"}}}};
  const AgainstPanel ada = againstPanel(readersNamed({"Ada", "Emmy"}, "panel"), reading, 0);
  EXPECT_EQ(ada.agreed.count(), 2);
  EXPECT_EQ(ada.onlyReader.count(), 4) << "though Emmy marked it as well";
  EXPECT_EQ(ada.onlyPanel.count(), 4);
}

// Voxel by voxel, by the words of the definition, on masks drawn at random.
TEST(AgainstThePanel, IsWhatCountingEachVoxelGives) {
  std::mt19937 random(7);
  for (const std::size_t readers : {2, 3, 4, 5, 6}) {
    std::vector<core::Mask> masks(readers);
    for (core::Mask& mask : masks) {
      for (int i = 0; i < 400; ++i) {
        mask.set({int(random() % 10), int(random() % 10), int(random() % 10)});
      }
    }
    SessionReading reading{kSmallGrid, {}};
    for (const core::Mask& mask : masks) {
      reading.readings.push_back({{&mask, "cyst"}});
    }
    const AgainstPanel found = againstPanel(readersNamed(std::vector<std::string>(readers, "R")), reading, 1);
    for (int i = 0; i < 1000; ++i) {
      const glm::ivec3 voxel(i % 10, i / 10 % 10, i / 100);
      std::size_t others = 0;
      for (std::size_t reader = 0; reader < readers; ++reader) {
        others += reader != 1 && masks[reader].test(voxel) ? 1 : 0;
      }
      const bool own = masks[1].test(voxel);
      const double part = double(others) / double(readers - 1);
      const bool panel = part == 0.5 ? own : part > 0.5;
      ASSERT_EQ(found.agreed.test(voxel), own && panel);
      ASSERT_EQ(found.onlyReader.test(voxel), own && !panel);
      ASSERT_EQ(found.onlyPanel.test(voxel), !own && panel);
    }
  }
}

TEST(Disagreements, ComeWithThoseFirstThatReadersAgreeOnLeast) {
  const core::Mask sure = box({4, 4, 4}, {6, 6, 6});
  const core::Mask small = box({30, 30, 30}, {4, 4, 4}), large = box({30, 30, 30}, {8, 4, 4});
  const core::Mask missed = box({50, 50, 50}, {5, 5, 5});
  const SessionReading reading{kSmallGrid,
                               {{{&sure, "cyst"}, {&small, "cyst"}, {&missed, "tumour"}},
                                {{&sure, "cyst"}, {&large, "cyst"}},
                                {{&sure, "cyst"}, {&large, "cyst"}}}};
  const std::vector<LesionDisagreement> lesions =
      disagreementsOf(reading, analysis::compare(reading.readings, reading.grid));
  ASSERT_THAT(lesions, SizeIs(3));
  EXPECT_EQ(lesions[0].className, "tumour");
  EXPECT_THAT(lesions[0].lesionOf, ElementsAre(testing::Optional(2u), std::nullopt, std::nullopt));
  EXPECT_EQ(lesions[0].differing, 125);
  EXPECT_NEAR(lesions[0].agreement, 1.0 / 3, 1e-12) << "two pairs differ wholly; the third left it out together";
  EXPECT_EQ(lesions[1].differing, 4 * 4 * 4);
  EXPECT_NEAR(lesions[1].agreement, (2.0 / 3 + 2.0 / 3 + 1) / 3, 1e-12);
  EXPECT_EQ(lesions[1].where.count(), 8 * 4 * 4);
  EXPECT_EQ(lesions[2].differing, 0);
  EXPECT_DOUBLE_EQ(lesions[2].agreement, 1);
}

core::Mask ball(glm::dvec3 centre, double radius) {
  core::Mask mask;
  for (int z = 0; z < 64; ++z) {
    for (int y = 0; y < 64; ++y) {
      for (int x = 0; x < 64; ++x) {
        if (glm::distance(glm::dvec3(x, y, z), centre) <= radius) {
          mask.set({x, y, z});
        }
      }
    }
  }
  return mask;
}

// Set voxels of which some neighbour, by face, edge or corner, is not set.
core::Mask shellOf(const core::Mask& mask) {
  core::Mask shell;
  mask.forEachRun([&](glm::ivec3 first, int length) {
    for (int x = 0; x < length; ++x) {
      for (int n = 0; n < 27; ++n) {
        const glm::ivec3 voxel = first + glm::ivec3(x, 0, 0);
        if (!mask.test(voxel + glm::ivec3(n % 3, n / 3 % 3, n / 9) - 1)) {
          shell.set(voxel);
        }
      }
    }
  });
  return shell;
}

ReaderSurface surfaceOf(const core::Mask& reader, const core::Mask& panel) {
  const auto lesions = [](const core::Mask& mask) {
    return mask.isEmpty() ? analysis::ReadLesions{} : analysis::ReadLesions{{&mask, "cyst"}};
  };
  const SessionReading reading{kSmallGrid, {lesions(reader), lesions(panel)}};
  return surfaceAgainstPanel(readersNamed({"Ada"}, "panel"), reading, analysis::compare(reading.readings, kSmallGrid),
                             0);
}

TEST(TheReadersSurface, SaysInMillimetresHowFarItLiesOutside) {
  const glm::dvec3 middle(30, 31, 32);
  const core::Mask panel = ball(middle, 10);
  for (const int grown : {-2, -1, 0, 1, 2}) {
    const core::Mask own = ball(middle, 10 + grown);
    const ReaderSurface surface = surfaceOf(own, panel);
    // Elements are up to half a voxel too near 0, so some fall into the band before.
    double sum = 0;
    std::int64_t near = 0;
    for (int mm = -kFarthestBandMm; mm <= kFarthestBandMm; ++mm) {
      const std::int64_t voxels = surface.bands[std::size_t(mm + kFarthestBandMm)].count();
      sum += double(mm * voxels);
      near += mm == grown || mm == grown - (grown > 0) + (grown < 0) ? voxels : 0;
    }
    const std::int64_t all = shellOf(own).count();
    EXPECT_GT(near, all * 95 / 100) << grown;
    EXPECT_NEAR(sum / double(all), grown, 0.75);
    EXPECT_TRUE(surface.missed.isEmpty());
  }
  EXPECT_EQ(surfaceOf(panel, panel).bands[kFarthestBandMm], shellOf(panel)) << "where it is the panel's, all of it";
  EXPECT_EQ(surfaceOf(ball(middle, 18), panel).bands.back(), shellOf(ball(middle, 18))) << "and beyond the scale";
}

TEST(TheReadersSurface, HoldsEveryVoxelOfItOnce) {
  std::mt19937 engine(5);
  std::uniform_real_distribution<double> at(20, 40), radius(3, 9);
  for (int i = 0; i < 20; ++i) {
    core::Mask own = ball({at(engine), at(engine), at(engine)}, radius(engine));
    own |= ball({at(engine), at(engine), at(engine)}, radius(engine));
    const ReaderSurface surface = surfaceOf(own, ball({at(engine), at(engine), at(engine)}, radius(engine)));
    core::Mask all;
    std::int64_t voxels = 0;
    for (const core::Mask& band : surface.bands) {
      all |= band;
      voxels += band.count();
    }
    EXPECT_EQ(all, shellOf(own));
    EXPECT_EQ(voxels, all.count());
  }
}

TEST(TheReadersSurface, WhatIsNotFoundIsMissedAndWhatNobodyElseFoundTooLarge) {
  const core::Mask here = ball({20, 20, 20}, 5), there = ball({45, 45, 45}, 5);
  EXPECT_EQ(surfaceOf({}, there).missed, there);
  EXPECT_EQ(surfaceOf(here, {}).bands.back(), here);
  const ReaderSurface both = surfaceOf(here, there);
  EXPECT_EQ(both.missed, there);
  EXPECT_EQ(both.bands.back(), shellOf(here));
}

}  // namespace
}  // namespace workflow
