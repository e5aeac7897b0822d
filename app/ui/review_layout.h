// Where everything of the review deck stands: reject and accept under opposite thumbs, all that a decision needs above
// them. Pure; any thread. In dp.
#pragma once

#include <vector>

#include "interaction/tools.h"
#include "ui/rect.h"

namespace ui {

struct ReviewLayout {
  bool portrait = false;
  Rect header;
  Rect criteria;
  Rect said;  // facts, opinions, and what else can be done
  Rect reject;
  Rect accept;
  Rect changes;
  Rect back;
  Rect skip;
  Rect hint;
  std::vector<interaction::Pane> panes;  // 3D, axial, coronal, sagittal
};

// sizeDp of at least 480 x 480. Accepting stays at the right for left-handed people too: it is where a swipe goes.
ReviewLayout layOutReview(glm::dvec2 sizeDp);

}  // namespace ui
