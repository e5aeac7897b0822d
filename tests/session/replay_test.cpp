// What a case looked like after each step is what the fold makes of the edits until then.
#include "session/replay.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "core/edit_codec.h"
#include "core/fold.h"

namespace session {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class ReplayTest : public testing::Test {
 protected:
  ReplayTest() : folder_(fs::temp_directory_path() / ("sagitta-replay-" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    store::ProjectFile::create(folder_ / "test.sagitta", "Test", "Ada", installation());
    core::Case added{.name = "One", .modality = "CT", .grid = core::Grid({64, 64, 64}, glm::dmat4(1))};
    added.id = caseId_ = core::caseId(added.grid, added.voxelType, added.rescale, added.chunks);
    project_.emplace(folder_ / "test.sagitta", store::Access::Write, installation());
    append("Ada", core::CaseAdded{added});
  }
  ~ReplayTest() override {
    project_.reset();
    fs::remove_all(folder_);
  }

  store::Installation installation() const { return store::Installation(folder_ / "home"); }
  core::EditId append(const std::string& person, core::EditBody body) {
    return project_->append({.person = person, .caseId = caseId_, .track = "shared", .body = std::move(body)});
  }
  static core::Mask run(int first, int length) {
    core::Mask mask;
    mask.setRun({first, 3, 3}, length);
    return mask;
  }
  core::EditId paint(const std::string& person, const core::LesionId& lesion, core::Mask set, core::Mask cleared = {}) {
    core::MaskChanged changed;
    changed.stroke = core::BrushStroke{
        .mode = set.isEmpty() ? core::BrushMode::Erase : core::BrushMode::Add, .radiusMm = 1, .pointsMm = {{0, 0, 0}}};
    changed.changes.push_back({lesion, std::move(set), std::move(cleared)});
    return append(person, std::move(changed));
  }
  // All edits with bodies, in total order.
  std::vector<core::Edit> edits() const {
    std::vector<core::Edit> all;
    for (const store::LogEntry& entry : project_->log()) {
      const std::vector<store::ForeignEdit> edit = project_->editsOf({&entry.id, 1});
      all.push_back({entry.id, entry.header, core::decodeBody(entry.header.kind, *edit.front().body)});
    }
    return all;
  }

  fs::path folder_;
  core::CaseId caseId_;
  std::optional<store::ProjectFile> project_;
};

TEST_F(ReplayTest, TellsStepByStepWhoDidWhat) {
  const core::LesionId cyst = append("Ada", core::LesionCreated{.name = "L1", .className = "lesion", .ownStep = false});
  const core::EditId stroke = paint("Ada", cyst, run(10, 8));
  append("Ada", core::LesionChanged{.lesion = cyst, .name = "Cyst"});
  paint("Emmy", cyst, {}, run(12, 2));
  append("Ada", core::Undone{stroke});

  Replay replay = replayOf(*project_, caseId_, "shared");
  ASSERT_EQ(replay.size(), 4u);
  std::vector<std::string> told;
  std::vector<std::int64_t> voxels;
  for (std::size_t i = 0; i < replay.size(); ++i) {
    replay.goTo(i + 1);
    const ReplayMoment& moment = replay.moment(i);
    ASSERT_TRUE(moment.lesion);
    const ReplayedLesion& shown = replay.lesions()[*moment.lesion];
    told.push_back(moment.person + ": " + moment.what + ", " + shown.lesion.name);
    voxels.push_back(shown.mask.count());
  }
  EXPECT_THAT(told, ElementsAre("Ada: Painted, L1", "Ada: Renamed to Cyst, Cyst", "Emmy: Erased, Cyst",
                                "Ada: Undone: Painted, Cyst"));
  EXPECT_THAT(voxels, ElementsAre(8, 8, 6, 0));
  EXPECT_EQ(replay.moment(2).where, (core::VoxelBox{{12, 3, 3}, {13, 3, 3}}));
  replay.goTo(0);
  EXPECT_FALSE(replay.lesions()[0].stands);
}

TEST_F(ReplayTest, EqualsTheFoldOfTheEditsUntilThen) {
  std::mt19937 engine(20);
  const std::vector<std::string> people{"Ada", "Emmy"};
  std::vector<core::LesionId> lesions;
  std::map<std::string, std::vector<std::pair<core::EditId, bool>>> done;  // whether it is undone
  for (int i = 0; i < 120; ++i) {
    const std::string& person = people[engine() % 2];
    const auto any = [&] { return lesions[engine() % lesions.size()]; };
    switch (lesions.empty() ? 0 : engine() % 9) {
      case 0:
        lesions.push_back(append(person, core::LesionCreated{.name = "L" + std::to_string(lesions.size()),
                                                             .className = "lesion",
                                                             .ownStep = engine() % 2 == 0}));
        break;
      case 1: {
        core::MaskChanged removing;
        removing.removed = {any()};
        done[person].emplace_back(append(person, std::move(removing)), false);
        break;
      }
      case 2:
        done[person].emplace_back(
            append(person, core::LesionChanged{.lesion = any(), .color = core::Color{std::uint8_t(i), 0, 0}}), false);
        break;
      case 3:
        done[person].emplace_back(paint(person, any(), {}, run(int(engine() % 50), 6)), false);
        break;
      case 4:
      case 5:
        if (!done[person].empty()) {
          auto& [edit, undone] = done[person][engine() % done[person].size()];
          undone ? append(person, core::Redone{edit}) : append(person, core::Undone{edit});
          undone = !undone;
        }
        break;
      default:
        done[person].emplace_back(paint(person, any(), run(int(engine() % 50), 1 + int(engine() % 9))), false);
    }
  }
  const std::vector<core::Edit> all = edits();
  Replay replay = replayOf(*project_, caseId_, "shared");
  std::vector<std::size_t> moments;  // there and back, and at random
  for (std::size_t i = 0; i <= replay.size(); ++i) {
    moments.push_back(i);
  }
  moments.insert(moments.end(), moments.rbegin(), moments.rend());
  for (int i = 0; i < 40; ++i) {
    moments.push_back(engine() % (replay.size() + 1));
  }
  // Where a moment ends: behind the edit that it is about.
  std::vector<std::size_t> ends{0};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto* created = std::get_if<core::LesionCreated>(&all[i].body);
    const core::EditKind kind = all[i].header.kind;
    if ((created != nullptr && created->ownStep) || kind == core::EditKind::MaskChanged ||
        kind == core::EditKind::LesionChanged || kind == core::EditKind::Undone || kind == core::EditKind::Redone) {
      ends.push_back(i + 1);
    }
  }
  ASSERT_EQ(ends.size(), replay.size() + 1);
  for (const std::size_t moment : moments) {
    replay.goTo(moment);
    const core::State state = core::fold({all.begin(), all.begin() + std::ptrdiff_t(ends[moment])});
    std::vector<core::Lesion> standing;
    for (const ReplayedLesion& each : replay.lesions()) {
      if (each.stands) {
        standing.push_back(each.lesion);
        ASSERT_EQ(each.mask, state.masks.at(each.lesion.id)) << "after " << moment << " moments";
      }
    }
    ASSERT_EQ(standing, state.lesions) << "after " << moment << " moments";
  }
}

}  // namespace
}  // namespace session
