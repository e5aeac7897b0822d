// What other processes do to a case that is open here: it shows without being asked for, and stays theirs.
#include <gmock/gmock.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include "session/taking.h"
#include "store/merge.h"

namespace session {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class Elsewhere : public testing::Test {
 protected:
  Elsewhere() {
    folder_ = fs::temp_directory_path() / ("sagitta-elsewhere-" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    store::ProjectFile::create(folder_ / "here", "Test", "A", store::Installation(folder_ / "home"));
    core::Case added{.name = "Case", .modality = "CT", .grid = core::Grid({64, 64, 64}, glm::dmat4(1))};
    added.id = core::caseId(added.grid, added.voxelType, added.rescale, added.chunks);
    caseId_ = added.id;
    open("here").append({.caseId = added.id, .body = core::CaseAdded{added}});
  }
  ~Elsewhere() override { fs::remove_all(folder_); }

  store::ProjectFile open(const std::string& name) const {
    return {folder_ / name, store::Access::Write, store::Installation(folder_ / "home")};
  }
  CaseSession session(const std::string& reader, const std::string& name = "here",
                      const std::string& track = "shared") const {
    return {open(name), caseId_, track, reader};
  }
  static core::Mask run(int first, int length) {
    core::Mask mask;
    mask.setRun({first, 3, 3}, length);
    return mask;
  }
  static void paint(CaseSession& session, std::size_t lesion, core::Mask voxels,
                    core::BrushMode mode = core::BrushMode::Add) {
    session.commitStroke(lesion, {.mode = mode, .radiusMm = 1, .pointsMm = {{0, 0, 0}}}, std::move(voxels),
                         session.knownHeads());
  }
  // Takes changes up until `done`, or gives up after a time that only a hanging program needs.
  template <typename Done>
  static bool waitFor(CaseSession& session, Done&& done) {
    for (int tries = 0; tries < 2'000; ++tries) {
      session.takeChanges();
      if (done()) {
        return true;
      }
      std::this_thread::sleep_for(5ms);
    }
    return false;
  }

  fs::path folder_;
  core::CaseId caseId_;
};

TEST_F(Elsewhere, StrokesOfOthersComeInBesideOnesOwnAndUndoStaysOnesOwn) {
  CaseSession mine = session("A"), theirs = session("B");
  std::atomic<int> told = 0;
  mine.whenChangedElsewhere([&] { ++told; });
  const std::size_t lesion = mine.addLesion("L1", "cyst");
  paint(mine, lesion, run(0, 10));
  mine.flush();
  ASSERT_TRUE(waitFor(theirs, [&] { return theirs.find("L1").has_value(); }));
  EXPECT_EQ(theirs.lesions()[*theirs.find("L1")].mask, run(0, 10));
  paint(theirs, *theirs.find("L1"), run(20, 5));
  theirs.flush();
  core::Mask both = run(0, 10);
  both |= run(20, 5);
  EXPECT_TRUE(waitFor(mine, [&] { return mine.lesions()[lesion].mask == both; }));
  EXPECT_GT(told, 0);
  EXPECT_EQ(mine.history().size(), 1u) << "the other's stroke is no step of mine";
  EXPECT_EQ(undone(mine), std::vector<std::size_t>{lesion});
  EXPECT_EQ(mine.lesions()[lesion].mask, run(20, 5));
  EXPECT_EQ(redone(mine), std::vector<std::size_t>{lesion});
  EXPECT_EQ(mine.lesions()[lesion].mask, both);
  EXPECT_TRUE(waitFor(theirs, [&] { return theirs.lesions()[*theirs.find("L1")].mask == both; }));
  mine.whenChangedElsewhere({});
}

TEST_F(Elsewhere, OtherTracksAndCasesChangeNothingHere) {
  CaseSession mine = session("A"), theirs = session("B", "here", "blind");
  taken(mine);
  paint(theirs, theirs.addLesion("L1", "cyst"), run(0, 10));
  theirs.flush();
  std::this_thread::sleep_for(100ms);
  EXPECT_TRUE(mine.takeChanges().isEmpty());
  EXPECT_TRUE(mine.lesions().empty());
}

TEST_F(Elsewhere, WhatIsQueuedHereLiesOverWhatComesIn) {
  CaseSession mine = session("A"), theirs = session("B");
  const std::size_t lesion = mine.addLesion("L1", "cyst");
  paint(mine, lesion, run(0, 1));
  mine.flush();
  ASSERT_TRUE(waitFor(theirs, [&] { return theirs.find("L1").has_value(); }));
  core::Mask expected = run(0, 1);
  for (int i = 0; i < 40; ++i) {
    paint(theirs, *theirs.find("L1"), run(20 + i % 20, 1));
    paint(mine, lesion, run(1 + i % 15, 1));
    expected |= run(1 + i % 15, 1);
    mine.takeChanges();
    core::Mask kept = expected;
    kept &= mine.lesions()[lesion].mask;
    ASSERT_EQ(kept, expected) << "never gone for a moment, at stroke " << i;
  }
  mine.flush();
  theirs.flush();
  expected |= run(20, 20);
  EXPECT_TRUE(waitFor(mine, [&] { return mine.lesions()[lesion].mask == expected; }));
  EXPECT_TRUE(waitFor(theirs, [&] { return theirs.lesions()[*theirs.find("L1")].mask == expected; }));
}

TEST_F(Elsewhere, WhatIsContestedIsSettledByAChoiceThatCanBeTakenBack) {
  std::size_t lesion = 0;
  {
    CaseSession mine = session("A");
    lesion = mine.addLesion("L1", "cyst");
    paint(mine, lesion, run(0, 10));
    mine.flush();
  }
  open("here").snapshot(folder_ / "there");
  {
    CaseSession theirs = session("B", "there");
    paint(theirs, *theirs.find("L1"), run(5, 5), core::BrushMode::Erase);
    theirs.flush();
  }
  CaseSession mine = session("A");
  paint(mine, lesion, run(0, 10));
  mine.flush();
  {
    store::ProjectFile file = open("here");
    store::merge(file, open("there"), [](const store::Blob& blob) { return blob.data; });
  }
  ASSERT_TRUE(waitFor(mine, [&] { return !mine.lesions()[lesion].contested.isEmpty(); }));
  EXPECT_EQ(mine.lesions()[lesion].contested, run(5, 5));
  mine.settle(lesion, Settlement::LetGo);
  EXPECT_EQ(mine.lesions()[lesion].mask, run(0, 5)) << "at once";
  taken(mine);
  EXPECT_EQ(mine.lesions()[lesion].mask, run(0, 5));
  EXPECT_TRUE(mine.lesions()[lesion].contested.isEmpty());
  EXPECT_EQ(undone(mine), std::vector<std::size_t>{lesion});
  EXPECT_EQ(mine.lesions()[lesion].contested, run(5, 5));
  mine.settle(lesion, Settlement::Keep);
  taken(mine);
  EXPECT_EQ(mine.lesions()[lesion].mask, run(0, 10));
  EXPECT_EQ(open("here").lesions()[0].contested, 0);
}

TEST_F(Elsewhere, ARenamedCaseIsCalledSoWhereItIsOpen) {
  CaseSession mine = session("A"), theirs = session("B", "here", "another");
  std::atomic<int> told = 0;
  mine.whenChangedElsewhere([&] { ++told; });
  const core::EditDraft draft{.person = "B", .caseId = caseId_, .body = core::CaseRenamed{"Liver 7"}};
  theirs.commitOther([&](store::ProjectFile& project) { project.append(draft); }, true);
  theirs.flush();
  ASSERT_TRUE(waitFor(theirs, [&] { return theirs.theCase().name == "Liver 7"; })) << "also where it was done";
  std::optional<std::vector<core::Case>> cases;
  for (int tries = 0; tries < 2'000 && !cases; ++tries) {
    cases = mine.takeChanges().cases;
    std::this_thread::sleep_for(5ms);
  }
  ASSERT_TRUE(cases);
  EXPECT_EQ(cases->at(0).name, "Liver 7");
  EXPECT_EQ(mine.theCase().name, "Liver 7");
  EXPECT_EQ(mine.theCase().formerNames, std::vector<std::string>{"Case"});
  EXPECT_GT(told, 0);
  mine.whenChangedElsewhere({});
}

}  // namespace
}  // namespace session
