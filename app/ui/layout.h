// Where everything stands in a window of a given size: what the thumb needs at the edges, what the eye needs in the
// middle. Pure; any thread. All in dp.
#pragma once

#include <optional>
#include <vector>

#include "interaction/tools.h"
#include "ui/compare_layout.h"
#include "ui/rect.h"
#include "ui/replay_layout.h"
#include "ui/review_layout.h"

namespace ui {

struct LayoutChoice {
  bool leftHanded = false;                           // tools at the other edge, everything mirrored
  std::optional<core::Layout> enlarged;              // one picture in the place of all, lists too
  std::optional<core::Layout> front;                 // in a deck: which picture has the place of the volume
  core::Layout portraitSlice = core::Layout::Axial;  // upright windows show one slice at a time
  bool freeSlice = false;                            // there is a free slice to be shown
  bool drawer = false;   // where lesions have no room of their own: whether they lie over the pictures
  bool page = false;     // something is edited beside the pictures, which make room for it
  bool review = false;   // the review deck, in the place of everything
  bool compare = false;  // likewise, readings held against each other
  bool replay = false;   // likewise, how the lesions came to be
  bool changes = false;  // likewise, how two releases differ
};

struct WindowLayout {
  bool portrait = false;
  Rect topBar;
  Rect tools;       // a column, or a row in portrait
  Rect settings;    // of the active tool
  Rect brightness;  // presets for slices; empty where there is no room
  std::optional<Rect> lesions;
  std::optional<Rect> history;
  std::optional<Rect> page;              // in the place of lesions and history
  bool lesionsCover = false;             // the lesions lie over pictures, and go by a tap beside them
  bool pageCovers = false;               // the page lies over pictures, which have no room to give
  std::optional<ReviewLayout> review;    // then there are only it, the panes and where notes stand (over `settings`)
  std::optional<CompareLayout> compare;  // likewise
  std::optional<ReplayLayout> replay;    // likewise
  std::optional<ReplayLayout> changes;   // likewise; it stands as the replay does
  std::vector<interaction::Pane> panes;

  bool isDeck() const { return review || compare || replay || changes; }  // nothing is painted there
};

// sizeDp of at least 480 x 480.
WindowLayout layOut(glm::dvec2 sizeDp, const LayoutChoice& choice);

}  // namespace ui
