#include "ui/commands.h"

#include <algorithm>
#include <cctype>
#include <sstream>

namespace ui {
namespace {

// clang-format off
constexpr Command kCommands[] = {
    {CommandId::Undo,              "Undo",                             "Ctrl+Z",       "Edit"},
    {CommandId::Redo,              "Redo",                             "Ctrl+Shift+Z", "Edit"},
    {CommandId::NewLesion,         "New lesion",                       "N",            "Lesions"},
    {CommandId::NextLesion,        "Next lesion",                      "Tab",          "Lesions"},
    {CommandId::PreviousLesion,    "Previous lesion",                  "Shift+Tab",    "Lesions"},
    {CommandId::ToggleLesion,      "Hide or show this lesion",         "H",            "Lesions"},
    {CommandId::ToggleAllLesions,  "Hide or show all lesions",         "Shift+H",      "Lesions"},
    {CommandId::Look,              "Turn and select",                  "V",            "Tools"},
    {CommandId::Brush,             "Brush",                            "B",            "Tools"},
    {CommandId::Eraser,            "Eraser",                           "E",            "Tools"},
    {CommandId::Sample,            "Only paint values like these",     "R",            "Tools"},
    {CommandId::Crosshair,         "Crosshair",                        "C",            "Tools"},
    {CommandId::WindowLevel,       "Contrast and brightness",          "W",            "Tools"},
    {CommandId::Distance,          "Measure a distance",               "D",            "Tools"},
    {CommandId::Angle,             "Measure an angle",                 "A",            "Tools"},
    {CommandId::ClearMeasurements, "Remove all measurements",          "Shift+D",      "Tools"},
    {CommandId::BrushLarger,       "Larger brush",                     "]",            "Brush"},
    {CommandId::BrushSmaller,      "Smaller brush",                    "[",            "Brush"},
    {CommandId::ToggleProtect,     "Protect other lesions",            "L",            "Brush"},
    {CommandId::ClearRange,        "Paint all values",                 "Shift+R",      "Brush"},
    {CommandId::NextSlice,         "Next slice",                       "Up",           "View"},
    {CommandId::PreviousSlice,     "Previous slice",                   "Down",         "View"},
    {CommandId::ResetView,         "See the whole volume",             "Home",         "View"},
    {CommandId::EnlargePicture,    "Enlarge the picture, or all again", "Space",       "View"},
    {CommandId::ShowLesionsDrawer, "Show or hide the lesion list",     "O",            "View"},
    {CommandId::LeftHanded,        "Left-handed: tools at the other side", "",         "View"},
    {CommandId::PenOnly,           "Only the pen paints",              "P",            "View"},
    {CommandId::Palette,           "Find a command",                   "Ctrl+K",       "Help"},
    {CommandId::Keys,              "Keys at a glance",                 "?",            "Help"},
    {CommandId::KeepCopy,          "Go on in a copy of the project",   "",             "Help"},
    {CommandId::Quit,              "Close",                            "Ctrl+Q",       "Help"},
};
// clang-format on

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  return result;
}

}  // namespace

std::span<const Command> commands() {
  return kCommands;
}

std::optional<CommandId> commandOf(const interaction::KeyInput& key) {
  if (!key.down || key.modifiers.alt) {
    return std::nullopt;
  }
  std::string written = key.modifiers.control ? "Ctrl+" : "";
  written += key.modifiers.shift ? "Shift+" + key.key : key.key;
  // On most keyboards the question mark is above another sign, which keyboards differ in.
  if (key.key == "?" || (key.modifiers.shift && key.key == "/")) {
    written = "?";
  }
  for (const Command& command : kCommands) {
    if (!command.keys.empty() && command.keys == written) {
      return command.id;
    }
  }
  return std::nullopt;
}

std::vector<CommandId> findCommands(std::string_view query) {
  std::istringstream stream(lower(query));
  std::vector<std::string> words;
  for (std::string word; stream >> word;) {
    words.push_back(word);
  }
  std::vector<CommandId> begins;
  std::vector<CommandId> holds;
  for (const Command& command : kCommands) {
    const std::string title = lower(command.title);
    const bool all = std::all_of(words.begin(), words.end(),
                                 [&](const std::string& word) { return title.find(word) != std::string::npos; });
    if (all) {
      (!words.empty() && title.starts_with(words[0]) ? begins : holds).push_back(command.id);
    }
  }
  begins.insert(begins.end(), holds.begin(), holds.end());
  return begins;
}

}  // namespace ui
