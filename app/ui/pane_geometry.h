// Between the window and the patient, for what is drawn over a picture: where a point is seen, how long a mm is. Lives
// for one frame; same thread as the Ui.
#pragma once

#include <cmath>
#include <glm/geometric.hpp>

#include "interaction/projection.h"
#include "ui/ui.h"

namespace ui {

// Where the pane's own mm lie: a slice's plane, or the plane through the 3D camera's target.
struct PaneGeometry {
  const PanelFrame& frame;
  const interaction::Pane& pane;
  std::optional<core::SlicePlane> plane;
  double mmPerDp = 1;

  PaneGeometry(const PanelFrame& itsFrame, const interaction::Pane& itsPane) : frame(itsFrame), pane(itsPane) {
    const interaction::ViewState& state = frame.toolbox.state();
    for (std::size_t i = 0; i < interaction::kSliceLayouts.size(); ++i) {
      if (interaction::kSliceLayouts[i] == pane.layout) {
        const interaction::SliceLook& look = state.slices[i];
        plane = interaction::planeOf(*frame.model.grid, state.view, pane.layout, look);
        mmPerDp = interaction::sliceMmPerDp(*frame.model.grid, *plane, pane.sizeDp, look.zoom);
      }
    }
    if (!plane) {
      mmPerDp = interaction::mmPerDpAt(camera(), pane.sizeDp, camera().targetMm);
    }
  }

  const core::Camera& camera() const { return *frame.toolbox.state().view.camera; }
  std::optional<glm::dvec2> seen(glm::dvec3 pointMm) const {
    if (plane) {
      return pane.originDp + interaction::projected(*plane, mmPerDp, pane.sizeDp, pointMm);
    }
    const auto at = interaction::projected(camera(), pane.sizeDp, pointMm);
    return at ? std::optional(pane.originDp + *at) : std::nullopt;
  }
  glm::dvec3 right() const { return plane ? plane->right : interaction::axesOf(camera()).right; }
  glm::dvec3 down() const { return plane ? plane->down : -interaction::axesOf(camera()).up; }
};

// Behind what is written on a picture, whatever is bright or dark there.
inline constexpr ImU32 kLabelGround = IM_COL32(0x0E, 0x10, 0x13, 215);

// What is measured, and, over the pictures, what removes it by a tap (ui/measurements.cpp).
void drawMeasurements(PanelFrame& frame, const PaneGeometry& geometry);
void drawMeasurementButtons(PanelFrame& frame, const PaneGeometry& geometry);
// The planes that cut through a picture, with the handles of the one that is held (ui/planes.cpp).
void drawPlaneHandles(PanelFrame& frame, const PaneGeometry& geometry);
// That a part of the volume is cut away, which a tap undoes (ui/planes.cpp).
void drawCutSign(PanelFrame& frame, const Rect& pane);
// Where the others point, and where those in headsets are (ui/people.cpp).
void drawOthers(PanelFrame& frame, const PaneGeometry& geometry);
// How the patient lies in the 3D picture; a tap on a side shows it from there (ui/orientation_cube.cpp).
void drawOrientationCube(PanelFrame& frame, const interaction::Pane& pane);

}  // namespace ui
