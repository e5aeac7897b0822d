// What stands in the window before a project is open: the projects that were open last, and one to try things on. Plain
// values; the thread that draws.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ui/chooser.h"
#include "ui/widgets.h"

namespace ui {

struct RecentItem {
  std::string name;   // "Liver pilot"
  std::string place;  // its folder
};

struct StartModel {
  std::vector<RecentItem> recent;  // the latest first
  std::string demo;                // what the project to try things on shows; empty: it cannot be made here
  std::string demoRemedy;          // then: what to do about that
  bool working = false;            // something is being made or opened
  std::string progress;            // "Reading 1 file"
  std::optional<double> fraction;
  std::string failure;                    // what went wrong last, in words
  const ChooserModel* chooser = nullptr;  // where a file is being chosen
};

struct OpenRecent {
  std::size_t index;
};
struct OpenDemo {};
struct OpenChooser {
  ChooserModel::Purpose purpose;
};
struct CancelWork {};
struct CloseWindow {};
using StartRequest = std::variant<OpenRecent, OpenDemo, OpenChooser, ChooserRequest, CancelWork, CloseWindow>;

void drawStart(Widgets& widgets, const StartModel& model, glm::dvec2 sizeDp, ChooserState& chooser,
               std::vector<StartRequest>& requests);

}  // namespace ui
