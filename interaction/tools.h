// What a hand can hold: tools as data in one table, and what each makes of a gesture: strokes, views, measurements. A
// tool knows gestures and geometry; no graphics processor, no file. Pure logic; one thread.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "core/brush.h"
#include "core/view.h"
#include "interaction/marks.h"
#include "interaction/measurements.h"
#include "interaction/navigation.h"
#include "interaction/planes.h"

namespace interaction {

enum class ToolId : std::uint8_t {
  Look,
  Brush,
  Eraser,
  Sample,
  Crosshair,
  Planes,
  WindowLevel,
  Distance,
  Angle,
  Scissors,
  Seeds,
  Box,
};

struct ToolInfo {
  ToolId id;
  std::string_view name;     // as people read it
  std::string_view command;  // the same where it stands among commands
  std::string_view icon;     // of the icon font, UTF-8
  std::string_view key;      // its shortcut
  std::string_view hint;     // what a drag with it does
  bool paints;               // makes strokes
};
std::span<const ToolInfo> tools();  // in the order of ToolId
const ToolInfo& infoOf(ToolId id);
bool measures(ToolId id);  // distances or angles

struct BrushSettings {
  double radiusMm = 5;
  // Only paint values within it. Without one, any on slices, and what is seen as tissue in 3D: a sphere on the skin
  // would reach half into the air.
  std::optional<core::IntensityRange> range;
  bool protectOthers = true;
  bool disc = false;  // on slices: paint the slice alone; in 3D it is a sphere still

  static constexpr double kMinRadiusMm = 0.25;
  static constexpr double kMaxRadiusMm = 60;
  bool operator==(const BrushSettings&) const = default;
};

// What is looked at, as all panes share it.
struct ViewState {
  core::View view;  // with camera, focusMm and window set, and a clip plane for each of kCuts
  std::array<SliceLook, kSliceLayouts.size()> slices;

  bool operator==(const ViewState&) const = default;
};

// A picture of the window. `layout` is ThreeD or a patient plane.
struct Pane {
  core::Layout layout = core::Layout::ThreeD;
  glm::dvec2 originDp{0};
  glm::dvec2 sizeDp{1};
};

// ---- What comes out, for whoever can do it ----

struct StrokeBegun {
  core::BrushStroke stroke;  // with its first point
  int pane = -1;             // where it is painted
};
struct StrokeExtended {
  glm::dvec3 pointMm;
};
struct StrokeEnded {};
struct StrokeTakenBack {};
struct PickAsked {  // which lesion is seen there
  int pane = -1;
  glm::dvec2 inPaneDp{0};
};
struct UndoAsked {};
struct RedoAsked {};
struct Marked {  // a seed, a box or an outline is drawn: there is something to work on
  ToolId tool = ToolId::Seeds;
};

using Action =
    std::variant<StrokeBegun, StrokeExtended, StrokeEnded, StrokeTakenBack, PickAsked, UndoAsked, RedoAsked, Marked>;

// What tools may ask of the world. Answers may be empty: nothing is there.
struct ToolContext {
  const core::Grid& grid;
  std::span<const Pane> panes;
  // The point of tissue or lesion that is seen at a place of a 3D picture.
  std::function<std::optional<glm::dvec3>(int pane, glm::dvec2 inPaneDp)> surfaceAt;
  // The volume's value at a point, after rescale; nothing outside the grid.
  std::function<std::optional<double>(glm::dvec3 pointMm)> valueAt;
  // The values that 3D pictures show as tissue; nothing where that is no interval, as in projections. Empty: never.
  std::function<std::optional<core::IntensityRange>()> tissueSeen = {};
  // How many edits of this hand stand: what is measured notes after which of them it was. Empty: none ever will.
  std::function<std::int64_t()> edits = {};
};

// The tools at work: which is active, how it is set, and what it is in the middle of.
class Toolbox {
 public:
  ToolId active() const { return active_; }
  void choose(ToolId tool);  // an open measurement is dropped

  BrushSettings& brush() { return brush_; }
  const BrushSettings& brush() const { return brush_; }
  ViewState& state() { return state_; }
  const ViewState& state() const { return state_; }
  Measurements& measurements() { return measurements_; }
  const Measurements& measurements() const { return measurements_; }
  // The one being made, for its preview.
  const std::optional<Measurement>& openMeasurement() const { return openMeasurement_; }
  // What is marked for an operation, and the outline being drawn.
  Marks& marks() { return marks_; }
  const Marks& marks() const { return marks_; }
  const std::optional<Outline>& openOutline() const { return openOutline_; }
  // Whether values that are dragged over become those of the marks rather than of the brush.
  void sampleForMarks(bool forMarks) { sampleForMarks_ = forMarks; }

  // Where the pointer is, for the brush's preview; nothing where it is on no picture.
  const std::optional<ToolSample>& pointer() const { return pointer_; }
  bool isPainting() const { return painting_; }
  // The plane whose handles hands find, while ToolId::Planes is active.
  PlaneId& plane() { return plane_; }
  PlaneId plane() const { return plane_; }

  // Changes the view state and settings, and returns what others must do.
  std::vector<Action> apply(const Gesture& gesture, const ToolContext& context);

 private:
  void down(const ToolSample& sample, const ToolContext& context, std::vector<Action>& out);
  void move(const ToolSample& sample, const ToolContext& context, std::vector<Action>& out);
  void up(const ToolSample& sample, const ToolContext& context, std::vector<Action>& out);
  void cancel(std::vector<Action>& out);
  void navigate(const Navigated& by, const ToolContext& context);
  void paint(const ToolSample& sample, const ToolContext& context, std::vector<Action>& out);
  std::optional<core::IntensityRange> paintedRange(const Pane* pane, bool erase, const ToolContext& context) const;
  void take(const ToolSample& sample, const ToolContext& context);
  std::optional<core::IntensityRange>& sampledRange() { return sampleForMarks_ ? marks_.range : brush_.range; }
  SliceSight sightOf(const Pane& pane, const ToolContext& context) const;
  void draw(const ToolSample& sample, const ToolContext& context);
  void placeSeed(const ToolSample& sample, const ToolContext& context, std::vector<Action>& out);
  void beginBox(const ToolSample& sample, const ToolContext& context);
  void dragBox(const ToolSample& sample, const ToolContext& context);
  void beginMeasuring(const ToolSample& sample, const ToolContext& context);
  void endMeasuring(const ToolContext& context);
  bool holdMeasurement(const ToolSample& sample, const ToolContext& context);
  Grip gripAt(const ToolSample& sample, const ToolContext& context) const;
  void movePlane(const ToolSample& sample, const ToolContext& context);
  std::optional<glm::dvec3> pointAt(const ToolSample& sample, const ToolContext& context) const;
  std::optional<glm::dvec3> paintPointAt(const ToolSample& sample, const ToolContext& context) const;

  ToolId active_ = ToolId::Brush;
  BrushSettings brush_;
  ViewState state_;
  Measurements measurements_;
  std::optional<Measurement> openMeasurement_;
  std::optional<ToolSample> pointer_;
  Marks marks_;
  std::optional<Outline> openOutline_;
  bool sampleForMarks_ = false;
  PlaneId plane_ = PlaneId::FreeSlice;

  // Of the drag that is going on.
  std::optional<ToolSample> first_;
  ToolSample last_;
  bool moved_ = false;
  bool painting_ = false;
  glm::dvec3 firstPaintedMm_{0};
  Grip planeGrip_ = Grip::None;
  glm::dvec3 lastPaintedMm_{0};
  std::optional<glm::dvec3> discNormal_;             // of the open stroke
  ViewState before_;                                 // for cancel
  std::optional<core::IntensityRange> rangeBefore_;  // of the brush
  Marks marksBefore_;
  std::optional<BoxGrip> grip_;  // of the box that is dragged; nothing: one is drawn
  std::optional<glm::dvec3> gripVoxel_;
  std::optional<core::IntensityRange> sampled_;
  glm::dvec3 anchorMm_{0};  // what two fingers hold
  bool anchored_ = false;
};

}  // namespace interaction
