// The list of cases: a pencil beside each, and what speaks against a name before it is given.
#include "ui/panels.h"

namespace ui {
namespace {

core::CaseId idOf(const std::string& text) {
  return core::Sha256().update(text).finish();
}

class CasesTest : public UiTest {
 protected:
  void SetUp() override {
    UiTest::SetUp();
    if (!panels_) {
      return;
    }
    model_.listed = CasesCard{.cases = {{.id = idOf("1"), .name = "C1", .tracks = {{"shared", "no lesion", true}}},
                                        {.id = idOf("2"), .name = "C2", .tracks = {{"shared", "no lesion"}}}}};
    panels_->state().cases = true;
    settle();
  }
  // The sheet takes the list's place in the next frame.
  void open(const std::string& pencil) {
    tap(pencil);
    settle();
  }
  // In the place of what stands in the field.
  void type(const std::string& name) {
    const interaction::Modifiers control{.control = true};
    queue_.push({0, interaction::KeyInput{"A", true, false, control}});
    queue_.push({0, interaction::KeyInput{"A", false, false, control}});
    settle();
    if (name.empty()) {
      key("Delete");
    } else {
      queue_.push({0, interaction::TextInput{name}});
    }
    settle();
    EXPECT_EQ(panels_->state().caseNaming->typed, name);
  }
  bool isShown(const std::string& name) const { return panels_->boxes().contains(name); }
};

TEST_F(CasesTest, ACaseIsRenamedByThePencilBesideItInWindowsOfAllShapes) {
  for (const glm::dvec2 size : {glm::dvec2(1280, 800), glm::dvec2(800, 1280), glm::dvec2(640, 480)}) {
    panels_->state().cases = false;
    settle();
    size_ = size;
    panels_->state().cases = true;
    settle();
    const auto pencil = panels_->boxes().find("rename case 1");
    ASSERT_NE(pencil, panels_->boxes().end());
    EXPECT_GE(pencil->second.size.x, 48);
    EXPECT_GE(pencil->second.size.y, 48);
    open("rename case 1");
    ASSERT_TRUE(isShown("case naming now"));
    EXPECT_FALSE(isShown("rename case 1")) << "one thing at a time";
    type("Liver 7");
    const auto asked = only<RenameCase>(tap("case naming now"));
    EXPECT_EQ(asked->caseId, idOf("2"));
    EXPECT_EQ(asked->name, "Liver 7");
    settle();
    EXPECT_TRUE(isShown("rename case 1")) << "back in the list";
  }
}

TEST_F(CasesTest, ReturnTakesWhatIsTyped) {
  open("rename case 0");
  type("Liver 7");
  key("Return");
  EXPECT_EQ(only<RenameCase>(settle())->name, "Liver 7");
}

TEST_F(CasesTest, NamesThatCannotBeAreNotGiven) {
  for (const std::string name : {"C2", "", " "}) {
    open("rename case 0");
    type(name);
    EXPECT_TRUE(tap("case naming now").empty()) << name;
    key("Return");
    EXPECT_TRUE(settle().empty()) << name;
    ASSERT_TRUE(isShown("case naming now")) << name;
    key("Escape");
    EXPECT_TRUE(settle().empty());
    settle();
    ASSERT_TRUE(isShown("rename case 0")) << "back in the list";
  }
}

TEST_F(CasesTest, TheNameThatItHasIsNoChange) {
  open("rename case 0");
  EXPECT_TRUE(tap("case naming now").empty());
  settle();
  EXPECT_TRUE(isShown("rename case 0"));
}

TEST_F(CasesTest, WhoMayNotBringInImagesRenamesNone) {
  model_.mayImport = false;
  settle();
  EXPECT_FALSE(isShown("rename case 0"));
  EXPECT_FALSE(isShown("cases add"));
  panels_->state().caseNaming = {idOf("1"), "C1", "Liver 7"};  // by the palette
  settle();
  EXPECT_TRUE(tap("case naming now").empty());
}

}  // namespace
}  // namespace ui
