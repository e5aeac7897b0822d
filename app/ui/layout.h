// Where everything stands in a window of a given size: what the thumb needs at the edges, what the eye needs in the
// middle. Pure; any thread. All in dp.
#pragma once

#include <glm/vec2.hpp>
#include <optional>
#include <vector>

#include "interaction/tools.h"

namespace ui {

constexpr double kGrid = 8;      // everything stands on multiples of it
constexpr double kTouchDp = 48;  // the least that a finger can be asked to hit

struct Rect {
  glm::dvec2 origin{0};
  glm::dvec2 size{0};

  glm::dvec2 end() const { return origin + size; }
  bool contains(glm::dvec2 at) const {
    return at.x >= origin.x && at.y >= origin.y && at.x < end().x && at.y < end().y;
  }
  bool operator==(const Rect&) const = default;
};

struct LayoutChoice {
  bool leftHanded = false;                           // tools at the other edge, everything mirrored
  std::optional<core::Layout> enlarged;              // one picture in the place of all
  core::Layout portraitSlice = core::Layout::Axial;  // upright windows show one slice at a time
  bool freeSlice = false;                            // there is a free slice to be shown
  bool drawer = false;  // where lesions have no room of their own: whether they lie over the pictures
  bool page = false;    // something is edited beside the pictures, which make room for it
};

struct WindowLayout {
  bool portrait = false;
  Rect topBar;
  Rect tools;       // a column, or a row in portrait
  Rect settings;    // of the active tool
  Rect brightness;  // presets for slices; empty where there is no room
  std::optional<Rect> lesions;
  std::optional<Rect> history;
  std::optional<Rect> page;   // in the place of lesions and history
  bool lesionsCover = false;  // the lesions lie over pictures, and go by a tap beside them
  bool pageCovers = false;    // the page lies over pictures, which have no room to give
  std::vector<interaction::Pane> panes;
};

// sizeDp of at least 480 x 480.
WindowLayout layOut(glm::dvec2 sizeDp, const LayoutChoice& choice);

}  // namespace ui
