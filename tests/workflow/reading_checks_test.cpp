// Each check holds where it should and names what is against it.
#include "workflow/reading_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace workflow {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class AReading : public testing::Test {
 protected:
  const core::Grid grid_{{40, 40, 40}, glm::dmat4(1)};  // voxels of 1 mm³
  const core::Guideline guideline_{
      .classes = {{.name = "tumour", .smallestMm3 = 30, .mayOverlap = false}, {.name = "cyst"}}};
  std::vector<core::Lesion> lesions_;
  std::vector<core::Mask> masks_;

  // Rows of `length` voxels from a corner on.
  void add(const std::string& name, const std::string& className, glm::ivec3 corner, int length, int rows = 1) {
    lesions_.push_back({.name = name, .className = className});
    core::Mask& mask = masks_.emplace_back();
    for (int row = 0; row < rows && length > 0; ++row) {
      mask.setRun(corner + glm::ivec3(0, row, 0), length);
    }
  }
  ReadingCheck check(const std::string& word, const core::Guideline* guideline) const {
    std::vector<MarkedLesion> marked;
    for (std::size_t i = 0; i < lesions_.size(); ++i) {
      marked.push_back({&lesions_[i], &masks_[i]});
    }
    for (ReadingCheck& each : checksOf(guideline, grid_, marked)) {
      if (each.what.find(word) != std::string::npos) {
        return each;
      }
    }
    return {.what = "not checked", .faults = {{"not checked", {}}}};
  }
  std::vector<std::string> words(const std::string& word) const {
    std::vector<std::string> all;
    for (const ReadingCheck::Fault& each : check(word).faults) {
      all.push_back(each.words);
    }
    return all;
  }
  std::vector<std::size_t> lesions(const std::string& word) const {
    const ReadingCheck found = check(word);
    return found.faults.size() == 1 ? found.faults[0].lesions : std::vector<std::size_t>();
  }
  ReadingCheck check(const std::string& word) const { return check(word, &guideline_); }
};

TEST_F(AReading, HoldsWhereAllIsWell) {
  add("T", "tumour", {2, 2, 2}, 6, 5);
  add("C", "cyst", {20, 20, 20}, 1);
  for (const char* word : {"class is", "smaller", "overlap", "inside", "holds"}) {
    EXPECT_TRUE(check(word).holds()) << word;
  }
}

TEST_F(AReading, NamesAClassThatIsNone) {
  add("T", "tumour", {2, 2, 2}, 6, 5);
  add("S", "stone", {20, 20, 20}, 3);
  EXPECT_THAT(words("class is"), ElementsAre(HasSubstr("S is \u201Cstone\u201D")));
  EXPECT_THAT(lesions("class is"), ElementsAre(1u));
}

TEST_F(AReading, NamesWhatIsTooSmallToTheVoxel) {
  add("Just", "tumour", {2, 2, 2}, 6, 5);
  add("Less", "tumour", {2, 2, 9}, 29);
  add("Cyst", "cyst", {2, 2, 20}, 1);
  EXPECT_THAT(words("smaller"), ElementsAre("Less is 29 mm\u00B3, smallest allowed: 30 mm\u00B3"));
}

TEST_F(AReading, OneThatMayNotOverlapIsEnough) {
  add("T", "tumour", {2, 2, 2}, 6, 5);
  add("C", "cyst", {4, 2, 2}, 10);
  add("D", "cyst", {10, 2, 2}, 10);
  EXPECT_THAT(words("overlap"), ElementsAre("T and C share 4.0 mm\u00B3")) << "cysts may";
  EXPECT_THAT(lesions("overlap"), ElementsAre(0u, 1u));
}

TEST_F(AReading, NothingReachesOutAndNothingIsEmpty) {
  add("Out", "cyst", {38, 39, 39}, 6);
  add("Empty", "cyst", {0, 0, 0}, 0);
  EXPECT_THAT(lesions("inside"), ElementsAre(0u));
  EXPECT_THAT(lesions("holds"), ElementsAre(1u));
}

TEST_F(AReading, WithoutAGuidelineOnlyWhatNeedsNoneIsChecked) {
  add("S", "stone", {20, 20, 20}, 1);
  EXPECT_TRUE(check("inside", nullptr).holds());
  EXPECT_EQ(check("class is", nullptr).what, "not checked");
}

TEST_F(AReading, CallsOneThingByOneName) {
  add("T", "tumour", {3, 3, 3}, 10, 4);
  add("C", "cyst", {4, 3, 3}, 10, 4);
  add("D", "cyst", {9, 3, 3}, 10, 4);
  const core::Guideline free{.classes = {{.name = "tumour"}, {.name = "cyst"}}};
  ASSERT_EQ(check("overlap", &free).faults.size(), 1u) << "D and T share a part only, and may";
  EXPECT_EQ(check("overlap", &free).faults[0].words, "T (tumour) and C (cyst) lie at one place: one of them is wrong");
}

}  // namespace
}  // namespace workflow
