// The page of candidates: what can be asked on it is a tap away in windows of all shapes, and nothing goes on without a
// reason.
#include "ui/panels.h"

namespace ui {
namespace {

class CandidateTest : public UiTest {
 protected:
  void SetUp() override {
    UiTest::SetUp();
    if (!panels_) {
      return;
    }
    CandidateCard::Class paused{
        .model = "liver-seg 3", .name = "cyst", .words = "2 of 10 were good", .part = 0.2, .low = 0.06, .high = 0.51};
    paused.state = CandidateCard::Class::State::Paused;
    model_.candidates =
        CandidateCard{.classes = {{.model = "liver-seg 2", .name = "tumour", .look = "Look at 3"}, paused},
                      .mayRelease = true,
                      .model = "liver-seg",
                      .modelVersion = "3",
                      .track = "model"};
    panels_->state().candidates.shown = true;
    settle();
  }
  CandidateState& state() { return panels_->state().candidates; }
  bool has(const std::string& name) {
    settle();
    return panels_->boxes().contains(name);
  }
};

TEST_F(CandidateTest, EverythingIsATapAwayInWindowsOfAllShapes) {
  for (const glm::dvec2 size : {glm::dvec2(1280, 800), glm::dvec2(800, 1280), glm::dvec2(1024, 768)}) {
    size_ = size;
    state().shown = true;
    settle();
    only<ChooseCandidates>(tap("candidates act"));
    EXPECT_TRUE(has("release class 1"));
    EXPECT_FALSE(has("release class 0")) << "it is not paused";
    tap("candidates leave");
    EXPECT_FALSE(state().shown);
  }
}

TEST_F(CandidateTest, AFileIsOfAModelAVersionAndACase) {
  model_.candidates->file = "labels.nrrd";
  settle();
  EXPECT_EQ(state().model, "liver-seg") << "as the latest";
  tap("bringing case 1");
  const auto asked = only<BringCandidates>(tap("bringing now"));
  EXPECT_EQ(asked->caseIndex, 1u);
  EXPECT_EQ(asked->model, "liver-seg");
  EXPECT_EQ(asked->modelVersion, "3");
  EXPECT_EQ(asked->track, "model");
  EXPECT_THAT(asked->classes, testing::IsEmpty()) << "the guideline has none";
  state().modelVersion.clear();
  settle();
  EXPECT_TRUE(tap("bringing now").empty()) << "nobody said which version";
  only<DropCandidates>(tap("bringing cancel"));
}

TEST_F(CandidateTest, AFileIsBroughtIntoNoCaseThatItDoesNotFit) {
  model_.candidates->file = "labels.nrrd";
  model_.candidates->against = "its voxels lie elsewhere";
  settle();
  EXPECT_TRUE(tap("bringing now").empty());
  model_.candidates->against.clear();
  settle();
  only<BringCandidates>(tap("bringing now"));
}

TEST_F(CandidateTest, TheNameOfAFileSaysOfWhichCaseItIs) {
  model_.cases = {"patient", "Patient-1", "Patient-12"};
  model_.candidates->file = "out-patient-12.nii.gz";
  settle();
  EXPECT_EQ(state().caseIndex, 2u);
  model_.candidates->file = "labels.nrrd";
  model_.openCase = 1;
  settle();
  EXPECT_EQ(state().caseIndex, 1u) << "it says nothing: the one that is open";
}

TEST_F(CandidateTest, EachValueOfAFileIsAClassOfTheGuideline) {
  model_.candidates->file = "labels.nrrd";
  model_.candidates->classNames = {"lung nodule", "cyst"};
  model_.candidates->values = {{1, "label 1", "0.50 ml, axial 7", {}}, {2, "Cyst", "", 1}, {3, "Vessel", "", {}}};
  for (const glm::dvec2 size : {glm::dvec2(1280, 800), glm::dvec2(800, 1280), glm::dvec2(1024, 768)}) {
    SCOPED_TRACE(size.x);
    size_ = size;
    settle();
    ASSERT_EQ(state().chosen.size(), 3u);
    EXPECT_FALSE(state().chosen[0]);
    EXPECT_EQ(state().chosen[1], 1u) << "its name says so";
    EXPECT_TRUE(tap("bringing now").empty()) << "two of them have no class yet";
    tap("bringing value 0");
    settle();
    tap("bringing value 0 as 0");
    settle();
    EXPECT_TRUE(tap("bringing now").empty()) << "one of them has no class yet";
    tap("bringing value 2");
    settle();
    tap("bringing value 2 as 2");
    settle();
    const auto asked = only<BringCandidates>(tap("bringing now"));
    EXPECT_THAT(asked->classes, testing::ElementsAre("lung nodule", "cyst", ""));
    tap("bringing all 1");
    settle();
    EXPECT_THAT(only<BringCandidates>(tap("bringing now"))->classes, testing::ElementsAre("cyst", "cyst", "cyst"));
    state().chosen.assign(3, 2);
    settle();
    EXPECT_TRUE(tap("bringing now").empty()) << "nothing of it is left";
    state().file.clear();
  }
}

TEST_F(CandidateTest, AValueIsShownBesideItsClassAndLargerWhereThatIsChosen) {
  model_.candidates->file = "labels.nrrd";
  model_.candidates->classNames = {"lung nodule", "cyst"};
  const auto picture =
      std::make_shared<const Thumbnail>(Thumbnail{2, {0xFF000000, 0xFFFFFFFF, 0xFF808080, 0xFF808080}});
  model_.candidates->values = {{1, "label 1", "mean 45 HU, 0.50 ml, axial 7", {}, picture}, {2, "", "", {}}};
  settle();
  const double small = panels_->boxes().at("bringing value 0").size.y;
  EXPECT_GT(small, panels_->boxes().at("bringing value 1").size.y);
  tap("bringing value 0");
  settle();
  EXPECT_GT(panels_->boxes().at("bringing value 0").size.y, small);
}

TEST_F(CandidateTest, LeadsToThoseThatWait) {
  EXPECT_FALSE(has("look at class 1")) << "none of them waits";
  EXPECT_EQ(only<LookAtCandidates>(tap("look at class 0"))->place, 0u);
}

TEST_F(CandidateTest, APausedClassGoesOnForAReasonOnly) {
  tap("release class 1");
  EXPECT_TRUE(tap("going on now").empty());
  state().reason = "a newer model";
  settle();
  const auto asked = only<ReleaseClass>(tap("going on now"));
  EXPECT_EQ(asked->className, "cyst");
  EXPECT_EQ(asked->reason, "a newer model");
  EXPECT_FALSE(has("going on now"));
}

TEST_F(CandidateTest, WhoMayNotIsOfferedNeither) {
  model_.candidates->mayRelease = false;
  model_.candidates->blocked = "Your role brings nothing in.";
  EXPECT_FALSE(has("release class 1"));
  EXPECT_TRUE(tap("candidates act").empty());
}

}  // namespace
}  // namespace ui
