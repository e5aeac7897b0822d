// Where everything stands while a case's history is played: pictures large, and below them the line of time. Pure; any
// thread. In dp.
#pragma once

#include <vector>

#include "interaction/tools.h"
#include "ui/rect.h"

namespace ui {

struct ReplayLayout {
  bool portrait = false;
  Rect header;
  Rect bar;                              // what was done, and the line of time with its buttons
  std::vector<interaction::Pane> panes;  // 3D, axial, coronal, sagittal
};

// sizeDp of at least 480 x 480.
ReplayLayout layOutReplay(glm::dvec2 sizeDp);

}  // namespace ui
