#include "session/case_session.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>

#include "core/error.h"

namespace session {
namespace {

namespace fs = std::filesystem;

// A project with one case of 64^3 voxels of 1 mm; its voxels are not needed here.
class CaseSessionTest : public testing::Test {
 protected:
  CaseSessionTest() {
    folder_ = fs::temp_directory_path() / ("sagitta-session-" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    store::ProjectFile::create(file(), "Test", "A", installation());
    core::Case added{.name = "Case", .modality = "CT", .grid = core::Grid({64, 64, 64}, glm::dmat4(1))};
    added.id = core::caseId(added.grid, added.voxelType, added.rescale, added.chunks);
    caseId_ = added.id;
    store::ProjectFile(file(), store::Access::Write, installation())
        .append({.caseId = added.id, .body = core::CaseAdded{added}});
  }
  ~CaseSessionTest() override { fs::remove_all(folder_); }

  fs::path file() const { return folder_ / "test.sagitta"; }
  store::Installation installation() const { return store::Installation(folder_ / "home"); }
  store::ProjectFile open() const { return {file(), store::Access::Write, installation()}; }
  CaseSession session(const std::string& reader) const { return {open(), caseId_, "shared", reader}; }

  static core::Mask run(int first, int length) {
    core::Mask mask;
    mask.setRun({first, 3, 3}, length);
    return mask;
  }
  static core::BrushStroke stroke(core::BrushMode mode) {
    return {.mode = mode, .radiusMm = 1, .pointsMm = {{0, 0, 0}}};
  }

  fs::path folder_;
  core::CaseId caseId_;
};

TEST_F(CaseSessionTest, AStrokeIsThereAfterReopening) {
  core::LesionId id;
  {
    CaseSession open = session("A");
    const std::size_t lesion = open.addLesion("L1", "cyst");
    Committed told;
    open.commitStroke(lesion, stroke(core::BrushMode::Add), run(0, 20), open.knownHeads(),
                      [&](const Committed& committed) { told = committed; });
    open.commitStroke(lesion, stroke(core::BrushMode::Erase), run(5, 5), open.knownHeads());
    open.flush();
    EXPECT_EQ(told.voxels, 20);
    EXPECT_TRUE(told.edit);
    id = told.lesion;
    EXPECT_EQ(open.lesions()[lesion].mask.count(), 15);
  }
  CaseSession again = session("B");
  ASSERT_EQ(again.lesions().size(), 1u);
  EXPECT_EQ(again.lesions()[0].lesion.id, id);
  EXPECT_EQ(again.lesions()[0].lesion.className, "cyst");
  EXPECT_EQ(again.lesions()[0].lesion.author, "A");
  core::Mask expected = run(0, 20);
  expected -= run(5, 5);
  EXPECT_EQ(again.lesions()[0].mask, expected);
  EXPECT_EQ(again.find("L1"), 0u);
  EXPECT_EQ(again.find(id.hex()), 0u);
  EXPECT_FALSE(again.find("L2"));
}

TEST_F(CaseSessionTest, AnEmptyStrokeWritesNothing) {
  const std::int64_t before = open().editCount();
  {
    CaseSession open = session("A");
    const std::size_t lesion = open.addLesion("L1", "cyst");
    Committed told;
    told.edit.emplace();
    open.commitStroke(lesion, stroke(core::BrushMode::Add), {}, open.knownHeads(),
                      [&](const Committed& committed) { told = committed; });
    open.flush();
    EXPECT_FALSE(told.edit);
  }
  EXPECT_EQ(open().editCount(), before);
}

TEST_F(CaseSessionTest, OthersAreTheUnionOfAllLesionsButOne) {
  CaseSession open = session("A");
  const std::size_t a = open.addLesion("a", "x");
  const std::size_t b = open.addLesion("b", "x");
  const std::size_t c = open.addLesion("c", "x");
  open.commitStroke(a, stroke(core::BrushMode::Add), run(0, 4), {});
  open.commitStroke(b, stroke(core::BrushMode::Add), run(2, 10), {});
  open.commitStroke(c, stroke(core::BrushMode::Add), run(30, 4), {});
  core::Mask expected = run(0, 4);
  expected |= run(30, 4);
  EXPECT_EQ(open.othersThan(b), expected);
}

TEST_F(CaseSessionTest, AFailedCommitIsToldAndStopsWhatFollows) {
  Committer committer(open());
  bool ran = false;
  committer.enqueue([](store::ProjectFile&) { throw core::Error("disk", "it is full", "Free some room"); });
  committer.enqueue([&](store::ProjectFile&) { ran = true; });
  EXPECT_THROW(committer.flush(), core::Error);
  EXPECT_FALSE(ran);
}

}  // namespace
}  // namespace session
