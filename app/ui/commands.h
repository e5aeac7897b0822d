// Everything that can be done by a key, a menu or the palette, in one table. Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "interaction/input.h"
#include "interaction/tools.h"

namespace ui {

enum class CommandId : std::uint8_t {
  Undo,
  Redo,
  EditLesion,
  Apply,
  PutAway,
  NextSetting,
  PreviousSetting,
  NewLesion,
  NextLesion,
  PreviousLesion,
  ToggleLesion,
  ToggleAllLesions,
  ShowLesion,
  Rename,
  Isolate,
  LockLesion,
  CopyLesion,
  MergeLesions,
  DeleteLesion,
  NextContested,
  KeepContested,
  DropContested,
  RemoveMeasurement,
  ClearMeasurements,
  ClearMarks,
  BrushLarger,
  BrushSmaller,
  ToggleProtect,
  ToggleDisc,
  ClearRange,
  NextSlice,
  PreviousSlice,
  Appearance,
  FreeSlice,
  FlipPlane,
  RemoveCuts,
  CenterCrosshair,
  ResetView,
  EnlargePicture,
  ShowLesionsDrawer,
  ShowGuideline,
  Guideline,
  Review,
  ShowSentBack,
  HandIn,
  Compare,
  Replay,
  Calibration,
  NextReading,
  Team,
  Readings,
  NextTie,
  TieBelongs,
  TieDoesNot,
  TieAllBelongs,
  TieNoneBelongs,
  People,
  Decide,
  Candidates,
  Releases,
  LeaveExample,
  LeftHanded,
  PenOnly,
  Palette,
  Keys,
  KeepCopy,
  Cases,
  RenameCase,
  AddImages,
  Quit,
};

// What a key asks for: something that is done at once, or a tool to hold.
using Deed = std::variant<CommandId, interaction::ToolId>;

struct Command {
  Deed deed;
  std::string_view title;  // what it does, as a clinician would say it
  std::string_view keys;   // "Ctrl+Z", "B", "Shift+?"; empty: by palette only
  std::string_view group;
};
std::span<const Command> commands();  // by group, with the tools among them

std::string_view keysOf(const Deed& deed);  // empty where there are none

// Whether it means something while findings are reviewed: what looks and helps, and changes nothing.
bool isForReview(const Deed& deed);

// As the tables write it: "Ctrl+Shift+Z".
std::string writtenKey(const interaction::KeyInput& key);
// The command of a pressed key; nothing where there is none.
std::optional<Deed> commandOf(const interaction::KeyInput& key);

// The titles that hold every word of the query, in any case, best first: those that begin with it. As indices.
std::vector<std::size_t> findTitles(std::string_view query, std::span<const std::string_view> titles);
std::vector<Deed> findCommands(std::string_view query);

}  // namespace ui
