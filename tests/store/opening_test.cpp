// Files that are no projects, and projects that must not be opened: each is refused in plain words, and not one byte of
// it is changed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <set>
#include <tuple>

#include "core/error.h"
#include "store/scratch.h"

namespace store {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class Opening : public testing::Test {
 protected:
  Opening() {
    ProjectFile::create(path, "Liver", "Ada", here);
    ProjectFile project(path, Access::Write, here);
    project.append(strokeDraft(project.append(lesionDraft("L1")), voxels({0, 0, 0}, 50)));
  }

  std::string refusal(const std::filesystem::path& file, Access access, const Disk& disk = {}) {
    try {
      ProjectFile(file, access, here, disk);
    } catch (const core::Error& error) {
      EXPECT_EQ(error.subject(), file.string());
      EXPECT_FALSE(error.remedy().empty());
      return error.cause();
    }
    return "opened";
  }

  // Both ways of opening are refused alike, and leave the file and its folder as they were.
  void expectRefused(const std::filesystem::path& file, const std::string& cause, const Disk& disk = {}) {
    const auto listed = [&] {
      std::set<std::filesystem::path> names;
      for (const auto& entry : std::filesystem::directory_iterator(file.parent_path())) {
        names.insert(entry.path());
      }
      return names;
    };
    const bool regular = std::filesystem::is_regular_file(file);
    const core::Bytes before = regular ? readFile(file) : core::Bytes();
    const auto names = listed();
    EXPECT_THAT(refusal(file, Access::Read, disk), HasSubstr(cause));
    EXPECT_THAT(refusal(file, Access::Write, disk), HasSubstr(cause));
    if (regular) {
      EXPECT_EQ(readFile(file), before);
    }
    EXPECT_EQ(listed(), names);
  }

  void sql(const std::filesystem::path& file, const char* statements) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
    char* message = nullptr;
    EXPECT_EQ(sqlite3_exec(database, statements, nullptr, nullptr, &message), SQLITE_OK) << message;
    sqlite3_close(database);
  }

  ScratchFolder folder;
  Installation here = folder.home();
  std::filesystem::path path = folder / "liver.sagitta";
};

TEST_F(Opening, NoSuchFile) {
  expectRefused(folder / "none.sagitta", "no such file");
}

TEST_F(Opening, AFolder) {
  std::filesystem::create_directory(folder / "d.sagitta");
  expectRefused(folder / "d.sagitta", "a folder");
}

TEST_F(Opening, ADevice) {
  expectRefused("/dev/null", "not a file");
}

TEST_F(Opening, AnEmptyFile) {
  writeFile(folder / "empty.sagitta", {});
  expectRefused(folder / "empty.sagitta", "is empty");
}

TEST_F(Opening, NotADatabase) {
  const std::string text(5000, 'x');
  writeFile(folder / "text.sagitta", std::as_bytes(std::span(text)));
  expectRefused(folder / "text.sagitta", "not a Sagitta project");
  writeFile(folder / "short.sagitta", std::as_bytes(std::span(text).first(3)));
  expectRefused(folder / "short.sagitta", "not a Sagitta project");
}

TEST_F(Opening, AnotherProgramsDatabase) {
  sql(folder / "other.db", "CREATE TABLE t(a); INSERT INTO t VALUES(1)");
  expectRefused(folder / "other.db", "another program's database");
  sql(folder / "wal.db", "PRAGMA journal_mode=WAL; CREATE TABLE t(a); INSERT INTO t VALUES(1)");
  expectRefused(folder / "wal.db", "another program's database");
}

TEST_F(Opening, ANewerVersion) {
  sql(path, "PRAGMA user_version=999");
  expectRefused(path, "newer version");
}

TEST_F(Opening, OtherTables) {
  const core::Bytes whole = readFile(path);
  sql(path, "CREATE TABLE more(a)");
  EXPECT_THAT(refusal(path, Access::Read), HasSubstr("not those of a Sagitta project"));
  EXPECT_THAT(refusal(path, Access::Write), HasSubstr("not those of a Sagitta project"));
  writeFile(path, whole);
  // A view in place of a table, as a hostile file might have.
  sql(path, "DROP TABLE undone; CREATE VIEW undone AS SELECT 1 AS edit");
  EXPECT_THAT(refusal(path, Access::Read), HasSubstr("not those of a Sagitta project"));
}

TEST_F(Opening, ATruncatedFile) {
  const core::Bytes whole = readFile(path);
  for (const std::size_t kept : {100u, 1000u, 4096u, 3 * 4096u + 17, unsigned(whole.size()) - 4096}) {
    writeFile(path, std::span(whole).first(kept));
    EXPECT_NE(refusal(path, Access::Read), "opened") << kept;
    EXPECT_NE(refusal(path, Access::Write), "opened") << kept;
    EXPECT_EQ(readFile(path).size(), kept);
  }
}

TEST_F(Opening, OnANetworkFolder) {
  const Disk network{.networkFileSystem = [](const auto&) { return std::optional<std::string>("NFS"); }};
  expectRefused(path, "network folder (NFS)", network);
  EXPECT_THROW(ProjectFile::create(folder / "new.sagitta", "T", "Ada", here, network), core::Error);
  EXPECT_FALSE(std::filesystem::exists(folder / "new.sagitta"));
}

TEST_F(Opening, ThisComputersDiskIsNoNetworkFolder) {
  EXPECT_EQ(networkFileSystemOf("/proc"), std::nullopt);
  EXPECT_EQ(networkFileSystemOf("/nowhere"), std::nullopt);
}

TEST_F(Opening, AFileThatMayNotBeWritten) {
  if (::geteuid() == 0) {
    GTEST_SKIP() << "needs a user whom permissions bind; run as one other than root";
  }
  ::chmod(path.c_str(), 0444);
  EXPECT_THAT(refusal(path, Access::Write), HasSubstr("cannot be written"));
  EXPECT_EQ(refusal(path, Access::Read), "opened");
}

TEST_F(Opening, AFolderThatMayNotBeWritten) {
  if (::geteuid() == 0) {
    GTEST_SKIP() << "needs a user whom permissions bind; run as one other than root";
  }
  std::filesystem::create_directory(folder / "fixed");
  std::filesystem::copy_file(path, folder / "fixed/liver.sagitta");
  ::chmod((folder / "fixed").c_str(), 0555);
  EXPECT_THAT(refusal(folder / "fixed/liver.sagitta", Access::Write), HasSubstr("cannot be written"));
  EXPECT_EQ(ProjectFile(folder / "fixed/liver.sagitta", Access::Read, here).editCount(), 3);
  ::chmod((folder / "fixed").c_str(), 0755);
}

TEST_F(Opening, ANameFullOfOddCharacters) {
  const auto odd = folder / "50% of #1? läsion's.sagitta";
  ProjectFile::create(odd, "T", "Ada", here);
  ProjectFile(odd, Access::Write, here).append(lesionDraft("L1"));
  EXPECT_EQ(ProjectFile(odd, Access::Read, here).editCount(), 2);
}

TEST_F(Opening, ASymbolicLinkIsTheFileItselfAndAHardLinkIsRefused) {
  std::filesystem::create_symlink(path, folder / "soft.sagitta");
  ProjectFile(folder / "soft.sagitta", Access::Write, here).append(lesionDraft("L2"));
  EXPECT_EQ(ProjectFile(path, Access::Read, here).editCount(), 4);
  EXPECT_EQ(ProjectFile(path, Access::Read, here).heads().size(), 1u);
  EXPECT_TRUE(std::filesystem::exists(path.string() + "-lock"));
  EXPECT_FALSE(std::filesystem::exists((folder / "soft.sagitta").string() + "-lock"));
  std::filesystem::create_hard_link(path, folder / "hard.sagitta");
  EXPECT_THAT(refusal(folder / "hard.sagitta", Access::Write), HasSubstr("several names"));
  EXPECT_EQ(refusal(folder / "hard.sagitta", Access::Read), "opened");
}

TEST_F(Opening, CreatingTouchesNoFileThatIsThere) {
  const core::Bytes before = readFile(path);
  EXPECT_THROW(ProjectFile::create(path, "T", "Ada", here), core::Error);
  EXPECT_EQ(readFile(path), before);
  EXPECT_THROW(ProjectFile::create(folder / "nowhere/new.sagitta", "T", "Ada", here), core::Error);
}

TEST_F(Opening, CreatingLeavesNothingElseBeside) {
  std::filesystem::create_directory(folder / "d");
  ProjectFile::create(folder / "d/new.sagitta", "T", "Ada", here);
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "d")) {
    names.push_back(entry.path().filename());
  }
  EXPECT_THAT(names, testing::ElementsAre("new.sagitta"));
}

// ---- Damage ----

TEST_F(Opening, EveryFlippedByteIsFoundOrHasNoEffect) {
  const core::Bytes whole = readFile(path);
  const auto stateOf = [&] {
    const ProjectFile project(path, Access::Read, here);
    const VerifyReport report = verified(project);
    core::ByteWriter seen;
    for (const LesionRow& row : project.lesions()) {
      seen.hash(row.version);
      seen.text(row.lesion.name);
      seen.u64(std::uint64_t(project.mask(row.lesion.id).count()));
    }
    for (const LogEntry& entry : project.log()) {
      seen.hash(entry.id);
      seen.u64(entry.undone);
    }
    return std::tuple(report.problems.empty(), report.logHash, report.stateHash, seen.take());
  };
  const auto intact = stateOf();
  ASSERT_TRUE(std::get<0>(intact));
  std::mt19937 engine(11);
  int found = 0, without = 0;
  for (int round = 0; round < 600; ++round) {
    core::Bytes damaged = whole;
    const std::size_t at = engine() % damaged.size();
    damaged[at] ^= std::byte(1 << engine() % 8);
    writeFile(path, damaged);
    try {
      const auto state = stateOf();
      if (std::get<0>(state)) {
        EXPECT_EQ(state, intact) << "byte " << at;
        ++without;
      } else {
        ++found;
      }
    } catch (const core::Error&) {
      ++found;
    }
    std::filesystem::remove(path.string() + "-wal");
    std::filesystem::remove(path.string() + "-shm");
  }
  EXPECT_GT(found, 0);
  EXPECT_GT(without, 0);
}

TEST_F(Opening, VerifyNamesWhatWasChanged) {
  const core::Bytes whole = readFile(path);
  const auto problemsAfter = [&](const char* statements) {
    writeFile(path, whole);
    sql(path, statements);
    std::string all;
    for (const std::string& problem : verified(ProjectFile(path, Access::Read, here)).problems) {
      all += problem + '\n';
    }
    return all;
  };
  EXPECT_THAT(problemsAfter("SELECT 1"), IsEmpty());
  EXPECT_THAT(problemsAfter("UPDATE edit SET person='Eve' WHERE id=3"), HasSubstr("its header was changed"));
  EXPECT_THAT(problemsAfter("DELETE FROM edit WHERE id=2"), HasSubstr("lacks edit number 2"));
  EXPECT_THAT(problemsAfter("DELETE FROM body WHERE edit=3"), HasSubstr("has lost its content"));
  EXPECT_THAT(problemsAfter("DELETE FROM body WHERE edit=2"), HasSubstr("has lost its content"));
  EXPECT_THAT(problemsAfter("UPDATE body SET data=(SELECT data FROM body WHERE edit=1), codec=0, raw_bytes="
                            "(SELECT raw_bytes FROM body WHERE edit=1) WHERE edit=2"),
              HasSubstr("its content was changed"));
  EXPECT_THAT(problemsAfter("UPDATE body SET raw_bytes=123456789012 WHERE edit=3"), HasSubstr("content was changed"));
  EXPECT_THAT(problemsAfter("UPDATE brick SET voxels=voxels+1"), HasSubstr("mask as stored is not what the log says"));
  EXPECT_THAT(problemsAfter("DELETE FROM brick WHERE brick=1"), HasSubstr("mask as stored is not what the log says"));
  EXPECT_THAT(problemsAfter("DELETE FROM touch WHERE brick=1"), HasSubstr("index of its bricks"));
  EXPECT_THAT(problemsAfter("DELETE FROM change"), HasSubstr("missing from the index of changes"));
  EXPECT_THAT(problemsAfter("DELETE FROM lesion"), HasSubstr("missing from the list of lesions"));
  EXPECT_THAT(problemsAfter("UPDATE lesion SET voxels=7"), HasSubstr("mask as stored"));
  EXPECT_THAT(problemsAfter("UPDATE lesion SET version=zeroblob(32)"), HasSubstr("mask as stored"));
  EXPECT_THAT(problemsAfter("INSERT INTO undone VALUES(3)"), HasSubstr("list of what is undone"));
  EXPECT_THAT(problemsAfter("DELETE FROM step"), HasSubstr("list of what can be undone"));
  EXPECT_THAT(problemsAfter("INSERT INTO brick SELECT 99, brick, voxels, extent, hash, data FROM brick"),
              HasSubstr("parts of lesions that are not"));
  EXPECT_THAT(problemsAfter("INSERT INTO blob(hash, raw_bytes, data) VALUES(zeroblob(32), 3, x'010203')"),
              HasSubstr("not what was imported"));
  EXPECT_THAT(problemsAfter("INSERT INTO source(case_id, data, checksum) VALUES(zeroblob(32), x'01', zeroblob(32))"),
              HasSubstr("not those that were written"));
}

TEST_F(Opening, CachesThatWereLostAreMadeAnew) {
  sql(path, "DELETE FROM brick; DELETE FROM touch; DELETE FROM lesion; DELETE FROM step; DELETE FROM change");
  ProjectFile project(path, Access::Write, here);
  EXPECT_FALSE(verified(project).problems.empty());
  project.rebuildCaches();
  EXPECT_THAT(verified(project).problems, IsEmpty());
  EXPECT_EQ(project.lesions().front().voxels, 50);
}

}  // namespace
}  // namespace store
