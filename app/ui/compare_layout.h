// Where everything stands when readings are compared: pictures large, what they mean right below them, tables beside or
// under them, and the next difference under the thumb. Pure; any thread. In dp.
#pragma once

#include <vector>

#include "interaction/tools.h"
#include "ui/rect.h"

namespace ui {

struct CompareLayout {
  bool portrait = false;
  Rect header;
  Rect legend;  // which reading is shown, and what its colours mean
  Rect readers;
  Rect lesions;
  Rect previous;
  Rect next;
  std::vector<interaction::Pane> panes;  // 3D, axial, coronal, sagittal
};

// sizeDp of at least 480 x 480.
CompareLayout layOutCompare(glm::dvec2 sizeDp);

}  // namespace ui
