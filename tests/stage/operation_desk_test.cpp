// An operation from its opening to its end, on a case that is open on a device.
#include "stage/operation_desk.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "intake/load.h"
#include "renderer/gpu/device.h"

namespace {

namespace fs = std::filesystem;
using interaction::ToolId;
using testing::HasSubstr;

constexpr int kSide = 48;

class OperationDeskTest : public testing::Test {
 protected:
  void SetUp() override {
    if (gpu::devices().empty()) {
      GTEST_SKIP() << "there is no Vulkan device (package mesa-vulkan-drivers)";
    }
    fs::create_directories(folder_);
    const store::Installation here(folder_ / "home");
    store::ProjectFile::create(folder_ / "test.sagitta", "Test", "A", here);
    store::ProjectFile project(folder_ / "test.sagitta", store::Access::Write, here);
    const core::Grid grid({kSide, kSide, kSide}, glm::dmat4(1));
    std::vector<std::int16_t> voxels(grid.voxelCount(), 100);
    intake::Intake intake(project);
    const core::Case added = intake.store({.name = "Cube", .modality = "CT", .volume = {grid, {}, std::move(voxels)}});
    intake.add(added, {});
    intake.commit("A");
    device_.emplace();
    workspace_.emplace(*device_, std::move(project), added.id, "shared", "A");
    desk_.emplace(*workspace_, toolbox_);
  }
  void TearDown() override {
    desk_.reset();
    workspace_.reset();
    fs::remove_all(folder_);
  }

  // A lesion of one voxel in the middle, chosen.
  void paintOne() {
    workspace_->addLesion("Cyst", "cyst");
    core::Mask dot;
    dot.setRun({24, 24, 24}, 1);
    workspace_->session().commitStroke(0, {.radiusMm = 1, .pointsMm = {{24, 24, 24}}}, dot,
                                       workspace_->session().knownHeads());
    workspace_->session().flush();
    workspace_->poll();
  }
  // The card once what is asked for is known.
  ui::OperationCard settled() {
    desk_->poll();
    while (desk_->isWorking()) {
      desk_->poll();
    }
    return desk_->card().value();
  }
  std::int64_t voxels() { return workspace_->session().lesions()[0].mask.count(); }
  std::size_t edits() {
    workspace_->session().flush();
    return store::ProjectFile(folder_ / "test.sagitta", store::Access::Read, store::Installation(folder_ / "home"))
        .log()
        .size();
  }

  const fs::path folder_ = fs::temp_directory_path() / ("sagitta-desk-" + std::to_string(::getpid()));
  std::optional<gpu::Device> device_;
  std::optional<stage::Workspace> workspace_;
  interaction::Toolbox toolbox_;
  std::optional<stage::OperationDesk> desk_;
};

TEST_F(OperationDeskTest, ProposesAndAppliesAsOneEdit) {
  paintOne();
  const std::size_t before = edits();
  desk_->open("grow");
  desk_->set("margin", 1.0);
  const ui::OperationCard card = settled();
  EXPECT_TRUE(card.ready) << card.note;
  EXPECT_DOUBLE_EQ(card.gainedMl, 6 * 0.001) << "the six neighbours";
  EXPECT_EQ(voxels(), 1) << "as yet";
  EXPECT_EQ(edits(), before);
  desk_->apply();
  EXPECT_FALSE(desk_->isOpen());
  EXPECT_EQ(voxels(), 7);
  EXPECT_EQ(edits(), before + 1);
}

TEST_F(OperationDeskTest, AnswersAnewWhenASettingChanges) {
  paintOne();
  desk_->open("grow");
  desk_->set("margin", 1.0);
  settled();
  desk_->adjust(0, 1);  // to 1.25, where nothing more is within reach
  desk_->adjust(0, 1);  // to 1.5625, where twelve more are
  EXPECT_FALSE(desk_->card()->ready) << "what was proposed is for other settings";
  desk_->apply();
  EXPECT_TRUE(desk_->isOpen()) << "nothing that was not seen is applied";
  EXPECT_DOUBLE_EQ(settled().gainedMl, 18 * 0.001);
  desk_->set("margin", std::string("much"));  // of another kind: no setting of this operation
  EXPECT_DOUBLE_EQ(settled().gainedMl, 18 * 0.001);
}

TEST_F(OperationDeskTest, PutAwayItLeavesNoTrace) {
  paintOne();
  const std::size_t before = edits();
  desk_->open("grow");
  settled();
  desk_->close();
  EXPECT_FALSE(desk_->card());
  EXPECT_EQ(voxels(), 1);
  EXPECT_EQ(edits(), before);
}

TEST_F(OperationDeskTest, SaysWhatIsStillMissing) {
  desk_->open("grow");
  EXPECT_THAT(settled().note, HasSubstr("Choose a lesion first"));
  paintOne();
  desk_->open("subtract");
  EXPECT_THAT(settled().note, HasSubstr("other lesion"));
  desk_->open("shrink");
  workspace_->lock(0);
  EXPECT_THAT(settled().note, HasSubstr("locked"));
  desk_->apply();
  EXPECT_EQ(voxels(), 1);
  workspace_->lock(0);
  EXPECT_TRUE(settled().ready);
}

TEST_F(OperationDeskTest, TakesTheToolThatItNeedsAndGivesItBack) {
  toolbox_.choose(ToolId::Eraser);
  desk_->open("cut");
  EXPECT_EQ(toolbox_.active(), ToolId::Scissors);
  EXPECT_TRUE(desk_->takes(ToolId::Scissors));
  EXPECT_FALSE(desk_->takes(ToolId::Box));
  desk_->open("threshold");  // in its place
  EXPECT_EQ(toolbox_.active(), ToolId::Box);
  desk_->close();
  EXPECT_EQ(toolbox_.active(), ToolId::Eraser);
}

TEST_F(OperationDeskTest, WhatThePictureFillsNeedsNoLesionBefore) {
  desk_->open("threshold");
  EXPECT_TRUE(workspace_->active()) << "it is made by using it";
  EXPECT_THAT(settled().note, HasSubstr("box"));
  toolbox_.marks().box = core::VoxelBox{{10, 10, 10}, {12, 12, 12}};
  EXPECT_THAT(settled().note, HasSubstr("values"));
  toolbox_.marks().range = core::IntensityRange{50, 150};
  EXPECT_DOUBLE_EQ(settled().gainedMl, 27 * 0.001);
  desk_->apply();
  EXPECT_EQ(voxels(), 27);
}

TEST_F(OperationDeskTest, ABoxIsOfTheClassThatIsAtHand) {
  workspace_->addLesion("Node", "node");
  desk_->open("box");
  const ui::OperationCard card = settled();
  const auto asked = std::find_if(card.parameters.begin(), card.parameters.end(),
                                  [](const ui::ParameterItem& each) { return each.key == "class"; });
  ASSERT_NE(asked, card.parameters.end());
  EXPECT_EQ(asked->text, "node");
  EXPECT_FALSE(asked->choices.empty()) << "those of the project are offered";
  toolbox_.marks().box = core::VoxelBox{{10, 10, 10}, {12, 12, 12}};
  settled();
  desk_->apply();
  ASSERT_TRUE(workspace_->active());
  EXPECT_EQ(workspace_->model().lesions[*workspace_->active()].className, "node");
}

TEST_F(OperationDeskTest, EveryOperationOfTheTableOpens) {
  paintOne();
  for (const ui::OperationItem& item : stage::OperationDesk::list()) {
    desk_->open(item.id);
    const ui::OperationCard card = settled();
    EXPECT_EQ(card.name, item.name);
    EXPECT_TRUE(card.ready || !card.note.empty()) << item.name << " proposes something, or says why not";
  }
}

TEST_F(OperationDeskTest, WhatIsDeletedIsSaidAndComesBackChosen) {
  paintOne();
  workspace_->addLesion("Node", "node");
  workspace_->select(0);
  const std::int64_t before = workspace_->editsStanding();
  ASSERT_TRUE(workspace_->doAtOnce("delete"));
  ASSERT_EQ(workspace_->model().notes.size(), 1u);
  EXPECT_EQ(workspace_->model().notes[0].text, "Cyst deleted.");
  EXPECT_EQ(workspace_->model().notes[0].command, ui::CommandId::Undo);
  EXPECT_EQ(workspace_->active(), 1u);
  EXPECT_EQ(workspace_->editsStanding(), before + 1);
  workspace_->session().flush();
  workspace_->poll();
  workspace_->undo();
  workspace_->session().flush();
  workspace_->poll();
  EXPECT_EQ(workspace_->active(), 0u);
  EXPECT_FALSE(workspace_->model().lesions[0].gone);
  EXPECT_EQ(workspace_->editsStanding(), before);
  ASSERT_EQ(workspace_->model().notes.size(), 1u) << "in the place of what was said";
  EXPECT_THAT(workspace_->model().notes[0].text, testing::AllOf(HasSubstr("Undone: "), HasSubstr("Cyst")));
}

TEST_F(OperationDeskTest, ListAndDetailsShowTheLargestDiameter) {
  paintOne();
  desk_->open("grow");
  desk_->set("margin", 6.0);
  settled();
  desk_->apply();
  workspace_->lookAtDetails(true);
  const auto size = [&] { return workspace_->model().lesions[0].inSliceDiameterMm; };
  for (int tries = 0; tries < 1000 && size() < 10; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    workspace_->poll();
  }
  EXPECT_NEAR(size(), 13, 1.5) << "a ball of 6 mm around a voxel";
  ASSERT_TRUE(workspace_->model().details && workspace_->model().details->sizesKnown);
  EXPECT_EQ(workspace_->model().details->inSliceDiameterMm, size());
}

}  // namespace
