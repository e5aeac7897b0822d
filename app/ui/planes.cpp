// The free slice and the cuts: their strip of settings, and what is drawn of them on pictures: borders in 3D, lines on
// slices, and the handles of the one that is held.
#include <algorithm>
#include <array>

#include "ui/pane_geometry.h"

namespace ui {
namespace {

using interaction::HeldPlane;
using interaction::PlaneId;

constexpr ImU32 kShadow = IM_COL32(0, 0, 0, 150);

ImU32 withAlpha(ImU32 color, int alpha) {
  return (color & ~IM_COL32_A_MASK) | IM_COL32(0, 0, 0, alpha);
}

void line(glm::dvec2 from, glm::dvec2 to, ImU32 color, float width) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddLine(vec(from), vec(to), kShadow, width + 2);
  list.AddLine(vec(from), vec(to), color, width);
}

void knob(Widgets& w, glm::dvec2 at, double radius) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddCircleFilled(vec(at), float(radius + 2), kShadow, 32);
  list.AddCircleFilled(vec(at), float(radius), w.theme.text, 32);
  list.AddCircleFilled(vec(at), float(radius - 3), w.theme.accent, 32);
}

void arrowHead(Widgets& w, glm::dvec2 tip, glm::dvec2 along) {
  const glm::dvec2 side(-along.y, along.x);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddTriangleFilled(vec(tip + along * 14.0), vec(tip - along * 6.0 + side * 11.0),
                         vec(tip - along * 6.0 - side * 11.0), kShadow);
  list.AddTriangleFilled(vec(tip + along * 11.0), vec(tip - along * 4.0 + side * 8.0),
                         vec(tip - along * 4.0 - side * 8.0), w.theme.text);
}

void drawIn3d(PanelFrame& frame, const PaneGeometry& geometry, PlaneId id, const HeldPlane& plane, bool held) {
  Widgets& w = frame.widgets;
  const std::vector<glm::dvec3> border = interaction::borderOf(*frame.model.grid, plane);
  const ImU32 color = withAlpha(held ? w.theme.accentText : w.theme.text, held ? 255 : 90);
  for (std::size_t i = 0; i < border.size(); ++i) {
    const auto from = geometry.seen(border[i]);
    const auto to = geometry.seen(border[(i + 1) % border.size()]);
    if (from && to) {
      line(*from, *to, color, held ? 2 : 1);
    }
  }
  const auto arrow = held ? interaction::arrowOf(geometry.camera(), geometry.pane.sizeDp, plane) : std::nullopt;
  if (arrow) {
    const glm::dvec2 from = geometry.pane.originDp + arrow->knobDp;
    const glm::dvec2 to = geometry.pane.originDp + arrow->tipDp;
    line(from, to, w.theme.text, 2);
    arrowHead(w, to, glm::normalize(to - from));
    knob(w, from, interaction::infoOf(id).turns ? 9 : 11);
  }
}

void drawOnSlice(PanelFrame& frame, const PaneGeometry& geometry, PlaneId id, const HeldPlane& plane, bool held) {
  Widgets& w = frame.widgets;
  const auto seen = interaction::lineOf(*geometry.plane, geometry.mmPerDp, geometry.pane.sizeDp,
                                        *frame.toolbox.state().view.focusMm, plane);
  if (!seen) {
    return;
  }
  const glm::dvec2 middle = geometry.pane.originDp + seen->middleDp;
  const double far = glm::length(geometry.pane.sizeDp);
  const ImU32 color = withAlpha(held ? w.theme.accentText : w.theme.text, held ? 255 : 90);
  constexpr double kGap = 14;  // what is looked at stays free
  line(middle - seen->alongDp * far, middle - seen->alongDp * kGap, color, held ? 1.5f : 1);
  line(middle + seen->alongDp * kGap, middle + seen->alongDp * far, color, held ? 1.5f : 1);
  if (!held) {
    return;
  }
  if (id != PlaneId::FreeSlice) {  // which side stays
    for (const double side : {-1.0, 1.0}) {
      const glm::dvec2 at = middle + seen->alongDp * (side * seen->reachDp * 0.5);
      line(at, at + seen->normalDp * 16.0, color, 1.5f);
      arrowHead(w, at + seen->normalDp * 16.0, seen->normalDp);
    }
  }
  if (interaction::infoOf(id).turns) {
    knob(w, middle + seen->alongDp * seen->reachDp, 9);
    knob(w, middle - seen->alongDp * seen->reachDp, 9);
  }
}

// On or off by a tap; one that is on and not held is first taken into the hand.
void planeChip(PanelFrame& frame, PlaneId id, const Rect& box) {
  Widgets& w = frame.widgets;
  core::View& view = frame.toolbox.state().view;
  const interaction::PlaneInfo& info = interaction::infoOf(id);
  const bool on = interaction::heldPlane(view, id).has_value();
  const bool held = on && frame.toolbox.plane() == id;
  const std::string name = id == PlaneId::FreeSlice ? "free slice" : "cut " + std::string(info.name);
  if (w.tap(name, box)) {
    if (held) {
      interaction::switchOff(view, id);
    } else {
      if (!on) {
        interaction::switchOn(view, *frame.model.grid, id);
      }
      frame.toolbox.plane() = id;
    }
  }
  const Rect shown{{box.origin.x, box.origin.y + (box.size.y - 36) / 2}, {box.size.x, 36}};
  w.fill(shown, held ? w.theme.accent : on || w.isHeld() ? w.theme.faint : w.theme.raised, w.theme.rowCorner);
  w.text(w.fonts.body, held ? IM_COL32_WHITE : on ? w.theme.accentText : w.theme.text, shown, info.name, Align::Center);
}

}  // namespace

void drawPlaneHandles(PanelFrame& frame, const PaneGeometry& geometry) {
  const bool working = frame.toolbox.active() == interaction::ToolId::Planes;
  for (const interaction::PlaneInfo& info : interaction::planes()) {
    const auto plane = interaction::heldPlane(frame.toolbox.state().view, info.id);
    // With other tools only the free slice is hinted at, on what it cuts; its own picture shows it whole.
    const bool own = geometry.pane.layout == core::Layout::Oblique && info.id == PlaneId::FreeSlice;
    if (!plane || own || frame.toolbox.isPainting() || (!working && info.id != PlaneId::FreeSlice)) {
      continue;
    }
    const bool held = working && info.id == frame.toolbox.plane();
    if (geometry.plane) {
      drawOnSlice(frame, geometry, info.id, *plane, held);
    } else {
      drawIn3d(frame, geometry, info.id, *plane, held);
    }
  }
}

void drawCutSign(PanelFrame& frame, const Rect& pane) {
  const std::vector<core::ClipPlane>& cuts = frame.toolbox.state().view.clipPlanes;
  const bool any = std::any_of(cuts.begin(), cuts.end(), [](const core::ClipPlane& cut) { return cut.enabled; });
  if (!any || frame.state.presets) {  // their list lies there
    return;
  }
  Widgets& w = frame.widgets;
  const double text = double(w.widthOf(w.fonts.body, "Cut"));
  const Rect box{pane.origin + glm::dvec2(12, kTouchDp - 8), {text + 44, kTouchDp}};
  w.beginPanel("cut sign", box, 0, 0, true);
  if (w.tap("cut sign", box)) {
    frame.run(CommandId::RemoveCuts);
  }
  const Rect shown{{box.origin.x, box.origin.y + 8}, {box.size.x, 32}};
  w.fill(shown, w.isHeld() ? w.theme.selected : w.theme.raised, w.theme.rowCorner);
  w.text(w.fonts.body, w.theme.accentText, {{shown.origin.x + 12, shown.origin.y}, {text + 4, 32}}, "Cut");
  w.smallIcon(w.theme.muted, {{shown.end().x - 30, shown.origin.y}, {24, 32}}, icon::kClose);
  w.endPanel();
}

void drawPlaneSettings(PanelFrame& frame, const Rect& strip) {
  Widgets& w = frame.widgets;
  const bool roomy = strip.size.x > 600;
  const double y = roomy ? strip.origin.y + 6 : strip.origin.y + (strip.size.y - kTouchDp) / 2;
  const double gap = roomy ? kGrid : 4;
  double x = strip.origin.x + (roomy ? 16 : 8);
  for (const interaction::PlaneInfo& info : interaction::planes()) {
    if (info.id == PlaneId::CutAxial && roomy) {
      x += 2 * kGrid;
      const double width = double(w.widthOf(w.fonts.body, "Cut away"));
      w.text(w.fonts.body, w.theme.muted, {{x, y}, {width, kTouchDp}}, "Cut away");
      x += width + kGrid;
    }
    const double width = std::max(double(w.widthOf(w.fonts.body, info.name)) + (roomy ? 24 : 16), kTouchDp);
    planeChip(frame, info.id, {{x, y}, {width, kTouchDp}});
    x += width + gap;
  }
  const bool can = interaction::heldPlane(frame.toolbox.state().view, frame.toolbox.plane()).has_value();
  const double right = strip.end().x - (roomy ? 16 : 4) - kTouchDp;
  if (w.iconButton("flip plane", {{right, y}, {kTouchDp, kTouchDp}}, icon::kFlip, false, can)) {
    frame.run(CommandId::FlipPlane);
  }
  const double width = double(w.widthOf(w.fonts.strong, "Centre")) + 24;
  if (right - kGrid - width > x) {
    const Rect box{{right - kGrid - width, y}, {width, kTouchDp}};
    if (w.button("centre", box, "Centre", false)) {
      frame.run(CommandId::CenterCrosshair);
    }
  }
  if (roomy) {
    w.text(w.fonts.small, w.theme.muted, {{strip.origin.x + 20, strip.end().y - 30}, {strip.size.x - 40, 20}},
           "Tap a slice to put the crosshair there. Drag a line to move its plane, a line's end to turn it.");
  }
}

}  // namespace ui
