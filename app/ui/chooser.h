// Finding a project or images among the computer's folders, by touch: what is shown before a project is open. Plain
// values; the thread that draws.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ui/widgets.h"

namespace ui {

struct ChooserModel {
  enum class Purpose : std::uint8_t {
    OpenProject,
    ImagesForNewProject,
    ImagesForThisProject,
    PlaceOfProject,
    FolderToWrite,
    Labels
  };
  struct Item {
    std::string name;
    bool folder = false;
    bool ticked = false;  // to be taken with others that are
  };

  Purpose purpose = Purpose::OpenProject;
  std::string place;                   // the folder that is shown, whole
  bool hasParent = false;              // it lies in another
  std::vector<std::string> shortcuts;  // "Home", "Documents", "USB stick"
  std::vector<Item> items;             // folders first, each sorted
  std::size_t folders = 0;             // in this folder
  std::size_t files = 0;               // likewise, also where not all are listed
  std::string projectName;             // suggested; of a folder that is to be written: its name
  std::string projectFolder;           // where a new project will lie
  std::string failure;                 // why the folder cannot be shown, in words
};

struct EnterParent {};
struct EnterPath {  // as typed
  std::string path;
};
struct TickItem {  // or no longer
  std::size_t index;
};
struct EnterShortcut {
  std::size_t index;
};
struct ChooseItem {  // enters a folder, takes a file
  std::size_t index;
  std::string projectName;
  std::string caseName = {};
};
struct ChooseThisFolder {  // or what is ticked in it
  std::string projectName;
  std::string caseName = {};
};
struct ChangePlaceOfProject {};  // asks where a new project is to lie
struct LeaveChooser {};
using ChooserRequest = std::variant<EnterParent, EnterPath, EnterShortcut, TickItem, ChooseItem, ChooseThisFolder,
                                    ChangePlaceOfProject, LeaveChooser>;

// What it remembers between frames.
struct ChooserState {
  std::string suggested;  // the name that was, when typing began
  std::string name;
  std::string caseName;
  std::string place;  // that was shown last
  std::string path;   // as typed so far
};

// In a card of the window's. failure: why what was chosen before did not do, in words.
void drawChooser(Widgets& widgets, const ChooserModel& model, const std::string& failure, const Rect& card,
                 ChooserState& state, std::vector<ChooserRequest>& requests);

}  // namespace ui
