// The lists of projects and folders that a window offers.
#include "stage/recent_paths.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

namespace {

namespace fs = std::filesystem;
using stage::RecentPaths;
using testing::ElementsAre;

class RecentPathsTest : public testing::Test {
 protected:
  RecentPathsTest() { fs::create_directories(folder_); }
  ~RecentPathsTest() override { fs::remove_all(folder_); }

  fs::path project(const std::string& name) const {
    const fs::path path = folder_ / name;
    std::ofstream(path) << "x";
    return path;
  }

  const fs::path folder_ = fs::temp_directory_path() / ("sagitta-recent-" + std::to_string(::getpid()));
  const RecentPaths recent_{folder_ / "home" / "of its own"};
};

TEST_F(RecentPathsTest, TheLatestIsFirstAndEachStandsOnce) {
  EXPECT_TRUE(recent_.list().empty());
  const fs::path a = project("a.sagitta");
  const fs::path b = project("b c.sagitta");
  recent_.note(a);
  recent_.note(b);
  recent_.note(folder_ / "." / "a.sagitta");
  EXPECT_THAT(recent_.list(), ElementsAre(a, b));
}

TEST_F(RecentPathsTest, WhatIsNoLongerThereIsNotOffered) {
  const fs::path a = project("a.sagitta");
  const fs::path b = project("b.sagitta");
  recent_.note(a);
  recent_.note(b);
  fs::remove(b);
  EXPECT_THAT(recent_.list(), ElementsAre(a));
}

TEST_F(RecentPathsTest, TheOldestGoes) {
  for (int i = 0; i < int(RecentPaths::kMost) + 3; ++i) {
    recent_.note(project(std::to_string(i)));
  }
  EXPECT_EQ(recent_.list().size(), RecentPaths::kMost);
  EXPECT_EQ(recent_.list().back(), folder_ / "3");
}

TEST_F(RecentPathsTest, AListThatCannotBeWrittenHarmsNothing) {
  const RecentPaths nowhere("/proc/none");
  nowhere.note(project("a"));
  EXPECT_TRUE(nowhere.list().empty());
}

}  // namespace
