#include "session/taking.h"

#include <gmock/gmock.h>
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

TEST_F(CaseSessionTest, AnOperationOnManyLesionsIsOneEditThatAlsoMakesNewOnes) {
  CaseSession open = session("A");
  const std::size_t a = open.addLesion("a", "cyst");
  open.commitStroke(a, stroke(core::BrushMode::Add), run(0, 20), open.knownHeads());
  core::Lesion candidate{.name = "b", .className = "node", .granularity = core::Granularity::Box};
  candidate.attributes["side"] = "left";
  candidate.track = "elsewhere";  // the session's counts
  const std::size_t b = open.addLesion(candidate);
  const std::size_t c = open.addLesion("c", "cyst");
  open.flush();
  const std::int64_t before = this->open().editCount();
  CommittedChanges told;
  open.commitChanges({{.lesion = b, .set = run(10, 10), .cleared = {}},
                      {.lesion = c, .set = {}, .cleared = {}},
                      {.lesion = a, .set = run(30, 2), .cleared = run(10, 10)}},
                     {}, open.knownHeads(), "Split", [&](const CommittedChanges& committed) { told = committed; });
  open.flush();
  EXPECT_EQ(this->open().editCount(), before + 2);  // the creation of "b", and the change
  ASSERT_EQ(told.lesions.size(), 3u);
  EXPECT_TRUE(told.lesions[1].isZero());  // nothing of "c" was named, so it is not there yet
  core::Mask expected = run(0, 10);
  expected |= run(30, 2);
  EXPECT_EQ(open.lesions()[a].mask, expected);

  const store::ProjectFile project = this->open();
  EXPECT_EQ(project.mask(told.lesions[2]), expected);
  EXPECT_EQ(project.mask(told.lesions[0]), run(10, 10));
  const CaseSession again = session("B");
  ASSERT_EQ(again.lesions().size(), 2u);
  const core::Lesion& made = again.lesions()[1].lesion;
  EXPECT_EQ(made.id, told.lesions[0]);
  EXPECT_EQ(made.granularity, core::Granularity::Box);
  EXPECT_EQ(made.attributes, candidate.attributes);
  EXPECT_EQ(made.track, "shared");
  ASSERT_TRUE(told.edit);
  EXPECT_EQ(std::get<core::MaskChanged>(project.body(*told.edit)).source, "Split");

  // A stroke on the new lesion goes to the same one.
  open.commitStroke(b, stroke(core::BrushMode::Add), run(40, 1), open.knownHeads());
  open.flush();
  EXPECT_EQ(this->open().mask(told.lesions[0]).count(), 11);
}

TEST_F(CaseSessionTest, AnOperationThatNamesNoVoxelWritesNothing) {
  const std::int64_t before = open().editCount();
  CaseSession open = session("A");
  CommittedChanges told;
  told.edit.emplace();
  open.commitChanges({{.lesion = open.addLesion("a", "cyst"), .set = {}, .cleared = {}}}, {}, {}, "Nothing",
                     [&](const CommittedChanges& committed) { told = committed; });
  open.commitChanges({}, {}, {}, "Nothing");
  open.flush();
  EXPECT_FALSE(told.edit);
  EXPECT_EQ(this->open().editCount(), before);
}

TEST_F(CaseSessionTest, AnothersUndoDoesNotTakeAwayWhatAnOperationAsserts) {
  {
    CaseSession drawer = session("A");
    drawer.commitStroke(drawer.addLesion("a", "cyst"), stroke(core::BrushMode::Add), run(0, 20), {});
    drawer.flush();
  }
  const core::EditId drawn = core::historyEnds(open().history("A")).undo.value();
  {
    CaseSession other = session("B");
    other.commitChanges({{.lesion = 0, .set = run(5, 10), .cleared = {}}}, {}, other.knownHeads(), "Add lesion");
    other.flush();
  }
  open().append({.person = "A", .body = core::Undone{drawn}});
  EXPECT_EQ(session("B").lesions()[0].mask, run(5, 10));
}

TEST_F(CaseSessionTest, TwoThatMakeALesionOfOneNameAtOncePaintOnOne) {
  CaseSession first = session("A");
  CaseSession second = session("B");  // knows of no lesion yet
  first.commitStroke(first.addLesion("L1", "cyst"), stroke(core::BrushMode::Add), run(0, 4), {});
  first.flush();
  second.commitStroke(second.addLesion("L1", "cyst"), stroke(core::BrushMode::Add), run(10, 4), {});
  second.flush();
  const std::vector<store::LesionRow> rows = open().lesions();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].voxels, 8);
  EXPECT_THAT(taken(second).lesions, testing::ElementsAre(0u));
  EXPECT_EQ(second.lesions()[0].lesion.id, rows[0].lesion.id);
  EXPECT_EQ(second.lesions()[0].mask, open().mask(rows[0].lesion.id)) << "with what the other has painted";
}

TEST_F(CaseSessionTest, WhatIsChangedAboutALesionIsOneEditAndOneUndo) {
  CaseSession open = session("A");
  const std::size_t lesion = open.addLesion("L1", "cyst");
  open.changeLesion(lesion, {.className = "node", .color = core::Color{1, 2, 3}});  // before anything is written
  EXPECT_EQ(this->open().editCount(), 2);
  open.commitStroke(lesion, stroke(core::BrushMode::Add), run(0, 4), {});
  open.changeLesion(lesion, {.name = "Left", .granularity = core::Granularity::SemanticRegion});
  open.changeLesion(lesion, {.name = "Left"});  // nothing new: nothing is written
  open.flush();
  EXPECT_EQ(this->open().editCount(), 5);
  const core::Lesion stored = this->open().lesions().front().lesion;
  EXPECT_EQ(stored.name, "Left");
  EXPECT_EQ(stored.className, "node");
  EXPECT_EQ(stored.color, (core::Color{1, 2, 3}));
  EXPECT_EQ(stored.granularity, core::Granularity::SemanticRegion);
  ASSERT_TRUE(undone(open));
  EXPECT_EQ(open.lesions()[lesion].lesion.name, "L1");
  EXPECT_EQ(open.lesions()[lesion].lesion.granularity, core::Granularity::Instance);
  EXPECT_EQ(open.lesions()[lesion].lesion.className, "node");
  EXPECT_EQ(this->open().lesions().front().lesion, open.lesions()[lesion].lesion);
}

TEST_F(CaseSessionTest, NoTwoLesionsGetOneName) {
  CaseSession open = session("A");
  const std::size_t one = open.addLesion("One", "cyst");
  const std::size_t two = open.addLesion("Two", "cyst");
  open.commitStroke(one, stroke(core::BrushMode::Add), run(0, 4), {});
  open.commitStroke(two, stroke(core::BrushMode::Add), run(9, 4), {});
  EXPECT_THROW(open.changeLesion(two, {.name = "One"}), core::Error);
  EXPECT_THROW(open.changeLesion(two, {.name = " "}), core::Error);
  EXPECT_EQ(open.lesions()[two].lesion.name, "Two");
  open.flush();
  // Another process takes the name before the commit: nothing fails, and both are told apart.
  this->open().append({.person = "B",
                       .caseId = caseId_,
                       .track = "shared",
                       .body = core::LesionChanged{.lesion = this->open().lesions()[0].lesion.id, .name = "Three"}});
  open.changeLesion(two, {.name = "Three"});
  open.flush();
  EXPECT_EQ(this->open().lesions()[0].lesion.name, "Three");
  EXPECT_EQ(this->open().lesions()[1].lesion.name, "Three 2");
}

TEST_F(CaseSessionTest, ALesionThatWasDeletedBeforeOpeningComesBackByUndo) {
  {
    CaseSession open = session("A");
    open.commitStroke(open.addLesion("L1", "cyst"), stroke(core::BrushMode::Add), run(0, 4), {});
    open.commitChanges({}, {0}, open.knownHeads(), "Delete");
    EXPECT_FALSE(open.lesions()[0].stands);
    EXPECT_EQ(open.find("L1"), std::nullopt);
  }
  CaseSession again = session("A");
  EXPECT_TRUE(again.lesions().empty());
  const std::size_t other = again.addLesion("L2", "cyst");
  EXPECT_THAT(undone(again), testing::Optional(testing::ElementsAre(other + 1)));
  EXPECT_EQ(again.lesions()[other + 1].mask, run(0, 4));
  EXPECT_EQ(again.find("L1"), other + 1);
  again.commitStroke(other + 1, stroke(core::BrushMode::Add), run(10, 4), {});
  again.flush();
  ASSERT_EQ(open().lesions().size(), 1u);
  EXPECT_EQ(open().lesions()[0].voxels, 8);
}

TEST_F(CaseSessionTest, ALesionWhoseOnlyStrokeIsUndoneIsInNoList) {
  CaseSession open = session("A");
  const std::size_t lesion = open.addLesion("L1", "cyst");
  open.commitStroke(lesion, stroke(core::BrushMode::Add), run(0, 4), {});
  undone(open);
  EXPECT_FALSE(open.lesions()[lesion].stands);
  EXPECT_TRUE(this->open().lesions().empty());
  redone(open);
  EXPECT_TRUE(open.lesions()[lesion].stands);
  EXPECT_EQ(this->open().lesions().size(), 1u);
  undone(open);
  open.commitStroke(lesion, stroke(core::BrushMode::Add), run(9, 2), {});
  EXPECT_TRUE(open.lesions()[lesion].stands);
  EXPECT_EQ(open.lesions()[lesion].mask, run(9, 2));
  open.flush();
  EXPECT_EQ(this->open().lesions().size(), 1u);
}

}  // namespace
}  // namespace session
