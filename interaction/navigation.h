// How views move under the hand: values in, values out. What a finger holds stays under it. Pure; any thread.
#pragma once

#include <array>

#include "core/view.h"
#include "interaction/gestures.h"

namespace interaction {

// The slices of a window: the three patient planes in the order of their panes, then the free one.
inline constexpr std::array kSliceLayouts = {core::Layout::Axial, core::Layout::Coronal, core::Layout::Sagittal,
                                             core::Layout::Oblique};
inline constexpr std::size_t kPatientSlices = 3;

// How one slice is looked at; which slice it is follows from the view's focus.
struct SliceLook {
  double zoom = 1;      // 1: the whole slice
  glm::dvec2 panMm{0};  // of the picture's middle from the grid's, right and down

  bool operator==(const SliceLook&) const = default;
};

// Turns the volume as if the hand had it by its front: heightDp of the picture is half a turn.
core::Camera orbited(const core::Camera& camera, glm::dvec2 byDp, double heightDp);

// Follows two fingers that hold anchorMm, which is seen at centerDp - panDp (in dp of the picture). The eye comes no
// nearer to it than minDistanceMm.
core::Camera navigated(const core::Camera& camera, const Navigated& by, glm::dvec2 sizeDp, glm::dvec3 anchorMm,
                       double minDistanceMm = 1);

// The volume as seen from a side of the patient, from as far as now. side: a unit vector to where the eye stands; the
// head is up, or the front for whoever looks along the body.
core::Camera facing(const core::Camera& camera, glm::dvec3 side);

// The plane that a pane shows, through the view's focus (which is set). Oblique: turned as view.oblique; where
// there is none any more, coronal.
core::SlicePlane planeOf(const core::Grid& grid, const core::View& view, core::Layout layout, const SliceLook& look);

// centerDp and panDp in dp of the picture. Slices keep their upright: turning does nothing. Zoom stays within 1/4 and
// 40.
SliceLook navigated(const core::Grid& grid, const core::View& view, core::Layout layout, const SliceLook& look,
                    const Navigated& by, glm::dvec2 sizeDp);

// The view's focus `steps` slices further (toward back, head or left: as the axes of LPS rise; on the free slice away
// from whoever looks at it), within the grid. Fractions are kept, so that small steps add up.
glm::dvec3 turned(const core::Grid& grid, const core::View& view, core::Layout layout, double steps);

// Which slice of the grid a patient plane's pane shows, from 0, and how many there are.
struct SliceNumber {
  int index = 0;
  int count = 1;
};
SliceNumber sliceNumber(const core::Grid& grid, core::Layout layout, glm::dvec3 focusMm);

}  // namespace interaction
