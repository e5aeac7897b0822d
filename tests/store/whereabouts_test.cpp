// A project whose file is moved, deleted or replaced while it is open: nothing that was committed is lost, and nothing
// is written where nobody would find it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "store/scratch.h"

namespace store {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class WhereaboutsTest : public testing::Test {
 protected:
  WhereaboutsTest() {
    ProjectFile::create(path, "Liver", "Ada", here);
    project.emplace(path, Access::Write, here);
    lesion = project->append(lesionDraft("L1"));
    project->append(strokeDraft(lesion, voxels({0, 0, 0}, 50)));
  }

  // What becomes of a stroke now.
  std::string commit() {
    try {
      project->append(strokeDraft(lesion, voxels({0, 1, 0}, 7)));
      return "committed";
    } catch (const core::Error& error) {
      return error.cause();
    }
  }

  ScratchFolder folder;
  Installation here = folder.home();
  fs::path path = folder / "liver.sagitta";
  fs::path other = folder / "other.sagitta";
  std::optional<ProjectFile> project;
  core::LesionId lesion;
};

TEST_F(WhereaboutsTest, AFileThatStaysIsInPlace) {
  EXPECT_TRUE(project->isInPlace());
  EXPECT_EQ(project->whereNow(), fs::canonical(path));
  EXPECT_EQ(commit(), "committed");
}

TEST_F(WhereaboutsTest, AMovedFileTakesNoCommitUntilItIsBack) {
  fs::rename(path, other);
  EXPECT_FALSE(project->isInPlace());
  EXPECT_EQ(project->whereNow(), fs::canonical(other));
  EXPECT_THAT(commit(), HasSubstr("moved or deleted"));
  fs::rename(other, path);
  EXPECT_EQ(commit(), "committed");
  EXPECT_EQ(project->mask(lesion).count(), 57);
}

TEST_F(WhereaboutsTest, AMovedFileIsWholeOnceSettled) {
  fs::rename(path, other);
  project->settle();
  // As another computer would get it: the file alone, without what lies beside the old name.
  fs::copy_file(other, folder / "carried.sagitta");
  EXPECT_EQ(ProjectFile(folder / "carried.sagitta", Access::Read, here).mask(lesion).count(), 50);
}

TEST_F(WhereaboutsTest, AReplacedFileIsNotWrittenTo) {
  fs::rename(path, other);
  writeFile(path, {});
  EXPECT_FALSE(project->isInPlace());
  EXPECT_THAT(commit(), HasSubstr("moved or deleted"));
  EXPECT_EQ(fs::file_size(path), 0u);
}

TEST_F(WhereaboutsTest, NoProjectIsMadeBesideTheLogOfAnother) {
  fs::rename(path, other);
  try {
    ProjectFile::create(path, "Another", "Bo", here);
    FAIL() << "it would have taken in what is not its own";
  } catch (const core::Error& error) {
    EXPECT_THAT(error.cause(), HasSubstr("-wal"));
  }
  project->settle();
  project.reset();
  ProjectFile::create(path, "Another", "Bo", here);
  EXPECT_EQ(ProjectFile(path, Access::Read, here).editCount(), 1);
  EXPECT_EQ(ProjectFile(other, Access::Read, here).mask(lesion).count(), 50);
}

TEST_F(WhereaboutsTest, ADeletedFileCanBeCopied) {
  const VerifyReport before = verified(*project);
  for (const auto& entry : fs::directory_iterator(path.parent_path())) {
    if (entry.is_regular_file()) {
      fs::remove(entry);
    }
  }
  EXPECT_FALSE(project->isInPlace());
  EXPECT_EQ(project->whereNow(), std::nullopt);
  EXPECT_THAT(commit(), HasSubstr("moved or deleted"));
  project->snapshot(other);
  project.emplace(other, Access::Write, here);
  const VerifyReport after = verified(*project);
  EXPECT_TRUE(after.problems.empty());
  EXPECT_EQ(after.logHash, before.logHash);
  EXPECT_EQ(after.stateHash, before.stateHash);
  EXPECT_EQ(commit(), "committed");
}

TEST_F(WhereaboutsTest, ACopyNeverReplacesAFile) {
  writeFile(other, {});
  try {
    project->snapshot(other);
    FAIL() << "it was replaced";
  } catch (const core::Error& error) {
    EXPECT_EQ(error.subject(), other.string());
    EXPECT_THAT(error.cause(), HasSubstr("such a file already"));
  }
  EXPECT_EQ(fs::file_size(other), 0u);
  EXPECT_EQ(std::distance(fs::directory_iterator(path.parent_path()), {}), 6);  // nothing is left behind
}

}  // namespace
}  // namespace store
