// The planes that hands hold: the free slice, and the cuts that take a part of the volume away in 3D. Each is moved by
// a knob and turned by the tip of its arrow, in 3D; on slices by its line and the line's ends. Values in, values out.
// Pure; any thread.
#pragma once

#include <cstdint>
#include <glm/vec2.hpp>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/view.h"

namespace interaction {

enum class PlaneId : std::uint8_t { FreeSlice, CutAxial, CutCoronal, CutSagittal, CutFree };

struct PlaneInfo {
  PlaneId id;
  std::string_view name;  // as people read it
  core::Layout from;      // the slice that it starts as
  bool turns;             // by hand; the cuts along patient planes only move
};
std::span<const PlaneInfo> planes();  // in the order of PlaneId
const PlaneInfo& infoOf(PlaneId id);

// A view's cuts stand at fixed places of its clip planes, on or off: CutAxial first.
inline constexpr std::size_t kCuts = 4;
std::vector<core::ClipPlane> cutsOff();  // all of them, off

struct HeldPlane {
  glm::dvec3 pointMm{0};       // where its knob is
  glm::dvec3 normal{0, 0, 1};  // unit
};
// Nothing while it is off. The free slice is held at the view's focus.
std::optional<HeldPlane> heldPlane(const core::View& view, PlaneId id);

// Where it starts: through the focus, along its slice; a free slice leans a little, so that it is seen to be free. A
// cut takes away the half that is nearer to the camera, so that its face is seen. The view has camera and focus.
void switchOn(core::View& view, const core::Grid& grid, PlaneId id);
void switchOff(core::View& view, PlaneId id);
// Takes the other half away; a free slice is seen from its other side.
void flip(core::View& view, PlaneId id);

// byMm along its normal, within the grid.
void push(core::View& view, const core::Grid& grid, PlaneId id, double byMm);
// About an axis through where it is held.
void turn(core::View& view, PlaneId id, glm::dvec3 axis, double angleRad);

// The border of a plane within the volume, as a ring of points; empty where it misses it.
std::vector<glm::dvec3> borderOf(const core::Grid& grid, const HeldPlane& plane);

// ---- Handles ----

enum class Grip : std::uint8_t { None, Push, Turn };

inline constexpr double kGripDp = 28;  // how near a finger has to come
inline constexpr double kArrowDp = 84;

// In a 3D picture: positions in dp of the picture. Nothing where the plane's knob is behind the eye.
struct PlaneArrow {
  glm::dvec2 knobDp{0};
  glm::dvec2 tipDp{0};
  double mmPerDp = 1;        // along the arrow on the screen, moved along the normal
  glm::dvec2 alongDp{1, 0};  // unit: the screen's direction of the normal
};
std::optional<PlaneArrow> arrowOf(const core::Camera& camera, glm::dvec2 sizeDp, const HeldPlane& plane);
Grip gripAt(const PlaneArrow& arrow, PlaneId id, glm::dvec2 atDp);

// On a slice: the line where the plane meets it, with knobs to turn it by. Nothing where they are (nearly) parallel.
struct PlaneLine {
  glm::dvec2 middleDp{0};     // the point of the line nearest to the focus
  glm::dvec2 alongDp{1, 0};   // unit
  glm::dvec2 normalDp{0, 1};  // unit: the side toward the plane's normal
  double reachDp = 0;         // from the middle to the knobs
  double mmPerDp = 1;         // moved along the plane's normal, for a dp across the line
};
std::optional<PlaneLine> lineOf(const core::SlicePlane& slice, double mmPerDp, glm::dvec2 sizeDp, glm::dvec3 focusMm,
                                const HeldPlane& plane);
Grip gripAt(const PlaneLine& line, PlaneId id, glm::dvec2 atDp);

// A handle follows the finger that holds it: byDp in a 3D picture, or from one place of a slice to another.
void dragHandle(core::View& view, const core::Grid& grid, PlaneId id, Grip grip, glm::dvec2 sizeDp, glm::dvec2 byDp);
void dragHandle(core::View& view, const core::Grid& grid, PlaneId id, Grip grip, const core::SlicePlane& slice,
                double mmPerDp, glm::dvec2 sizeDp, glm::dvec2 fromDp, glm::dvec2 toDp);

}  // namespace interaction
