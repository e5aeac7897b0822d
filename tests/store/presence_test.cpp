// Who hears of whom on one machine, and for how long.
#include "store/local_presence.h"

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "store/installation.h"
#include "store/scratch.h"

namespace store {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Presence in(const std::string& person, std::uint8_t place = 1) {
  Presence presence{.person = person, .track = "shared", .cursorMm = glm::dvec3(1, 2, place)};
  presence.caseId.bytes[0] = place;
  return presence;
}

class LocalPresenceTest : public testing::Test {
 protected:
  LocalPresenceTest() {
    fs::create_directory(folder_ / "run");
    ::setenv("XDG_RUNTIME_DIR", (folder_ / "run").c_str(), 1);
    for (const char* name : {"a", "b"}) {
      std::ofstream(folder_ / name) << "project";
    }
  }
  ~LocalPresenceTest() override { ::unsetenv("XDG_RUNTIME_DIR"); }

  std::unique_ptr<LocalPresence> join(const std::string& file) {
    return LocalPresence::of(folder_ / file, newSiteId(), [this] { ++told_; });
  }
  static bool eventually(const std::function<bool()>& holds) {
    for (int tries = 0; tries < 4'000; ++tries) {
      if (holds()) {
        return true;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }

  ScratchFolder folder_;
  std::atomic<int> told_ = 0;
};

TEST_F(LocalPresenceTest, ThoseWhoHaveOneFileOpenHearOfEachOther) {
  const auto ada = join("a"), grace = join("a"), stranger = join("b");
  ada->tell(in("Ada"));
  grace->tell(in("Grace"));
  stranger->tell(in("Stranger"));
  ASSERT_TRUE(eventually([&] { return !grace->others().empty() && !ada->others().empty(); }));
  EXPECT_EQ(grace->others().front().presence, in("Ada"));
  EXPECT_EQ(ada->others().front().presence, in("Grace"));
  EXPECT_THAT(stranger->others(), IsEmpty());
  EXPECT_GT(told_, 0);
  ada->tell(in("Ada", 2));
  EXPECT_TRUE(eventually([&] { return grace->others().front().presence == in("Ada", 2); }));
}

TEST_F(LocalPresenceTest, AFileIsOneUnderAllItsNames) {
  fs::create_symlink(folder_ / "a", folder_ / "other name");
  const auto ada = join("a"), grace = join("other name");
  ada->tell(in("Ada"));
  EXPECT_TRUE(eventually([&] { return !grace->others().empty(); }));
}

TEST_F(LocalPresenceTest, WhoLeavesIsForgottenAndLeavesNothingBehind) {
  auto ada = join("a");
  auto grace = join("a");
  ada->tell(in("Ada"));
  ASSERT_TRUE(eventually([&] { return !grace->others().empty(); }));
  ada.reset();
  EXPECT_TRUE(eventually([&] { return grace->others().empty(); }));
  grace.reset();
  EXPECT_TRUE(fs::is_empty(folder_ / "run" / "sagitta"));
}

TEST_F(LocalPresenceTest, WhatACrashLeftBehindIsSweptAway) {
  auto ada = join("a");
  const fs::path place = fs::directory_iterator(folder_ / "run" / "sagitta")->path();
  const fs::path left = place / "0123456789abcdef.presence";
  std::ofstream(left) << "";  // no socket any more
  std::ofstream(place / "notes.txt") << "somebody else's";
  ada->tell(in("Ada"));
  EXPECT_TRUE(eventually([&] { return !fs::exists(left); }));
  EXPECT_TRUE(fs::exists(place / "notes.txt"));
}

TEST_F(LocalPresenceTest, WithoutARuntimeFolderNobodyIsSeenAndNothingFails) {
  ::unsetenv("XDG_RUNTIME_DIR");
  EXPECT_EQ(join("a"), nullptr);
  ::setenv("XDG_RUNTIME_DIR", (folder_ / std::string(120, 'x')).c_str(), 1);  // too long for a socket's name
  EXPECT_EQ(join("a"), nullptr);
}

TEST(PresenceBook, KeepsTheLatestOfEachSession) {
  PresenceBook book;
  const core::SiteId one = newSiteId();
  book.hear({one, in("Ada")});
  book.hear({one, in("Ada", 3)});
  book.hear({newSiteId(), in("Ada")});
  EXPECT_THAT(book.present(), SizeIs(2));
  book.hear({one, {.person = "Ada"}});  // in no case: has left
  ASSERT_THAT(book.present(), SizeIs(1));
  EXPECT_NE(book.present().front().session, one);
  EXPECT_FALSE(book.forgetSilent());
}

TEST(PresenceBook, IsSpokenToNoMoreOftenThanThereIsNews) {
  EXPECT_EQ(PresenceBook::pause(in("Ada"), in("Ada", 2)), PresenceBook::kSayAtMostEvery);
  EXPECT_EQ(PresenceBook::pause(std::nullopt, in("Ada")), PresenceBook::kSayAtMostEvery);
  EXPECT_EQ(PresenceBook::pause(in("Ada"), in("Ada")), PresenceBook::kSayAgainAfter);
}

}  // namespace
}  // namespace store
