// Several processes work on one file, and are killed at any moment: no acknowledged edit or blob is lost, and the file
// verifies. How many are killed: SAGITTA_KILLS (default 40).
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "core/error.h"
#include "store/merge.h"
#include "store/scratch.h"

namespace store {
namespace {

using testing::IsEmpty;

// A child process that says through a pipe what it has been told is durable, one hash after another.
class Child {
 public:
  // work(acknowledge): runs until it returns or is killed.
  template <typename Work>
  explicit Child(Work&& work) {
    int ends[2];
    core::check(::pipe(ends) == 0, "a pipe can be made");
    pid_ = ::fork();
    core::check(pid_ >= 0, "a process can be started");
    if (pid_ == 0) {
      ::close(ends[0]);
      int status = 0;
      try {
        work([&](const core::Hash& hash) {
          core::check(::write(ends[1], hash.bytes.data(), hash.bytes.size()) == ssize_t(hash.bytes.size()),
                      "a hash goes through the pipe");
        });
      } catch (const core::Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        status = 1;
      }
      ::_exit(status);
    }
    ::close(ends[1]);
    read_ = ends[0];
  }
  ~Child() { ::close(read_); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void kill() const { ::kill(pid_, SIGKILL); }

  // Waits for its end and returns all that it said.
  std::vector<core::Hash> acknowledged(int* status) const {
    std::vector<core::Hash> hashes;
    core::Hash hash;
    std::size_t have = 0;
    for (;;) {
      const ssize_t got = ::read(read_, hash.bytes.data() + have, hash.bytes.size() - have);
      if (got <= 0) {
        break;
      }
      have += std::size_t(got);
      if (have == hash.bytes.size()) {
        hashes.push_back(hash);
        have = 0;
      }
    }
    ::waitpid(pid_, status, 0);
    return hashes;
  }

 private:
  pid_t pid_ = 0;
  int read_ = -1;
};

// Strokes and now and then a blob, so that the write-ahead log is moved into the file often. Acknowledged: the edit's
// id or the blob's hash.
template <typename Acknowledge>
void paintOnAndOn(const std::filesystem::path& path, const Installation& here, unsigned seed, int strokes,
                  Acknowledge&& acknowledge) {
  std::mt19937 engine(seed);
  ProjectFile project(path, Access::Write, here, {.logPages = 60});
  const core::LesionId lesion = project.append(lesionDraft("L" + std::to_string(seed)));
  acknowledge(lesion);
  for (int i = 0; i < strokes; ++i) {
    if (engine() % 5 == 0) {
      core::Bytes data(50'000);
      std::generate(data.begin(), data.end(), [&] { return std::byte(engine()); });
      project.putBlob(core::sha256(data), {data.size(), data});
      acknowledge(core::sha256(data));
    } else {
      acknowledge(project.append(strokeDraft(lesion, randomMask(engine, 4))));
    }
  }
}

// The same on a copy beside it, from which the project takes in all again and again. Acknowledged likewise: what the
// project holds once it has.
template <typename Acknowledge>
void mergeOnAndOn(const std::filesystem::path& path, const std::filesystem::path& copy, const ScratchFolder& folder,
                  unsigned seed, Acknowledge&& acknowledge) {
  std::mt19937 engine(seed);
  ProjectFile project(path, Access::Write, folder.home(), {.logPages = 60});
  ProjectFile other(copy, Access::Write, folder.home("elsewhere"));
  const core::LesionId lesion = other.append(lesionDraft("There " + std::to_string(seed), "Ben"));
  for (;;) {
    std::vector<core::Hash> fresh{lesion};
    core::Bytes data(50'000);
    std::generate(data.begin(), data.end(), [&] { return std::byte(engine()); });
    fresh.push_back(core::sha256(data));
    other.putBlob(fresh.back(), {data.size(), data});
    for (unsigned i = 1 + engine() % 20; i > 0; --i) {
      fresh.push_back(other.append(strokeDraft(lesion, randomMask(engine, 4), {}, "Ben")));
    }
    merge(project, other, plain);
    for (const core::Hash& hash : fresh) {
      acknowledge(hash);
    }
  }
}

std::set<core::Hash> heldBy(const ProjectFile& project, const std::vector<core::Hash>& asked) {
  std::set<core::Hash> held;
  for (const LogEntry& entry : project.log()) {
    held.insert(entry.id);
  }
  for (const core::Hash& hash : asked) {
    if (project.hasBlob(hash)) {
      held.insert(hash);
    }
  }
  return held;
}

TEST(Processes, OneThatIsKilledLosesNothingItWasToldIsDurable) {
  ScratchFolder folder;
  std::mt19937 engine(firstSeed("SAGITTA_KILLS"));
  const std::size_t kills = soakOr("SAGITTA_KILLS", 40);
  std::vector<core::Hash> promised;
  std::filesystem::path path;
  std::filesystem::path copy;
  std::size_t interrupted = 0;
  for (std::size_t round = 0; round < kills; ++round) {
    if (round % 10 == 0) {
      path = folder / ("p" + std::to_string(round) + ".sagitta");
      copy = folder / ("c" + std::to_string(round) + ".sagitta");
      ProjectFile::create(path, "Title", "Ada", folder.home());
      ProjectFile(path, Access::Read, folder.home()).snapshot(copy);
      promised.clear();
    }
    const Child child([&](auto&& acknowledge) {
      if (round % 2 == 0) {
        paintOnAndOn(path, folder.home(), unsigned(round), 1'000'000, acknowledge);
      } else {
        mergeOnAndOn(path, copy, folder, unsigned(round), acknowledge);
      }
    });
    ::usleep(useconds_t(5'000 + engine() % 250'000));
    child.kill();
    int status = 0;
    const std::vector<core::Hash> acknowledged = child.acknowledged(&status);
    interrupted += WIFSIGNALED(status) && !acknowledged.empty();
    promised.insert(promised.end(), acknowledged.begin(), acknowledged.end());

    const ProjectFile project(path, round % 4 < 2 ? Access::Read : Access::Write, folder.home());
    const std::set<core::Hash> held = heldBy(project, promised);
    for (const core::Hash& hash : promised) {
      ASSERT_TRUE(held.contains(hash)) << "round " << round;
    }
    ASSERT_THAT(verified(project).problems, IsEmpty()) << "round " << round;
    ASSERT_THAT(verified(ProjectFile(copy, Access::Read, folder.home("elsewhere"))).problems, IsEmpty())
        << "round " << round;
  }
  EXPECT_GT(interrupted, 0u);
}

TEST(Processes, ThreeAtOnceEndWithOneStateThatHoldsEverything) {
  ScratchFolder folder;
  const auto path = folder / "p.sagitta";
  ProjectFile::create(path, "Title", "Ada", folder.home());
  std::vector<std::unique_ptr<Child>> children;
  for (unsigned i = 0; i < 3; ++i) {
    // Two of one installation, one of another.
    const Installation here = folder.home(i == 2 ? "other" : "home");
    children.push_back(
        std::make_unique<Child>([=](auto&& acknowledge) { paintOnAndOn(path, here, i, 30, acknowledge); }));
  }
  std::vector<core::Hash> promised;
  for (const auto& child : children) {
    int status = 0;
    const auto acknowledged = child->acknowledged(&status);
    EXPECT_EQ(status, 0);
    EXPECT_EQ(acknowledged.size(), 31u);
    promised.insert(promised.end(), acknowledged.begin(), acknowledged.end());
  }
  const ProjectFile project(path, Access::Read, folder.home());
  const std::set<core::Hash> held = heldBy(project, promised);
  EXPECT_TRUE(std::all_of(promised.begin(), promised.end(), [&](const auto& hash) { return held.contains(hash); }));
  EXPECT_EQ(project.heads().size(), 2u);
  EXPECT_EQ(project.lesions().size(), 3u);
  EXPECT_THAT(verified(project).problems, IsEmpty());
  EXPECT_EQ(cachedState(project).masks, core::fold(editsOf(project)).masks);
}

}  // namespace
}  // namespace store
