// What pointers mean: a finger or pen works the active tool, two fingers move the view, taps of two and three undo and
// redo, the edge of a slice leafs through slices. Pointers that start on a panel are handed on untouched. Pure logic,
// driven by events alone (it has no clock of its own); one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <glm/vec2.hpp>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "interaction/input.h"

namespace interaction {

enum class Zone : std::uint8_t {
  Panel,   // buttons, lists, menus
  Volume,  // a 3D picture
  Slice,   // a slice
};

// What lies under a point of the window.
struct Place {
  Zone zone = Zone::Panel;
  int pane = -1;           // which picture
  bool sliceEdge = false;  // within reach of a slice's left or right edge
};
using PlaceOf = std::function<Place(glm::dvec2 atDp)>;

struct GestureOptions {
  bool penOnly = false;              // fingers never work a tool: one finger turns and pans
  bool toolPaints = true;            // the active tool makes strokes, which a late second finger must not end
  std::int64_t secondFingerMs = 80;  // a second finger within it takes the stroke back and moves the view
  std::int64_t tapMs = 280;          // longest tap
  double slopDp = 10;                // movement that is none yet
  double palmDp = 560;               // a touch that far from a young stroke is the heel of the hand
  std::int64_t penQuietMs = 500;     // fingers are ignored that long after the pen was near
  double dpPerSlice = 9;             // of a drag through slices
};

// ---- What comes out ----

struct ToolSample {
  int pane = -1;
  Zone zone = Zone::Volume;
  glm::dvec2 atDp{0};
  double pressure = 1;
  bool erase = false;  // the pen's other end, or Ctrl
  Pointer kind = Pointer::Mouse;
  Modifiers modifiers;
};
struct ToolDown {
  ToolSample sample;
};
struct ToolMove {
  ToolSample sample;
};
struct ToolUp {
  ToolSample sample;
};
struct ToolCancel {};  // roll back what the tool began: it never happened
struct ToolHover {
  ToolSample sample;  // its pane is -1 where the pointer has left the pictures
};
// The picture follows the fingers: what was under `centerDp - panDp` now stands under `centerDp`, larger by `zoom` and
// turned clockwise.
struct Navigated {
  int pane = -1;
  Zone zone = Zone::Volume;
  glm::dvec2 centerDp{0};
  glm::dvec2 panDp{0};
  double zoom = 1;
  double turnRad = 0;
};
struct Orbited {  // the volume turns under the hand
  int pane = -1;
  glm::dvec2 byDp{0};
};
struct SlicesTurned {
  int pane = -1;
  double steps = 0;  // positive: to the next slices; fractions add up
};
struct Tapped {
  int fingers = 2;  // 2 or 3
};

using Gesture =
    std::variant<ToolDown, ToolMove, ToolUp, ToolCancel, ToolHover, Navigated, Orbited, SlicesTurned, Tapped>;

// What an input came to: gestures, or an input that is for the panels (or for commands: keys and text always are).
struct Recognized {
  std::vector<Gesture> gestures;
  bool forPanels = false;
};

class GestureRecognizer {
 public:
  explicit GestureRecognizer(PlaceOf placeOf) : placeOf_(std::move(placeOf)) {}

  GestureOptions& options() { return options_; }

  Recognized push(const Input& input);

  // Whether a tool, a view or a panel is held at present.
  bool isBusy() const { return !contacts_.empty(); }

 private:
  enum class Mode : std::uint8_t {
    Idle,
    Tool,
    OneFingerView,
    Edge,
    PairUndecided,
    PairView,
    PairSlices,
    Three,
    Drained
  };
  struct Contact {
    Pointer kind;
    Button button;
    Place place;
    std::int64_t downMs;
    glm::dvec2 downDp;
    glm::dvec2 atDp;
    bool ignored = false;
  };
  using Key = std::pair<Pointer, std::int64_t>;

  Recognized pushPointer(const PointerInput& pointer, std::int64_t timeMs);
  Recognized pushWheel(const WheelInput& wheel);
  void down(const PointerInput& pointer, std::int64_t timeMs, std::vector<Gesture>& out);
  void move(const PointerInput& pointer, Contact& contact, std::vector<Gesture>& out);
  void up(const PointerInput& pointer, std::int64_t timeMs, std::vector<Gesture>& out);
  void mouseView(const PointerInput& pointer, const Contact& contact, glm::dvec2 by, std::vector<Gesture>& out) const;
  void movePair(std::vector<Gesture>& out);
  void startPair(Key second, std::vector<Gesture>& out);
  void loseFocus(std::vector<Gesture>& out);
  void cancelAll(std::vector<Gesture>& out);
  ToolSample sampleOf(const PointerInput& pointer, const Place& place) const;
  bool isWorking() const { return mode_ != Mode::Idle; }

  PlaceOf placeOf_;
  GestureOptions options_;
  std::map<Key, Contact> contacts_;
  Mode mode_ = Mode::Idle;
  Key first_{};
  Key second_{};
  PointerInput lastTool_;  // of the open stroke
  glm::dvec2 pairCenter_{0};
  glm::dvec2 pairSpan_{0};
  glm::dvec2 pairStartCenter_{0};
  glm::dvec2 pairStartSpan_{0};
  std::int64_t tapStartMs_ = 0;
  bool tapStill_ = false;  // no finger of a possible tap has moved
  int tapFingers_ = 0;
  std::optional<std::int64_t> penSeenMs_;
};

}  // namespace interaction
