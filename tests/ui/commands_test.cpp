#include "ui/commands.h"

#include <gmock/gmock.h>

#include <set>

#include "interaction/tools.h"

namespace {

using interaction::KeyInput;
using ui::CommandId;
using ui::Deed;

// Whether a press of the key does that.
bool does(const KeyInput& key, Deed deed) {
  return ui::commandOf(key) == deed;
}

TEST(Commands, HaveKeysAndTitlesOfTheirOwn) {
  std::set<std::string_view> keys;
  std::set<std::string_view> titles;
  std::set<Deed> deeds;
  for (const ui::Command& command : ui::commands()) {
    EXPECT_TRUE(deeds.insert(command.deed).second) << command.title;
    EXPECT_TRUE(titles.insert(command.title).second) << command.title;
    EXPECT_TRUE(command.keys.empty() || keys.insert(command.keys).second) << command.keys;
  }
  EXPECT_EQ(deeds.size(), std::size_t(CommandId::Quit) + 1 + interaction::tools().size()) << "each can be found";
}

TEST(Commands, ToolsAreAmongThemByTheirKeys) {
  for (const interaction::ToolInfo& tool : interaction::tools()) {
    EXPECT_TRUE(does({.key = std::string(tool.key)}, tool.id)) << tool.name;
  }
}

TEST(Commands, AreFoundByTheirKeys) {
  EXPECT_TRUE(does({.key = "Z", .modifiers = {.control = true}}, CommandId::Undo));
  EXPECT_TRUE(does({.key = "Z", .modifiers = {.control = true, .shift = true}}, CommandId::Redo));
  EXPECT_TRUE(does({.key = "/", .modifiers = {.shift = true}}, CommandId::Keys));
  EXPECT_TRUE(does({.key = "?"}, CommandId::Keys));
  EXPECT_EQ(ui::commandOf({.key = "Z"}), std::nullopt);
  EXPECT_EQ(ui::commandOf({.key = "B", .down = false}), std::nullopt);
  EXPECT_EQ(ui::commandOf({.key = "B", .modifiers = {.alt = true}}), std::nullopt);
}

TEST(Commands, AreFoundByTheirWords) {
  EXPECT_EQ(ui::findCommands("undo").front(), Deed(CommandId::Undo));
  EXPECT_EQ(ui::findCommands("MEAS dist"), std::vector<Deed>{interaction::ToolId::Distance});
  EXPECT_EQ(ui::findCommands("brush").front(), Deed(interaction::ToolId::Brush)) << "what begins with it comes first";
  EXPECT_TRUE(ui::findCommands("xyzzy").empty());
  EXPECT_EQ(ui::findCommands("").size(), ui::commands().size());
}

}  // namespace
