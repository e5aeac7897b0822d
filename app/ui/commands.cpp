#include "ui/commands.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>

#include "core/text.h"

namespace ui {
namespace {

constexpr std::string_view kToolGroup = "Tools";

// clang-format off
constexpr Command kOthers[] = {
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
    {CommandId::NextContested,     "Next contested lesion",            "Shift+C",      "Lesions"},
    {CommandId::KeepContested,     "Contested: it belongs to the lesion", "",          "Lesions"},
    {CommandId::DropContested,     "Contested: it does not belong to it", "",          "Lesions"},
    {CommandId::RemoveMeasurement, "Remove the chosen measurement",    "",             kToolGroup},
    {CommandId::ClearMeasurements, "Remove all measurements",          "Shift+D",      kToolGroup},
    {CommandId::ClearMarks,        "Remove seeds, box and outline",    "Shift+S",      kToolGroup},
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
    {CommandId::RemoveCuts,        "Remove all cuts",                  "",             "View"},
    {CommandId::CenterCrosshair,   "Crosshair to the volume's middle", "",             "View"},
    {CommandId::ResetView,         "See the whole volume",             "Home",         "View"},
    {CommandId::EnlargePicture,    "Enlarge the picture, or all again", "Space",       "View"},
    {CommandId::ShowLesionsDrawer, "Show or hide the lesion list",     "O",            "View"},
    {CommandId::ShowGuideline,     "Guideline of this class",          "G",            "View"},
    {CommandId::Cases,             "Cases and readings: open another", "Ctrl+O",       "View"},
    {CommandId::RenameCase,        "Rename this case",                 "",             "View"},
    {CommandId::LeftHanded,        "Left-handed: tools at the other side", "Shift+O",  "View"},
    {CommandId::PenOnly,           "Only the pen paints",              "P",            "View"},
    {CommandId::Review,            "Review: decide, one by one",       "Shift+V",      "Review"},
    {CommandId::Decide,            "Decide on this lesion, or once more", "",          "Review"},
    {CommandId::ShowSentBack,      "What was sent back to you",        "Shift+G",      "Review"},
    {CommandId::HandIn,            "Hand in this reading\u2026",       "Ctrl+Return",  "Review"},
    {CommandId::Compare,           "Compare with the panel",           "Shift+K",      "Review"},
    {CommandId::Replay,            "Play how it was made",             "Shift+P",      "Review"},
    {CommandId::Calibration,       "Your readings, and calibration",   "Shift+A",      "Review"},
    {CommandId::NextReading,       "Next reading that is yours",       "",             "Review"},
    {CommandId::Team,              "Team: readings and policy",        "Shift+T",      "Review"},
    {CommandId::People,            "People: enrol, roles, keys",       "Shift+J",      "Review"},
    {CommandId::Guideline,         "Guideline: read it, write it",    "Ctrl+G",       "Review"},
    {CommandId::Readings,          "Readings: compare, combine",       "Shift+U",       "Review"},
    {CommandId::NextTie,           "Next tied place of a consensus",   "Shift+N",      "Review"},
    {CommandId::TieBelongs,        "Tied: it belongs to the lesion",   "",             "Review"},
    {CommandId::TieDoesNot,        "Tied: it does not belong to it",   "",             "Review"},
    {CommandId::TieAllBelongs,     "Tied: all places of the lesion belong to it", "",  "Review"},
    {CommandId::TieNoneBelongs,    "Tied: no place of the lesion belongs to it", "",   "Review"},
    {CommandId::Candidates,        "Candidates of a model",            "Shift+M",      "Review"},
    {CommandId::Releases,          "Releases: make, verify, export",   "Shift+E",      "Review"},
    {CommandId::LeaveExample,      "Back from the guideline\u2019s example", "",      "Review"},
    {CommandId::Palette,           "Find a command",                   "Ctrl+K",       "Help"},
    {CommandId::Keys,              "Help: keys and touches",           "?",            "Help"},
    {CommandId::KeepCopy,          "Go on in a copy of the project",   "",             "Help"},
    {CommandId::AddImages,         "Bring in images\u2026",           "Ctrl+I",       "Help"},
    {CommandId::Quit,              "Close the window",                 "Ctrl+Q",       "Help"},
};
// clang-format on

std::vector<Command> withTools() {
  std::vector<Command> all;
  for (const Command& command : kOthers) {
    if (command.group == kToolGroup && all.back().group != kToolGroup) {
      for (const interaction::ToolInfo& tool : interaction::tools()) {
        all.push_back({tool.id, tool.command, tool.key, kToolGroup});
      }
    }
    all.push_back(command);
  }
  return all;
}

}  // namespace

std::span<const Command> commands() {
  static const std::vector<Command> all = withTools();
  return all;
}

std::string_view keysOf(const Deed& deed) {
  const auto found =
      std::find_if(commands().begin(), commands().end(), [&](const Command& command) { return command.deed == deed; });
  return found == commands().end() ? std::string_view() : found->keys;
}

bool isForReview(const Deed& deed) {
  constexpr std::array kFor = {CommandId::NextSlice, CommandId::PreviousSlice, CommandId::ResetView,
                               CommandId::Keys,      CommandId::KeepCopy,      CommandId::Quit};
  const auto* command = std::get_if<CommandId>(&deed);
  return command != nullptr && std::find(kFor.begin(), kFor.end(), *command) != kFor.end();
}

std::string writtenKey(const interaction::KeyInput& key) {
  std::string written = key.modifiers.control ? "Ctrl+" : "";
  written += key.modifiers.shift ? "Shift+" + key.key : key.key;
  // On most keyboards the question mark is above another sign, which keyboards differ in.
  if (key.key == "?" || (key.modifiers.shift && key.key == "/")) {
    written = "?";
  }
  return written;
}

std::optional<Deed> commandOf(const interaction::KeyInput& key) {
  if (!key.down || key.modifiers.alt) {
    return std::nullopt;
  }
  const std::string written = writtenKey(key);
  for (const Command& command : commands()) {
    if (!command.keys.empty() && command.keys == written) {
      return command.deed;
    }
  }
  return std::nullopt;
}

std::vector<std::size_t> findTitles(std::string_view query, std::span<const std::string_view> titles) {
  std::istringstream stream(core::lowered(std::string(query)));
  std::vector<std::string> words;
  for (std::string word; stream >> word;) {
    words.push_back(word);
  }
  std::vector<std::size_t> begins;
  std::vector<std::size_t> holds;
  for (std::size_t i = 0; i < titles.size(); ++i) {
    const std::string title = core::lowered(std::string(titles[i]));
    const bool all = std::all_of(words.begin(), words.end(),
                                 [&](const std::string& word) { return title.find(word) != std::string::npos; });
    if (all) {
      (!words.empty() && title.starts_with(words[0]) ? begins : holds).push_back(i);
    }
  }
  begins.insert(begins.end(), holds.begin(), holds.end());
  return begins;
}

std::vector<Deed> findCommands(std::string_view query) {
  std::vector<std::string_view> titles;
  for (const Command& command : commands()) {
    titles.push_back(command.title);
  }
  std::vector<Deed> found;
  for (const std::size_t index : findTitles(query, titles)) {
    found.push_back(commands()[index].deed);
  }
  return found;
}

}  // namespace ui
