// What two hands in the room mean: taking the volume, cutting it, painting in it, undoing, pointing at the panel. One
// step per frame: hands in, wishes out; no graphics, no file. Pure logic; one thread.
//
//   working hand   trigger paints (or presses a button of the panel), stick up and down is the brush's size,
//                  primary adds or erases, secondary takes the next lesion
//   other hand     trigger holds the slice, stick left undoes and right redoes, primary brings the volume back,
//                  secondary puts the slice away
//   either         squeeze takes the volume or the panel, both scale it; half a squeeze moves slowly; the tip presses
//                  a button of the panel by touching it
//
//   in a review  primary of the working hand accepts, that of the other one rejects, secondary skips, stick left takes
//                a decision back
//   comparing    secondary of the working hand takes the next difference
//
// Everything is on the panel too, where a trigger alone does it.
#pragma once

#include <optional>
#include <vector>

#include "interaction/gain.h"
#include "interaction/input.h"
#include "interaction/placement.h"
#include "interaction/steady.h"
#include "interaction/tools.h"

namespace interaction {

// What the trigger of the working hand does.
enum class HandTool : std::uint8_t { Paint, Erase, Move, Slice };

// A flat panel in the room. It faces +z of its pose; dp count from its upper left corner.
struct PanelInRoom {
  Pose pose;
  glm::dvec2 sizeM{0.40, 0.3125};
  glm::dvec2 sizeDp{512, 400};

  // Where a ray from a pose, forward, meets its front; nothing beside or behind it.
  struct Hit {
    glm::dvec2 atDp{0};
    double distanceM = 0;
  };
  std::optional<Hit> hitBy(const Pose& aim) const;
  // How far before it a point is, metres; less than 0: behind. And where it would fall on it.
  double beforeM(glm::dvec3 pointM) const { return (inverse(pose) * Pose{.positionM = pointM}).positionM.z; }
  glm::dvec2 below(glm::dvec3 pointM) const;
  // Where something that went straight from one place to another went through it from the front; nothing beside it.
  std::optional<glm::dvec2> passedBy(glm::dvec3 fromM, glm::dvec3 toM) const;
};

// What hands are at. Only the first paints; then some buttons mean something else.
enum class HandTask : std::uint8_t { Paint, Review, Compare };

struct HandSettings {
  bool leftHanded = false;
  HandTool tool = HandTool::Paint;
  BrushSettings brush;
  bool cards = true;      // beside the hands, saying what their buttons do
  bool lens = false;      // a magnifying glass at the brush (lens.h)
  bool seesRoom = false;  // the one around, where the headset can show it
  HandTask task = HandTask::Paint;

  Side working() const { return leftHanded ? Side::Left : Side::Right; }
};

struct HandContext {
  const core::Grid& grid;
  // Of the lesion being painted, and of all others: whether they hold a point. For ticks at borders.
  std::function<bool(glm::dvec3 pointMm)> inActive;
  std::function<bool(glm::dvec3 pointMm)> inOther;
};

// What buttons decide on a finding, one under each thumb.
enum class HandVerdict : std::uint8_t { Accept, Reject, Skip };

struct HandStep {
  std::vector<Action> actions;
  std::vector<Buzz> buzzes;
  std::vector<Input> panel;  // for the panel's queue: a hand's ray or tip as a pointer
  bool nextLesion = false;
  std::optional<HandVerdict> verdict;
};

class HandTools {
 public:
  HandSettings& settings() { return settings_; }
  const HandSettings& settings() const { return settings_; }
  Placement& placement() { return placement_; }
  const Placement& placement() const { return placement_; }
  PanelInRoom& panel() { return panel_; }
  const PanelInRoom& panel() const { return panel_; }

  // The case before the wearer, and the panel beside it, on the side of the hand that works: its ray to there goes past
  // the case. A little below the eyes, and turned to them.
  void takeSeat(const core::Grid& grid, const Pose& head);
  void placePanel(const Pose& head);
  // By a factor, within limits; its edge toward the case stays where it is.
  void enlargePanel(double factor);
  void recentre(const Pose& newFromOld);

  // seconds since the last step, > 0. The first hands seen take no effect by what they already press.
  HandStep step(const HandsInput& input, double seconds, std::int64_t timeMs, const HandContext& context);
  // Ends the stroke and lets everything go, as when focus is lost or the headset taken off.
  HandStep letGo(std::int64_t timeMs);

  bool isPainting() const { return painting_; }
  bool isHolding() const { return held_[0] || held_[1]; }
  // Both hands hold the case, and scale it.
  bool isScaling() const { return held_[0] && held_[1] && !held_[0]->panel && !held_[1]->panel; }
  // The plane of the slice in the other hand, patient mm; nothing while it is away. Its normal is cross(right, down):
  // away from the wearer.
  const std::optional<core::SlicePlane>& slice() const { return slice_; }
  void putSlice(const core::SlicePlane& plane) { slice_ = plane; }
  void putSliceAway() { slice_.reset(); }
  // How far before the panel the tip of the pointing hand is, a bare one's fingertip; less than 0: through it. Nothing
  // while no hand points.
  std::optional<double> tipToPanelM() const;
  // The brush's middle in the room, while the working hand is seen and does not point at the panel.
  const std::optional<glm::dvec3>& tipM() const { return tipM_; }
  // Whether the tip is so near to the slice that what it paints stays on it.
  bool isOnSlice() const { return onSlice_; }
  // Where the hand that points at the panel meets it.
  const std::optional<PanelInRoom::Hit>& pointing() const { return pointing_; }
  Side pointingSide() const { return pointingSide_; }
  const Pose& pointingFrom() const { return pointingFrom_; }  // that hand's, forward to there
  // A brush so small that it may miss every voxel's centre.
  bool isBelowVoxels(const core::Grid& grid) const;

  static constexpr double kTipM = 0.08;        // of the brush, ahead of where the hand points from
  static constexpr double kTouchBackM = 0.01;  // before the panel, whence a tip can press (again)
  static constexpr double kTouchNearM = 0.05;  // nearer to the panel than this, a tip is about to press
  static constexpr double kSlideDp = 24;       // a tip that presses goes on along the panel only from here on
  // A hand that went through the panel whole has pressed if it comes back so soon; else it only passed.
  static constexpr std::int64_t kThroughMs = 500;
  static constexpr double kSliceM = 0.16;       // of the slice's middle, ahead of the other hand
  static constexpr double kSliceCatchM = 0.03;  // nearer to the slice than this, strokes lie on it

 private:
  struct Grip {
    Pose at;             // at the last step
    bool panel = false;  // it has the panel, not the volume
  };
  // A press on the panel ends by what began it.
  enum class PressedBy : std::uint8_t { Trigger, Tip };
  // A press by a tip, where it went through the panel's front.
  struct Touch {
    glm::dvec2 atDp{0};
    std::int64_t sinceMs = 0;
    bool slides = false;  // it has gone on along the panel
  };
  void hold(const HandsInput& input, HandStep& out);
  Pose pointerOf(const HandInput& hand) const;
  std::optional<Side> choosePointing(const HandsInput& input) const;
  std::optional<PressedBy> pressOf(const HandsInput& input, Side side) const;
  void point(const HandsInput& input, std::int64_t timeMs, HandStep& out);
  bool touch(const HandsInput& input, std::int64_t timeMs, HandStep& out);
  bool keepTouching(const HandsInput& input, std::int64_t timeMs, HandStep& out);
  void pointBy(const HandInput& hand, Side side, PanelInRoom::Hit hit);
  void cut(const HandsInput& input);
  void paint(const HandsInput& input, double seconds, const HandContext& context, HandStep& out);
  void press(const HandsInput& input, double seconds, const HandContext& context, HandStep& out);
  void endStroke(HandStep& out);
  bool holds(const HandsInput& input, Side side) const;

  HandSettings settings_;
  Placement placement_;
  PanelInRoom panel_;
  bool panelAtRight_ = true;  // of the case
  HandsInput last_;
  std::array<std::optional<Grip>, 2> held_;
  std::optional<core::SlicePlane> slice_;
  bool sliceInHand_ = false;
  Gain gain_;  // of the hand that paints
  Steady steady_;
  std::optional<glm::dvec3> tipM_;
  bool onSlice_ = false;
  std::optional<PanelInRoom::Hit> pointing_;
  Side pointingSide_ = Side::Right;
  Pose pointingFrom_;
  std::optional<PressedBy> pressedBy_;        // of a press on the panel, while it lasts
  Touch touch_;                               // of one by a tip
  std::array<bool, 2> mayTouch_{true, true};  // by Side: it was well before the panel since it pressed last
  bool painting_ = false;
  bool triggerSpent_ = false;  // until it is let go: what it was pressed for has ended
  glm::dvec3 lastPaintedMm_{0};
  bool stickSpent_ = false;
  bool wasInActive_ = false;
};

}  // namespace interaction
