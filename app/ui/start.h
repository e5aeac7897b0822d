// What stands in the window before a project is open: the projects that were open last, and one to try things on. Plain
// values; the thread that draws.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

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
  std::string failure;  // what went wrong last, in words
};

struct OpenRecent {
  std::size_t index;
};
struct OpenDemo {};
struct CancelWork {};
struct CloseWindow {};
using StartRequest = std::variant<OpenRecent, OpenDemo, CancelWork, CloseWindow>;

void drawStart(Widgets& widgets, const StartModel& model, glm::dvec2 sizeDp, std::vector<StartRequest>& requests);

}  // namespace ui
