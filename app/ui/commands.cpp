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
    {CommandId::EditLesion,        "Edit this lesion\u2026",           "M",            "Edit"},
    {CommandId::Apply,             "Apply what is proposed",           "Return",       "Edit"},
    {CommandId::PutAway,           "Put away what is open",            "Escape",       "Edit"},
    {CommandId::NextSetting,       "Next setting of the edit",         "Shift+Down",   "Edit"},
    {CommandId::PreviousSetting,   "Previous setting of the edit",     "Shift+Up",     "Edit"},
    {CommandId::NewLesion,         "New lesion",                       "N",            "Lesions"},
    {CommandId::NextLesion,        "Next lesion",                      "Tab",          "Lesions"},
    {CommandId::PreviousLesion,    "Previous lesion",                  "Shift+Tab",    "Lesions"},
    {CommandId::ToggleLesion,      "Hide or show this lesion",         "H",            "Lesions"},
    {CommandId::ToggleAllLesions,  "Hide or show all lesions",         "Shift+H",      "Lesions"},
    {CommandId::ShowLesion,        "All about this lesion",            "I",            "Lesions"},
    {CommandId::Rename,            "Rename this lesion",               "F2",           "Lesions"},
    {CommandId::Isolate,           "Show this lesion alone, or all",   "Shift+I",      "Lesions"},
    {CommandId::LockLesion,        "Lock or unlock this lesion",       "Shift+L",      "Lesions"},
    {CommandId::CopyLesion,        "Copy this lesion",                 "Ctrl+D",       "Lesions"},
    {CommandId::MergeLesions,      "Merge other lesions into this",    "Ctrl+M",       "Lesions"},
    {CommandId::DeleteLesion,      "Delete this lesion",               "Delete",       "Lesions"},
    {CommandId::Look,              "Turn and select",                  "V",            "Tools"},
    {CommandId::Brush,             "Brush",                            "B",            "Tools"},
    {CommandId::Eraser,            "Eraser",                           "E",            "Tools"},
    {CommandId::Sample,            "Only paint values like these",     "R",            "Tools"},
    {CommandId::Crosshair,         "Crosshair",                        "C",            "Tools"},
    {CommandId::Planes,            "Free slice and cuts",              "F",            "Tools"},
    {CommandId::WindowLevel,       "Contrast and brightness",          "W",            "Tools"},
    {CommandId::Distance,          "Measure a distance",               "D",            "Tools"},
    {CommandId::Angle,             "Measure an angle",                 "A",            "Tools"},
    {CommandId::Scissors,          "Cut a lesion with scissors",       "X",            "Tools"},
    {CommandId::Seeds,             "Place seeds to grow from",         "S",            "Tools"},
    {CommandId::Box,               "Draw a box",                       "K",            "Tools"},
    {CommandId::ClearMeasurements, "Remove all measurements",          "Shift+D",      "Tools"},
    {CommandId::ClearMarks,        "Remove seeds, box and outline",    "Shift+S",      "Tools"},
    {CommandId::BrushLarger,       "Larger brush",                     "]",            "Brush"},
    {CommandId::BrushSmaller,      "Smaller brush",                    "[",            "Brush"},
    {CommandId::ToggleProtect,     "Protect other lesions",            "L",            "Brush"},
    {CommandId::ToggleDisc,        "Brush: one slice or a sphere",     "Shift+B",      "Brush"},
    {CommandId::ClearRange,        "Paint all values",                 "Shift+R",      "Brush"},
    {CommandId::NextSlice,         "Next slice",                       "Up",           "View"},
    {CommandId::PreviousSlice,     "Previous slice",                   "Down",         "View"},
    {CommandId::Appearance,        "Appearance of tissue and lesions", "T",            "View"},
    {CommandId::FreeSlice,         "Free slice on or off",             "Shift+F",      "View"},
    {CommandId::FlipPlane,         "Flip the held plane",              "Shift+X",      "View"},
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

std::vector<std::size_t> findTitles(std::string_view query, std::span<const std::string_view> titles) {
  std::istringstream stream(lower(query));
  std::vector<std::string> words;
  for (std::string word; stream >> word;) {
    words.push_back(word);
  }
  std::vector<std::size_t> begins;
  std::vector<std::size_t> holds;
  for (std::size_t i = 0; i < titles.size(); ++i) {
    const std::string title = lower(titles[i]);
    const bool all = std::all_of(words.begin(), words.end(),
                                 [&](const std::string& word) { return title.find(word) != std::string::npos; });
    if (all) {
      (!words.empty() && title.starts_with(words[0]) ? begins : holds).push_back(i);
    }
  }
  begins.insert(begins.end(), holds.begin(), holds.end());
  return begins;
}

std::vector<CommandId> findCommands(std::string_view query) {
  std::vector<std::string_view> titles;
  for (const Command& command : kCommands) {
    titles.push_back(command.title);
  }
  std::vector<CommandId> found;
  for (const std::size_t index : findTitles(query, titles)) {
    found.push_back(kCommands[index].id);
  }
  return found;
}

}  // namespace ui
