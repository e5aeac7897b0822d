#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>

#include "session/operations.h"
#include "session/taking.h"

namespace session {
namespace {

namespace fs = std::filesystem;

class HistoryTest : public testing::Test {
 protected:
  HistoryTest() {
    folder_ = fs::temp_directory_path() / ("sagitta-history-" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    store::ProjectFile::create(file(), "Test", "A", installation());
    for (const char* name : {"One", "Two"}) {
      core::Case added{
          .name = name, .modality = "CT", .grid = core::Grid({64, 64, name[0] == 'O' ? 64 : 65}, glm::dmat4(1))};
      added.id = core::caseId(added.grid, added.voxelType, added.rescale, added.chunks);
      cases_.push_back(added.id);
      open().append({.person = "A", .caseId = added.id, .body = core::CaseAdded{added}});
    }
  }
  ~HistoryTest() override { fs::remove_all(folder_); }

  fs::path file() const { return folder_ / "test.sagitta"; }
  store::Installation installation() const { return store::Installation(folder_ / "home"); }
  store::ProjectFile open() const { return {file(), store::Access::Write, installation()}; }
  CaseSession session(const std::string& reader, std::size_t which = 0) const {
    return {open(), cases_[which], "shared", reader};
  }
  static core::Mask run(int first, int length) {
    core::Mask mask;
    mask.setRun({first, 3, 3}, length);
    return mask;
  }
  static void paint(CaseSession& session, std::size_t lesion, int first, int length) {
    session.commitStroke(lesion, {.radiusMm = 1, .pointsMm = {{0, 0, 0}}}, run(first, length), session.knownHeads());
  }

  fs::path folder_;
  std::vector<core::CaseId> cases_;
};

using testing::ElementsAre;
using testing::Optional;

TEST_F(HistoryTest, UndoAndRedoWalkOverOwnStrokesAndLast) {
  {
    CaseSession a = session("A");
    const std::size_t lesion = a.addLesion("L1", "cyst");
    EXPECT_EQ(undone(a), std::nullopt);
    paint(a, lesion, 0, 10);
    paint(a, lesion, 20, 5);
    EXPECT_THAT(undone(a), Optional(ElementsAre(lesion)));
    EXPECT_EQ(a.lesions()[lesion].mask, run(0, 10));
    EXPECT_THAT(undone(a), Optional(ElementsAre(lesion)));
    EXPECT_TRUE(a.lesions()[lesion].mask.isEmpty());
    EXPECT_EQ(undone(a), std::nullopt);
    EXPECT_THAT(redone(a), Optional(ElementsAre(lesion)));
    EXPECT_EQ(a.lesions()[lesion].mask, run(0, 10));
    paint(a, lesion, 40, 2);
    EXPECT_EQ(redone(a), std::nullopt) << "something new was done since";
  }
  core::Mask expected = run(0, 10);
  expected |= run(40, 2);
  EXPECT_EQ(session("A").lesions()[0].mask, expected);
}

TEST_F(HistoryTest, OthersStrokesAndOtherCasesAreLeftAlone) {
  {
    CaseSession a = session("A");
    paint(a, a.addLesion("L1", "cyst"), 0, 10);
    a.flush();
    CaseSession other = session("A", 1);
    paint(other, other.addLesion("L1", "cyst"), 30, 10);
  }
  CaseSession b = session("B");
  EXPECT_EQ(undone(b), std::nullopt);
  paint(b, 0, 5, 20);
  EXPECT_THAT(undone(b), Optional(ElementsAre(0u)));
  EXPECT_EQ(b.lesions()[0].mask, run(0, 10)) << "A's assertion of the same voxels stays";
  EXPECT_EQ(undone(b), std::nullopt);
  b.flush();
  CaseSession a = session("A");
  EXPECT_THAT(undone(a), Optional(ElementsAre(0u)));
  EXPECT_TRUE(a.lesions()[0].mask.isEmpty());
  EXPECT_EQ(undone(a), std::nullopt);
  EXPECT_EQ(session("A", 1).lesions()[0].mask, run(30, 10)) << "the other case's stroke was A's latest, and stays";
}

TEST_F(HistoryTest, SaysWhetherAllIsSaved) {
  CaseSession a = session("A");
  paint(a, a.addLesion("L1", "cyst"), 0, 10);
  a.flush();
  EXPECT_TRUE(a.isSaved());
  EXPECT_EQ(a.failure(), nullptr);
}

TEST_F(HistoryTest, BackToAStepIsOneCommit) {
  std::vector<core::Mask> after;
  {
    CaseSession a = session("A");
    const std::size_t lesion = a.addLesion("L1", "cyst");
    for (int i = 0; i < 5; ++i) {
      paint(a, lesion, 10 * i, 5);
    }
    taken(a);
    ASSERT_EQ(a.history().size(), 5u);
    undone(a);  // one is out already
    a.undoBackTo(a.history()[3].edit);
    EXPECT_THAT(taken(a).lesions, ElementsAre(lesion));
    EXPECT_EQ(a.lesions()[lesion].mask, run(0, 5));
    EXPECT_FALSE(a.history().back().undone);
    EXPECT_TRUE(a.history().front().undone);
    EXPECT_THAT(redone(a), Optional(ElementsAre(lesion)));
    core::Mask two = run(0, 5);
    two |= run(10, 5);
    EXPECT_EQ(a.lesions()[lesion].mask, two) << "step by step forward again";
    a.undoBackTo(core::EditId{});  // no step of anyone's
    EXPECT_TRUE(taken(a).isEmpty());
  }
  EXPECT_EQ(session("A").lesions()[0].mask.count(), 10);
}

TEST_F(HistoryTest, WhatIsStillQueuedStaysOnTopOfWhatIsTakenUp) {
  // Undo and new strokes follow each other without waiting; what is taken up in between must lose none of them.
  CaseSession a = session("A");
  const std::size_t lesion = a.addLesion("L1", "cyst");
  core::Mask expected;
  for (int i = 0; i < 30; ++i) {
    paint(a, lesion, i, 1);
    a.undo();
    paint(a, lesion, 31 + i, 1);
    a.takeChanges();
    expected.setRun({31 + i, 3, 3}, 1);
    core::Mask kept = expected;
    kept &= a.lesions()[lesion].mask;
    ASSERT_EQ(kept, expected) << i;
  }
  taken(a);
  EXPECT_EQ(a.lesions()[lesion].mask, expected);
  EXPECT_EQ(open().mask(a.lesions()[lesion].lesion.id), expected);
}

TEST_F(HistoryTest, TellsWhatWasDoneLatestFirst) {
  CaseSession a = session("A");
  const std::size_t one = a.addLesion("L1", "cyst");
  const std::size_t two = a.addLesion("L2", "cyst");
  paint(a, one, 0, 10);
  paint(a, two, 20, 10);
  undone(a);
  EXPECT_TRUE(a.canUndo());
  EXPECT_TRUE(a.canRedo());
  const std::vector<HistoryEntry>& history = a.history();
  ASSERT_EQ(history.size(), 2u);
  EXPECT_THAT(history[0].lesions, ElementsAre(two));
  EXPECT_TRUE(history[0].undone);
  EXPECT_THAT(history[1].lesions, ElementsAre(one));
  EXPECT_FALSE(history[1].undone);
  EXPECT_EQ(history[1].what, "Painted");
  EXPECT_GT(history[1].wallClockMs, 0);
}

TEST_F(HistoryTest, NamesOperationsAndWhatWasChangedAboutALesion) {
  CaseSession a = session("A");
  const std::size_t lesion = a.addLesion("L1", "cyst");
  paint(a, lesion, 0, 10);
  const Operation& margin = *findOperation("grow");
  commit(a, propose(margin, inputOf(a, lesion, {}, false, nullptr, {{"margin", 4.0}})), a.knownHeads());
  a.changeLesion(lesion, {.name = "Cyst"});
  a.changeLesion(lesion, {.color = core::Color{1, 2, 3}});
  taken(a);
  std::vector<std::string> told;
  for (const HistoryEntry& entry : a.history()) {
    told.push_back(entry.what);
  }
  EXPECT_THAT(told, ElementsAre("Coloured", "Renamed to Cyst", "Grow margin, 4 mm", "Painted"));
  CaseSession again = session("A");  // read from the file
  taken(again);
  EXPECT_EQ(again.history()[2].what, "Grow margin, 4 mm");
}

}  // namespace
}  // namespace session
