// Where everything stands on the page of releases: the list at the edge, one release in the middle, what it changed
// under it. Pure; any thread. In dp.
#pragma once

#include "ui/rect.h"

namespace ui {

struct ReleaseLayout {
  Rect header;
  Rect list;
  Rect about;    // the release that is looked at
  Rect changes;  // since the one before it
};

// A window smaller than 480 x 480 gets what that would get.
ReleaseLayout layOutReleases(glm::dvec2 sizeDp);

}  // namespace ui
