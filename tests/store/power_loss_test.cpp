// The power goes at any moment: the file opens, verifies, and holds every edit and blob whose writer had been told that
// it is durable. How many moments: SAGITTA_POWER_CUTS (default 300).
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>

#include "core/error.h"
#include "store/merge.h"
#include "store/power_disk.h"
#include "store/scratch.h"

namespace store {
namespace {

core::Bytes randomBytes(std::mt19937& engine, std::size_t length) {
  core::Bytes bytes(length);
  std::generate(bytes.begin(), bytes.end(), [&] { return std::byte(engine()); });
  return bytes;
}

// Somebody else paints on a copy, which lies on a disk of its own.
void paintElsewhere(ProjectFile& other, std::mt19937& engine) {
  const core::LesionId lesion = other.append(lesionDraft("There " + std::to_string(other.editCount()), "Ben"));
  for (unsigned i = engine() % 4; i > 0; --i) {
    other.append(strokeDraft(lesion, randomMask(engine, 3), {}, "Ben"));
  }
  const core::Bytes data = randomBytes(engine, 5'000);
  other.putBlob(core::sha256(data), {data.size(), data});
}

// Works on a project for a while: strokes, undos, blobs, merges with a copy that somebody else works on; opened and
// closed several times, by one or two at once.
void work(const std::filesystem::path& path, const Installation& here, const std::filesystem::path& copy,
          const Installation& elsewhere, PowerDisk& disk, std::mt19937& engine) {
  const Disk on{.vfs = disk.name(), .logPages = 40};
  ProjectFile other(copy, Access::Write, elsewhere);
  std::vector<core::LesionId> lesions;
  for (int opened = 0; opened < 5; ++opened) {
    ProjectFile project(path, Access::Write, here, on);
    std::optional<ProjectFile> reader;
    if (opened % 2 == 1) {
      reader.emplace(path, Access::Read, here, on);
    }
    for (int i = 0; i < 12; ++i) {
      const unsigned what = engine() % 9;
      if (lesions.empty() || what == 0) {
        lesions.push_back(project.append(lesionDraft("L" + std::to_string(opened * 100 + i))));
        disk.promise(lesions.back().hex());
      } else if (what == 1) {
        const core::Bytes data = randomBytes(engine, 20'000 + engine() % 60'000);
        project.putBlob(core::sha256(data), {data.size(), data});
        disk.promise("blob " + core::sha256(data).hex());
      } else if (const auto ends = core::historyEnds(project.history("Ada")); what == 2 && ends.undo) {
        disk.promise(project.append(draftOf(core::Undone{*ends.undo})).hex());
      } else if (what == 8) {
        paintElsewhere(other, engine);
        merge(project, other, plain);
        for (const LogEntry& entry : other.log()) {
          disk.promise(entry.id.hex());
        }
      } else {
        core::Mask set = randomMask(engine, 3), cleared = randomMask(engine, 2);
        cleared -= set;
        disk.promise(project.append(strokeDraft(lesions[engine() % lesions.size()], set, cleared)).hex());
      }
    }
  }
}

struct Outcome {
  int damaged = 0;  // did not open, or did not verify
  int lost = 0;     // something promised was gone
  std::string first;
};

Outcome cutPower(bool diskLies, std::size_t cuts, unsigned seed) {
  std::mt19937 engine(seed);
  ScratchFolder folder;
  const auto path = folder / "work/p.sagitta";
  std::filesystem::create_directories(path.parent_path());
  PowerDisk disk(diskLies);
  ProjectFile::create(path, "Title", "Ada", folder.home());
  const auto copy = folder / "copy.sagitta";
  ProjectFile(path, Access::Read, folder.home()).snapshot(copy);
  disk.startWith(path);
  work(path, folder.home(), copy, folder.home("elsewhere"), disk, engine);

  std::vector<std::size_t> moments(cuts);
  std::generate(moments.begin(), moments.end(), [&] { return engine() % (disk.moments() + 1); });
  std::sort(moments.begin(), moments.end());
  Outcome outcome;
  for (const std::size_t moment : moments) {
    const PowerDisk::Cut cut = disk.cutAt(moment, engine);
    const auto after = folder / "after";
    std::filesystem::remove_all(after);
    std::filesystem::create_directories(after);
    for (const auto& [file, bytes] : cut.files) {
      writeFile(after / file.filename(), bytes);
    }
    const auto note = [&](int& counter, const std::string& what) {
      ++counter;
      if (outcome.first.empty()) {
        outcome.first = "moment " + std::to_string(moment) + " of " + std::to_string(disk.moments()) + ": " + what;
      }
    };
    try {
      ProjectFile project(after / "p.sagitta", Access::Write, folder.home());
      const VerifyReport report = verified(project);
      if (!report.problems.empty()) {
        note(outcome.damaged, report.problems.front());
        continue;
      }
      std::set<std::string> there;
      for (const LogEntry& entry : project.log()) {
        there.insert(entry.id.hex());
      }
      for (const std::string& promise : cut.promises) {
        const bool kept = promise.starts_with("blob ") ? project.hasBlob(*core::Hash::fromHex(promise.substr(5)))
                                                       : there.contains(promise);
        if (!kept) {
          note(outcome.lost, promise);
          break;
        }
      }
      project.append(lesionDraft("after"));
    } catch (const core::Error& error) {
      note(outcome.damaged, error.what());
    }
  }
  EXPECT_GT(disk.forced(), 60u);
  return outcome;
}

TEST(PowerLoss, NothingThatWasAcknowledgedIsLostAndNoFileIsDamaged) {
  std::size_t left = soakOr("SAGITTA_POWER_CUTS", 300);
  for (unsigned seed = firstSeed("SAGITTA_POWER_CUTS"); left > 0; ++seed) {
    const std::size_t cuts = std::min<std::size_t>(left, 150);
    left -= cuts;
    const Outcome outcome = cutPower(false, cuts, seed);
    EXPECT_EQ(outcome.damaged, 0) << outcome.first;
    EXPECT_EQ(outcome.lost, 0) << outcome.first;
  }
}

// The control: were nothing forced to the medium, this harness would see it.
TEST(PowerLoss, OnADiskThatLiesAboutForcingWorkIsLost) {
  const Outcome outcome = cutPower(true, 60, 1);
  EXPECT_GT(outcome.damaged + outcome.lost, 10);
}

}  // namespace
}  // namespace store
