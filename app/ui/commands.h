// Everything that can be done by a key, a menu or the palette, in one table. Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "interaction/input.h"

namespace ui {

enum class CommandId : std::uint8_t {
  Undo,
  Redo,
  NewLesion,
  NextLesion,
  PreviousLesion,
  ToggleLesion,
  ToggleAllLesions,
  Look,
  Brush,
  Eraser,
  Sample,
  Crosshair,
  WindowLevel,
  Distance,
  Angle,
  ClearMeasurements,
  BrushLarger,
  BrushSmaller,
  ToggleProtect,
  ClearRange,
  NextSlice,
  PreviousSlice,
  ResetView,
  EnlargePicture,
  ShowLesionsDrawer,
  LeftHanded,
  PenOnly,
  Palette,
  Keys,
  KeepCopy,
  Quit,
};

struct Command {
  CommandId id;
  std::string_view title;  // what it does, as a clinician would say it
  std::string_view keys;   // "Ctrl+Z", "B", "Shift+?"; empty: by palette only
  std::string_view group;
};
std::span<const Command> commands();  // in the order of CommandId

// The command of a pressed key; nothing where there is none.
std::optional<CommandId> commandOf(const interaction::KeyInput& key);

// The commands whose titles hold every word of the query, in any case, best first: those that begin with it.
std::vector<CommandId> findCommands(std::string_view query);

}  // namespace ui
