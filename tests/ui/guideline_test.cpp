// The page of the guideline: everything of it can be written by touch and keys, in windows of all shapes.
#include "ui/clipboard.h"
#include "ui/panels.h"

namespace ui {
namespace {

using testing::ElementsAre;

class GuidelineTest : public UiTest {
 protected:
  void SetUp() override {
    UiTest::SetUp();
    if (!panels_) {
      return;
    }
    core::GuidelineDraft draft;
    draft.title = "Kidney";
    draft.classes = {{.name = "tumour", .definition = "solid"}, {.name = "cyst"}};
    draft.edgeCases = {{{}, {.title = "Wall", .decision = "in", .classes = {"cyst"}}}};
    GuidelinePageCard card;
    card.version = 1;
    card.published = "3 May 2026, Lea";
    card.inForce = std::make_shared<const core::Guideline>(core::guidelineOf(draft));
    card.opens = {true};
    card.mayPublish = true;
    card.shown = "L1 of Case";
    model_.rules = card;
    use(draft);
    state().shown = state().editing = true;
    settle();
  }
  GuidelineState& state() { return panels_->state().guideline; }
  const core::GuidelineDraft& draft() const { return *model_.rules->draft; }
  void use(core::GuidelineDraft draft) {
    model_.rules->draft = std::make_shared<const core::GuidelineDraft>(std::move(draft));
  }

  // As a window does it: what is asked for is there in the next frame.
  std::vector<Request> live(std::size_t frames = 6) {
    std::vector<Request> others;
    for (std::size_t i = 0; i < frames || !queue_.isEmpty(); ++i) {
      for (Request& request : frame()) {
        if (const auto* change = std::get_if<ChangeGuideline>(&request)) {
          use(change->draft);
        } else {
          others.push_back(std::move(request));
        }
      }
    }
    return others;
  }
  std::vector<Request> press(const std::string& name) {
    const auto found = panels_->boxes().find(name);
    EXPECT_NE(found, panels_->boxes().end()) << "there is no " << name;
    if (found != panels_->boxes().end()) {
      push(Phase::Down, found->second.origin + found->second.size * 0.5);
      push(Phase::Up, found->second.origin + found->second.size * 0.5);
    }
    return live();
  }
  void type(const std::string& text) {
    queue_.push({0, interaction::TextInput{text}});
    live();
  }
  void typeInto(const std::string& name, const std::string& text) {
    press(name);
    key("End");
    type(text);
  }
  void keyNow(const std::string& name) {
    key(name);
    live();
  }
};

TEST_F(GuidelineTest, EveryFieldIsWritten) {
  for (const glm::dvec2 size : {glm::dvec2(1280, 1400), glm::dvec2(800, 2200), glm::dvec2(1024, 1600)}) {
    size_ = size;
    use({});
    state().section = GuidelineState::Section::About;
    live();
    typeInto("guideline title", "Liver");
    typeInto("guideline objective", "find metastases");
    press("guideline intent 0");
    typeInto("guideline reason", "they are followed");
    press("granularity 1");
    press("add class");
    type("metastasis");
    typeInto("class definition", "darker than the liver");
    typeInto("class includes", "its rim");
    keyNow("Return");
    type("necrosis");
    typeInto("class excludes", "cysts");
    press("granularity 3");
    typeInto("class smallest", "30");
    typeInto("class tolerance", "1.5");
    press("class overlaps");
    press("class critical");
    press("add edge");
    type("Rim");
    typeInto("edge decision", "in");
    press("edge class 0");
    press("part acceptance");
    typeInto("guideline acceptance", "all marked");
    typeInto("guideline reading acceptance", "all slices seen");
    press("part changes");
    press("change add");
    type("first");
    press("change 0 class 0");
    const core::GuidelineDraft& is = draft();
    EXPECT_EQ(is.title, "Liver");
    EXPECT_EQ(is.objective, "find metastases");
    EXPECT_EQ(is.intent, "triage support");
    EXPECT_EQ(is.granularityReason, "they are followed");
    EXPECT_EQ(is.granularity, core::Granularity::SemanticRegion);
    ASSERT_EQ(is.classes.size(), 1u);
    EXPECT_EQ(is.classes[0], (core::GuidelineDraft::Class{.name = "metastasis",
                                                          .definition = "darker than the liver",
                                                          .includes = "its rim\nnecrosis",
                                                          .excludes = "cysts",
                                                          .granularity = core::Granularity::Box,
                                                          .smallestMm3 = "30",
                                                          .toleranceMm = "1.5",
                                                          .mayOverlap = false,
                                                          .critical = true}));
    ASSERT_EQ(is.edgeCases.size(), 1u);
    EXPECT_EQ(is.edgeCases[0].edge, (core::EdgeCase{.title = "Rim", .decision = "in", .classes = {"metastasis"}}));
    EXPECT_EQ(is.acceptance, "all marked");
    EXPECT_EQ(is.readingAcceptance, "all slices seen");
    ASSERT_EQ(is.changes.size(), 1u);
    EXPECT_EQ(is.changes[0].change, (core::GuidelineChange{"first", {"metastasis"}}));
  }
}

TEST_F(GuidelineTest, KeysLeadFromFieldToField) {
  press("guideline title");
  keyNow("Tab");
  type("all lesions");
  EXPECT_EQ(draft().objective, "all lesions");
  keyNow("Escape");
  EXPECT_TRUE(state().editing) << "the field is left, not the page";
  keyNow("Escape");
  EXPECT_FALSE(state().editing);
  EXPECT_TRUE(state().shown);
  keyNow("Escape");
  EXPECT_FALSE(state().shown);
}

TEST_F(GuidelineTest, PartsAreMovedAndTakenOut) {
  size_ = {1280, 1400};
  live();
  press("part class 1");
  press("class earlier");
  EXPECT_EQ(draft().classes[0].name, "cyst");
  EXPECT_EQ(state().place, 0u) << "the same one is looked at";
  press("class remove");
  EXPECT_EQ(draft().classes.size(), 1u);
  press("part edge 0");
  press("edge remove");
  EXPECT_TRUE(draft().edgeCases.empty());
}

TEST_F(GuidelineTest, IsPublishedOnlyWhereNothingIsAgainstIt) {
  EXPECT_TRUE(press("guideline act").empty()) << "it is asked first";
  EXPECT_TRUE(only<PublishGuideline>(press("publish now")));
  model_.rules->faults = {
      {"\u201Cx\u201D is defined twice", "Rename one", true, GuidelinePageCard::Fault::Part::Class, 1}};
  live();
  EXPECT_TRUE(press("guideline act").empty());
  press("guideline fault 0");
  EXPECT_EQ(state().section, GuidelineState::Section::Class) << "a tap leads to it";
  EXPECT_EQ(state().place, 1u);
  model_.rules->faults.clear();
  model_.rules->outdated = true;
  live();
  EXPECT_TRUE(press("guideline act").empty());
  EXPECT_TRUE(only<CarryGuidelineOver>(press("guideline carry over")));
  model_.rules->outdated = false;
  model_.rules->others = true;
  live();
  EXPECT_TRUE(press("guideline act").empty()) << "it is not said yet which of two windows' drafts is meant";
  EXPECT_FALSE(only<SettleGuidelineDraft>(press("guideline draft theirs"))->mine);
  EXPECT_TRUE(only<SettleGuidelineDraft>(press("guideline draft mine"))->mine);
  model_.rules->others = false;
  model_.rules->same = true;
  live();
  EXPECT_TRUE(press("guideline act").empty());
}

TEST_F(GuidelineTest, IsDiscardedOnlyWhereThatIsMeant) {
  press("guideline discard");
  EXPECT_TRUE(press("discard keep").empty());
  press("guideline discard");
  EXPECT_TRUE(only<DiscardGuideline>(press("discard now")));
}

TEST_F(GuidelineTest, TakesWhatIsOpenAsAnExample) {
  EXPECT_EQ(only<ShowOpenInEdgeCase>(press("add open"))->place, std::nullopt);
  EXPECT_EQ(state().place, 1u) << "where it will stand";
  press("part edge 0");
  EXPECT_EQ(only<ShowOpenInEdgeCase>(press("edge show open"))->place, 0u);
}

TEST_F(GuidelineTest, IsReadByEverybodyAndWrittenByWhoMay) {
  model_.rules->draft.reset();
  live();
  EXPECT_FALSE(state().editing);
  EXPECT_EQ(only<ShowEdgeCase>(press("guideline example 0"))->place, 0u);
  EXPECT_FALSE(state().shown);
  state().shown = true;
  model_.rules->mayPublish = false;
  live();
  EXPECT_TRUE(press("guideline act").empty());
  model_.rules->mayPublish = true;
  live();
  EXPECT_TRUE(only<EditGuideline>(press("guideline act")));
}

TEST_F(GuidelineTest, AFingerScrollsWordsThatAreNotTypedIn) {
  size_ = {1280, 480};
  live();
  const Rect before = panels_->boxes().at("guideline objective");
  push(Phase::Down, before.origin + before.size * 0.5);
  for (int i = 1; i <= 10; ++i) {
    push(Phase::Move, before.origin + before.size * 0.5 - glm::dvec2(0, 10 * i));
  }
  push(Phase::Up, before.origin + before.size * 0.5 - glm::dvec2(0, 100));
  live();
  EXPECT_LT(panels_->boxes().at("guideline objective").origin.y, before.origin.y);
  type("x");
  EXPECT_EQ(draft().objective, "") << "and takes no keys";
}

TEST_F(GuidelineTest, WordsComeFromOtherProgramsAndGoThere) {
  std::string shared = "from a\r\npaper";
  useClipboard({.words = [&] { return shared; }, .put = [&](const std::string& words) { shared = words; }});
  const auto control = [&](const char* key) {
    for (const bool down : {true, false}) {
      queue_.push({0, interaction::KeyInput{key, down, false, {.control = true}}});
    }
    live();
  };
  press("guideline objective");
  control("V");
  EXPECT_EQ(draft().objective, "from a\npaper");
  press("guideline title");
  control("A");
  control("X");
  EXPECT_EQ(shared, "Kidney");
  EXPECT_EQ(draft().title, "");
  control("Z");
  EXPECT_EQ(draft().title, "Kidney");
}

TEST_F(GuidelineTest, LongWordsGrowOverSeveralLines) {
  const double before = panels_->boxes().at("guideline objective").size.y;
  std::string words;
  for (int i = 0; i < 120; ++i) {
    words += "every lesion of the liver ";
  }
  typeInto("guideline objective", words);
  EXPECT_EQ(draft().objective, words);
  EXPECT_GT(panels_->boxes().at("guideline objective").size.y, 3 * before);
}

}  // namespace
}  // namespace ui
