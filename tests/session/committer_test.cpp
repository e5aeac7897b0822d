// What becomes of strokes while they cannot be saved: they wait, in order, until they can.
#include "session/committer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "core/error.h"

namespace session {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

class CommitterTest : public testing::Test {
 protected:
  CommitterTest() {
    folder_ = fs::temp_directory_path() / ("sagitta-committer-" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    store::ProjectFile::create(file(), "Test", "A", home());
  }
  ~CommitterTest() override { fs::remove_all(folder_); }

  fs::path file() const { return folder_ / "test.sagitta"; }
  fs::path other() const { return folder_ / "other.sagitta"; }
  store::Installation home() const { return store::Installation(folder_ / "home"); }
  store::ProjectFile open() const { return {file(), store::Access::Write, home()}; }

  static Committer::Job lesion(const std::string& name) {
    return [name](store::ProjectFile& project) {
      project.append({.person = "A", .track = "shared", .body = core::LesionCreated{.name = name, .ownStep = true}});
    };
  }
  std::vector<std::string> lesionsIn(const fs::path& path) const {
    std::vector<std::string> names;
    for (const store::LesionRow& row : store::ProjectFile(path, store::Access::Read, home()).lesions()) {
      names.push_back(row.lesion.name);
    }
    return names;
  }
  static std::string causeOf(const std::function<void()>& work) {
    try {
      work();
    } catch (const core::Error& error) {
      return error.cause();
    }
    return "done";
  }
  // Waits until the committing thread has come so far.
  static void until(const std::function<bool()>& holds) {
    while (!holds()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }

  fs::path folder_;
};

TEST_F(CommitterTest, WhatFailsWaitsInOrderAndGoesThroughLater) {
  Committer committer(open());
  std::atomic<bool> full = true;
  committer.enqueue([&](store::ProjectFile& project) {
    if (full) {
      throw core::Error("disk", "It is full", "Free some space");
    }
    lesion("first")(project);
  });
  committer.enqueue(lesion("second"));
  EXPECT_EQ(causeOf([&] { committer.flush(); }), "It is full");
  EXPECT_EQ(committer.waiting(), 2u);
  EXPECT_TRUE(committer.failure());
  EXPECT_THAT(lesionsIn(file()), ElementsAre());
  full = false;
  committer.flush();
  EXPECT_TRUE(committer.isIdle());
  EXPECT_FALSE(committer.failure());
  EXPECT_THAT(lesionsIn(file()), ElementsAre("first", "second"));
}

TEST_F(CommitterTest, ItTriesAgainByItself) {
  Committer committer(open());
  std::atomic<int> tries = 0;
  committer.enqueue([&](store::ProjectFile&) {
    if (++tries < 3) {
      throw core::Error("disk", "It is full", "Free some space");
    }
  });
  until([&] { return committer.isIdle(); });
  EXPECT_EQ(tries, 3);
  EXPECT_FALSE(committer.failure());
}

TEST_F(CommitterTest, AMovedProjectIsFollowed) {
  Committer committer(open());
  committer.enqueue(lesion("before"));
  committer.flush();
  fs::rename(file(), other());
  committer.enqueue(lesion("after"));
  committer.flush();
  EXPECT_EQ(committer.path(), fs::canonical(other()));
  EXPECT_FALSE(fs::exists(file()));
  EXPECT_THAT(lesionsIn(other()), ElementsAre("before", "after"));
  // It is the same file, and so the same site goes on in it.
  EXPECT_EQ(store::ProjectFile(other(), store::Access::Read, home()).heads().size(), 1u);
}

TEST_F(CommitterTest, AMoveIsSeenWithoutAnyCommit) {
  Committer committer(open());
  committer.enqueue(lesion("before"));
  committer.flush();
  fs::rename(file(), other());
  until([&] { return committer.path() == fs::canonical(other()); });
  fs::copy_file(other(), folder_ / "carried.sagitta");  // alone, without what lies beside it
  EXPECT_THAT(lesionsIn(folder_ / "carried.sagitta"), ElementsAre("before"));
}

TEST_F(CommitterTest, ADeletedProjectGoesOnInACopyBesideIt) {
  Committer committer(open());
  committer.enqueue(lesion("before"));
  committer.flush();
  EXPECT_FALSE(committer.isCopy());
  fs::remove(file());
  committer.enqueue(lesion("after"));
  committer.flush();
  EXPECT_EQ(committer.path(), folder_ / "test (copy).sagitta");
  EXPECT_TRUE(committer.isCopy());
  EXPECT_THAT(lesionsIn(committer.path()), ElementsAre("before", "after"));
}

TEST_F(CommitterTest, ADeletionJustBeforeTheEndIsSeen) {
  Committer committer(open());
  committer.enqueue(lesion("before"));
  committer.flush();
  fs::remove(file());
  committer.flush();
  EXPECT_THAT(lesionsIn(folder_ / "test (copy).sagitta"), ElementsAre("before"));
}

TEST_F(CommitterTest, AFileThatTakesTheProjectsNameIsLeftAlone) {
  Committer committer(open());
  committer.enqueue(lesion("before"));
  committer.flush();
  store::ProjectFile::create(other(), "Another", "B", home());
  fs::rename(other(), file());
  committer.enqueue(lesion("after"));
  committer.flush();
  EXPECT_THAT(lesionsIn(committer.path()), ElementsAre("before", "after"));
  EXPECT_THAT(lesionsIn(file()), ElementsAre());
  EXPECT_EQ(store::ProjectFile(file(), store::Access::Read, home()).title(), "Another");
}

TEST_F(CommitterTest, WorkGoesOnInACopyWhereThatIsAskedFor) {
  Committer committer(open());
  committer.enqueue(lesion("before"));
  committer.goOnIn({folder_ / "nowhere" / "copy.sagitta", other()});
  until([&] { return committer.isCopy(); });
  committer.enqueue(lesion("after"));
  committer.flush();
  EXPECT_EQ(committer.path(), other());
  EXPECT_THAT(lesionsIn(other()), IsSupersetOf({"after"}));
  EXPECT_THAT(lesionsIn(file()), Not(Contains("after")));
}

TEST_F(CommitterTest, WhatCouldOnlyBeReadIsWrittenAsSoonAsThereIsRoom) {
  Committer committer({file(), store::Access::Read, home()});
  bool read = false;
  committer.enqueueReading([&](store::ProjectFile&) { read = true; });
  committer.flush();  // reads, and has nothing to write
  EXPECT_TRUE(read);
  committer.enqueue(lesion("later"));
  committer.flush();
  EXPECT_FALSE(committer.failure());
  EXPECT_THAT(lesionsIn(file()), ElementsAre("later"));
}

TEST_F(CommitterTest, ACopyThatCannotBeMadeIsToldAndChangesNothing) {
  Committer committer(open());
  committer.goOnIn({folder_ / "nowhere" / "copy.sagitta"});
  until([&] { return committer.failure() != nullptr; });
  EXPECT_THAT(causeOf([&] { std::rethrow_exception(committer.failure()); }), HasSubstr("folder"));
  committer.enqueue(lesion("still"));
  committer.flush();
  EXPECT_EQ(committer.path(), file());
  EXPECT_THAT(lesionsIn(file()), ElementsAre("still"));
}

}  // namespace
}  // namespace session
