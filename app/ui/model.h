// What panels show, and what people ask by them: values handed over once per frame, so that panels know no session, no
// renderer and no file. Plain values; one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/view.h"
#include "ui/commands.h"

namespace ui {

struct LesionItem {
  std::string name;
  std::string className;
  glm::vec3 color{1};  // sRGB
  double volumeMl = 0;
  double extentMm = 0;  // the longest side of its box
  bool hidden = false;
  bool gone = false;  // taken out or undone: shown nowhere, but its place is kept, for redo may bring it back
};

struct HistoryItem {
  std::string what;  // "Painted L1"
  std::string when;  // "14:03"
  bool undone = false;
};

struct PresetItem {
  std::string name;  // as in core::View::preset
  std::string title;
};

struct WindowItem {
  std::string title;  // "Bone"
  core::Window window;
};

struct Note {
  int id = 0;
  enum class Kind : std::uint8_t { Info, Caution, Failure } kind = Kind::Info;
  std::string text;  // plain words: what happened, and what can be done
  // What a button on it does, where there is something to do at once.
  std::optional<CommandId> command;
  std::string commandTitle;
};

// A picture of the window, as the pane of the same place in the layout shows it.
struct Picture {
  void* texture = nullptr;  // for the pass that draws panels; null: still being drawn for the first time
  std::string title;        // "Axial", "3D"
  std::string detail;       // "77"
};

struct Model {
  std::string caseName;
  std::string caseFacts;  // "CT · 256×256×108 · 0.96×0.96×1.5 mm"
  std::string reader;
  std::string valueUnit;    // "HU", or nothing
  bool saving = false;      // a commit is on its way; otherwise all is on disk
  bool trouble = false;     // nothing can be saved at present; what waits is kept, and a note says why
  std::size_t unsaved = 0;  // changes that wait for it
  bool canUndo = false;
  bool canRedo = false;
  std::vector<LesionItem> lesions;
  std::optional<std::size_t> activeLesion;
  std::vector<HistoryItem> history;  // the latest first
  std::vector<PresetItem> presets;
  std::vector<WindowItem> windows;
  std::vector<std::string> cases;
  std::size_t openCase = 0;
  std::vector<Note> notes;
  std::vector<Picture> pictures;
  const core::Grid* grid = nullptr;
  core::IntensityRange intensity;
  // Where the pointer meets the surface in 3D, for the brush's preview.
  std::optional<glm::dvec3> surfaceUnderPointer;
};

// ---- What people ask ----

struct RunCommand {
  CommandId command;
};
struct SelectLesion {
  std::size_t lesion;
};
struct ToggleLesion {
  std::size_t lesion;
};
struct CreateLesion {
  std::string name;
  std::string className;
};
struct ChoosePreset {
  std::string name;
};
struct OpenCase {
  std::size_t index;
};
struct UndoBackTo {
  std::size_t entry;  // of the history: it and all later ones
};
struct DismissNote {
  int id;
};
using Request =
    std::variant<RunCommand, SelectLesion, ToggleLesion, CreateLesion, ChoosePreset, OpenCase, UndoBackTo, DismissNote>;

}  // namespace ui
