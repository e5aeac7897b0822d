// What a decision was about, after the finding was changed: as its author saw it, and nothing where that is not known.
#include "workflow/second_look.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <optional>

#include "workflow/project_record.h"

namespace workflow {
namespace {

namespace fs = std::filesystem;

core::Mask boxOf(glm::ivec3 first, glm::ivec3 last) {
  core::Mask mask;
  mask.setBox({first, last});
  return mask;
}

class ASecondLook : public testing::Test {
 protected:
  ASecondLook() {
    folder_ = fs::temp_directory_path() / ("sagitta-second-look-" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    store::ProjectFile::create(folder_ / "project", "Test", "Lea", store::Installation(folder_ / "home"));
    project_.emplace(folder_ / "project", store::Access::Write, store::Installation(folder_ / "home"));
    core::Case image{.name = "Case", .modality = "CT", .grid = core::Grid({64, 64, 64}, glm::dmat4(1))};
    image.id = core::caseId(image.grid, image.voxelType, image.rescale, image.chunks);
    project_->append({.caseId = image.id, .body = core::CaseAdded{image}});
    caseId_ = image.id;
    lesion_ = project_->append(std::vector<core::EditDraft>{
        draft("Ada", core::LesionCreated{.name = "L1", .className = "cyst"}),
        draft("Ada", core::MaskChanged{
                         .changes = {{store::pendingLesion(0), before_, {}}}, .stroke = {}, .removed = {}})})[0];
  }
  ~ASecondLook() override {
    project_.reset();
    fs::remove_all(folder_);
  }

  core::EditDraft draft(const std::string& person, core::EditBody body) const {
    return {.person = person, .caseId = caseId_, .track = "shared", .body = std::move(body)};
  }
  void decide(const std::string& person, core::Verdict verdict) {
    project_->append(
        draft(person, core::Decided{.lesion = lesion_, .version = project_->lesions()[0].version, .verdict = verdict}));
  }
  void paint(const core::Mask& set) {
    project_->append(
        draft("Ada", core::MaskChanged{.changes = {{lesion_, set, {}}}, .stroke = {}, .removed = {}}));
  }
  std::optional<AsDecided> look() const {
    const Record record = recordOf(*project_, {}, 0);
    const std::vector<QueueItem> queue = reviewQueue(record);
    return asDecided(*project_, record, queue.at(0));
  }

  fs::path folder_;
  std::optional<store::ProjectFile> project_;
  core::CaseId caseId_;
  core::LesionId lesion_;
  const core::Mask before_ = boxOf({4, 4, 4}, {12, 12, 12});
};

TEST_F(ASecondLook, ShowsWhatWasDecidedOn) {
  EXPECT_FALSE(look()) << "nobody decided";
  decide("Rita", core::Verdict::Accept);
  EXPECT_FALSE(look()) << "nothing was changed";
  paint(boxOf({12, 4, 4}, {20, 12, 12}));
  paint(boxOf({20, 4, 4}, {22, 12, 12}));
  const auto was = look();
  ASSERT_TRUE(was);
  EXPECT_EQ(was->mask, before_);
  EXPECT_EQ(was->lesion.className, "cyst");
}

TEST_F(ASecondLook, IsOfTheLatestDecisionThatWasOvertaken) {
  decide("Rita", core::Verdict::Changes);
  paint(boxOf({12, 4, 4}, {20, 12, 12}));
  decide("Rita", core::Verdict::Accept);
  paint(boxOf({20, 4, 4}, {22, 12, 12}));
  const auto was = look();
  ASSERT_TRUE(was);
  EXPECT_EQ(was->mask.count(), before_.count() + 8 * 9 * 9) << "after the change that was asked for";
}

TEST_F(ASecondLook, TellsThatTheClassWasAnother) {
  decide("Rita", core::Verdict::Accept);
  project_->append(draft("Ada", core::LesionChanged{.lesion = lesion_, .name = "L1", .className = "tumour"}));
  const auto was = look();
  ASSERT_TRUE(was);
  EXPECT_EQ(was->lesion.className, "cyst");
}

TEST_F(ASecondLook, SaysNothingWhereThePastIsWithheld) {
  decide("Rita", core::Verdict::Accept);
  paint(boxOf({12, 4, 4}, {20, 12, 12}));
  const std::vector<store::ProjectFile::TrackOf> without{{caseId_, "shared"}};
  project_->snapshot(folder_ / "copy", without);
  const store::ProjectFile copy(folder_ / "copy", store::Access::Read, store::Installation(folder_ / "home"));
  const Record record = recordOf(*project_, {}, 0);
  EXPECT_FALSE(asDecided(copy, record, reviewQueue(record).at(0)));
}

}  // namespace
}  // namespace workflow
