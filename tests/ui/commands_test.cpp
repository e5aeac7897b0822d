#include "ui/commands.h"

#include <gmock/gmock.h>

#include <set>

#include "interaction/tools.h"

namespace {

using interaction::KeyInput;
using ui::CommandId;

TEST(Commands, StandInTheOrderOfTheirIdsAndKeysAreTheirOwn) {
  std::set<std::string_view> keys;
  std::set<std::string_view> titles;
  for (std::size_t i = 0; i < ui::commands().size(); ++i) {
    const ui::Command& command = ui::commands()[i];
    EXPECT_EQ(std::size_t(command.id), i);
    EXPECT_TRUE(titles.insert(command.title).second) << command.title;
    EXPECT_TRUE(command.keys.empty() || keys.insert(command.keys).second) << command.keys;
  }
}

TEST(Commands, ToolsHaveTheKeysThatTheirOwnTableSays) {
  for (const interaction::ToolInfo& tool : interaction::tools()) {
    EXPECT_EQ(ui::commandOf({.key = std::string(tool.key)}), CommandId(int(CommandId::Look) + int(tool.id)))
        << tool.name;
  }
}

TEST(Commands, AreFoundByTheirKeys) {
  EXPECT_EQ(ui::commandOf({.key = "Z", .modifiers = {.control = true}}), CommandId::Undo);
  EXPECT_EQ(ui::commandOf({.key = "Z", .modifiers = {.control = true, .shift = true}}), CommandId::Redo);
  EXPECT_EQ(ui::commandOf({.key = "/", .modifiers = {.shift = true}}), CommandId::Keys);
  EXPECT_EQ(ui::commandOf({.key = "?"}), CommandId::Keys);
  EXPECT_EQ(ui::commandOf({.key = "Z"}), std::nullopt);
  EXPECT_EQ(ui::commandOf({.key = "B", .down = false}), std::nullopt);
  EXPECT_EQ(ui::commandOf({.key = "B", .modifiers = {.alt = true}}), std::nullopt);
}

TEST(Commands, AreFoundByTheirWords) {
  EXPECT_EQ(ui::findCommands("undo").front(), CommandId::Undo);
  EXPECT_EQ(ui::findCommands("MEAS dist"), std::vector{CommandId::Distance});
  EXPECT_EQ(ui::findCommands("brush").front(), CommandId::Brush) << "what begins with it comes first";
  EXPECT_TRUE(ui::findCommands("xyzzy").empty());
  EXPECT_EQ(ui::findCommands("").size(), ui::commands().size());
}

}  // namespace
