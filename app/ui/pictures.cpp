// The pictures and what is drawn over them: names, patient letters, scale, crosshair, measurements, the brush's size,
// and how tissue is shown.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <glm/geometric.hpp>

#include "ui/pane_geometry.h"

namespace ui {
namespace {

using interaction::Pane;

// The patient's side that a direction of LPS space points to.
const char* letterOf(glm::dvec3 direction) {
  const glm::dvec3 size = glm::abs(direction);
  if (size.x >= size.y && size.x >= size.z) {
    return direction.x > 0 ? "L" : "R";
  }
  if (size.y >= size.z) {
    return direction.y > 0 ? "P" : "A";
  }
  return direction.z > 0 ? "S" : "I";
}

void drawLetters(Widgets& w, const PaneGeometry& geometry) {
  const Rect box{geometry.pane.originDp, geometry.pane.sizeDp};
  const ImU32 color = w.theme.muted;
  const double y = box.end().y - 28;
  w.textOver(w.fonts.strong, color, {{box.origin.x + 14, y}, {20, 20}}, letterOf(-geometry.right()));
  w.textOver(w.fonts.strong, color, {{box.end().x - 34, y}, {20, 20}}, letterOf(geometry.right()), Align::Right);
}

// About a fifth of the picture, in round millimetres.
void drawScale(Widgets& w, const PaneGeometry& geometry) {
  const Rect box{geometry.pane.originDp, geometry.pane.sizeDp};
  if (box.size.x < 320) {
    return;
  }
  const double mm = roundBelow(geometry.mmPerDp * box.size.x * 0.2);
  const double length = mm / geometry.mmPerDp;
  const glm::dvec2 right(box.end().x - 56, box.end().y - 20);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const std::array points = {vec(right + glm::dvec2(-length, -8)), vec(right + glm::dvec2(-length, 0)), vec(right),
                             vec(right + glm::dvec2(0, -8))};
  list.AddPolyline(points.data(), int(points.size()), w.theme.muted, 0, 1.5f);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), mm >= 1 ? "%.0f mm" : "%g mm", mm);
  w.textOver(w.fonts.small, w.theme.muted, {{right.x - length / 2 - 40, right.y - 26}, {80, 16}}, text.data(),
             Align::Center);
}

// Where slices cut, in 3D: only while somebody points with it.
void drawFocus(PanelFrame& frame, const PaneGeometry& geometry) {
  const auto at = geometry.seen(*frame.toolbox.state().view.focusMm);
  if (frame.toolbox.active() != interaction::ToolId::Crosshair || !at) {
    return;
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (const glm::dvec2 direction : {glm::dvec2(1, 0), glm::dvec2(-1, 0), glm::dvec2(0, 1), glm::dvec2(0, -1)}) {
    list.AddLine(vec(*at + direction * 6.0), vec(*at + direction * 20.0), IM_COL32(0, 0, 0, 160), 4);
    list.AddLine(vec(*at + direction * 6.0), vec(*at + direction * 20.0), frame.widgets.theme.accentText, 2);
  }
}

void drawCrosshair(PanelFrame& frame, const PaneGeometry& geometry) {
  if (frame.toolbox.isPainting()) {
    return;
  }
  if (!geometry.plane) {
    drawFocus(frame, geometry);
    return;
  }
  const Rect box{geometry.pane.originDp, geometry.pane.sizeDp};
  const glm::dvec2 at = *geometry.seen(*frame.toolbox.state().view.focusMm);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 color = (frame.widgets.theme.accentText & ~IM_COL32_A_MASK) | IM_COL32(0, 0, 0, 110);
  constexpr double kGap = 14;  // what is looked at stays free
  list.AddLine(vec({box.origin.x, at.y}), vec({at.x - kGap, at.y}), color);
  list.AddLine(vec({at.x + kGap, at.y}), vec({box.end().x, at.y}), color);
  list.AddLine(vec({at.x, box.origin.y}), vec({at.x, at.y - kGap}), color);
  list.AddLine(vec({at.x, at.y + kGap}), vec({at.x, box.end().y}), color);
}

std::string brushText(const interaction::BrushSettings& brush, bool slice) {
  std::array<char, 32> text{};
  const double diameterMm = 2 * brush.radiusMm;
  std::snprintf(text.data(), text.size(), diameterMm < 10 ? "\u00D8 %.1f mm" : "\u00D8 %.0f mm", diameterMm);
  return std::string(text.data()) + (brush.disc && slice ? ", this slice" : "");
}

// The brush's size where the pointer is; in the middle of each picture while it is being set.
void drawBrush(PanelFrame& frame, const PaneGeometry& geometry, int pane) {
  const std::optional<interaction::ToolSample>& pointer = frame.toolbox.pointer();
  glm::dvec2 at = geometry.pane.originDp + geometry.pane.sizeDp * 0.5;
  double mmPerDp = geometry.mmPerDp;
  if (!frame.state.sizing) {
    if (!pointer || pointer->pane != pane || !interaction::infoOf(frame.toolbox.active()).paints) {
      return;
    }
    if (!geometry.plane) {
      if (!frame.model.surfaceUnderPointer) {
        return;
      }
      mmPerDp = interaction::mmPerDpAt(geometry.camera(), geometry.pane.sizeDp, *frame.model.surfaceUnderPointer);
    }
    at = pointer->atDp;
  }
  Widgets& w = frame.widgets;
  const double radius = frame.toolbox.brush().radiusMm / mmPerDp;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddCircle(vec(at), float(radius), IM_COL32(0, 0, 0, 140), 64, 4);
  list.AddCircle(vec(at), float(radius), IM_COL32_WHITE, 64, 2);
  const std::string text = brushText(frame.toolbox.brush(), geometry.plane.has_value());
  const Rect box = boxBeside({geometry.pane.originDp, geometry.pane.sizeDp}, at, radius + 10,
                             {double(w.widthOf(w.fonts.body, text)) + 20, 28});
  w.fill(box, kLabelGround, 8);
  w.text(w.fonts.body, w.theme.text, box, text, Align::Center);
}

// How values become grey on slices: width and level of the window, as radiologists write it.
void drawWindow(PanelFrame& frame, const PaneGeometry& geometry) {
  if (!geometry.plane) {
    return;
  }
  Widgets& w = frame.widgets;
  const core::Window& window = *frame.toolbox.state().view.window;
  std::array<char, 48> text{};
  const char* format = window.width < 10 ? "W %.2g  L %.2g" : "W %.0f  L %.0f";
  std::snprintf(text.data(), text.size(), format, window.width, window.center);
  const bool held = frame.toolbox.active() == interaction::ToolId::WindowLevel;
  const glm::dvec2 at = geometry.pane.originDp + glm::dvec2(16, kTouchDp - 12);
  w.textOver(held ? w.fonts.strong : w.fonts.small, held ? w.theme.accentText : w.theme.muted,
             {at, {geometry.pane.sizeDp.x - 32, 22}}, text.data());
}

// A white line with a dark rim: seen on bone and on air.
void drawLine(glm::dvec2 from, glm::dvec2 to, ImU32 color) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddLine(vec(from), vec(to), IM_COL32(0, 0, 0, 150), 4);
  list.AddLine(vec(from), vec(to), color, 2);
}

void drawSeeds(PanelFrame& frame, const PaneGeometry& geometry) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const core::Grid& grid = *frame.model.grid;
  for (const glm::ivec3& seed : frame.toolbox.marks().seeds) {
    const glm::dvec3 point = grid.worldOf(glm::dvec3(seed));
    bool here = true;
    if (geometry.plane && geometry.pane.layout == core::Layout::Oblique) {
      const glm::dvec3 spacing = grid.spacingMm();
      const double offMm = glm::dot(point - geometry.plane->centerMm, core::normalOf(*geometry.plane));
      here = std::abs(offMm) <= 0.5 * std::min({spacing.x, spacing.y, spacing.z});
    } else if (geometry.plane) {
      const int across = interaction::planeAxes(grid, geometry.pane.layout).across;
      here = std::lround(grid.voxelOf(geometry.plane->centerMm)[across]) == seed[across];
    }
    if (const std::optional<glm::dvec2> at = geometry.seen(point)) {
      list.AddCircleFilled(vec(*at), 8, IM_COL32(0, 0, 0, here ? 170 : 90), 24);
      if (here) {
        list.AddCircleFilled(vec(*at), 5.5f, frame.widgets.theme.accentText, 24);
      }
      list.AddCircle(vec(*at), 6.5f, here ? IM_COL32_WHITE : IM_COL32(255, 255, 255, 110), 24, 1.5f);
    }
  }
}

// The convex polygon of points that lie in a slice, in any order.
void drawPolygon(const PaneGeometry& geometry, const std::vector<glm::dvec3>& pointsMm, ImU32 color) {
  std::vector<glm::dvec2> corners;
  glm::dvec2 middle(0);
  for (const glm::dvec3& point : pointsMm) {
    corners.push_back(*geometry.seen(point));
    middle += corners.back() / double(pointsMm.size());
  }
  const auto turn = [&](glm::dvec2 at) { return std::atan2(at.y - middle.y, at.x - middle.x); };
  std::sort(corners.begin(), corners.end(), [&](glm::dvec2 a, glm::dvec2 b) { return turn(a) < turn(b); });
  for (std::size_t i = 0; i < corners.size(); ++i) {
    drawLine(corners[i], corners[(i + 1) % corners.size()], color);
  }
}

void drawBox(PanelFrame& frame, const PaneGeometry& geometry) {
  const std::optional<core::VoxelBox>& box = frame.toolbox.marks().box;
  if (!box) {
    return;
  }
  const core::Grid& grid = *frame.model.grid;
  const glm::dvec3 low = glm::dvec3(box->min) - 0.5;
  const glm::dvec3 high = glm::dvec3(box->max) + 0.5;
  const auto corner = [&](int bits) {
    return glm::dvec3((bits & 1) != 0 ? high.x : low.x, (bits & 2) != 0 ? high.y : low.y,
                      (bits & 4) != 0 ? high.z : low.z);
  };
  const bool held = frame.toolbox.active() == interaction::ToolId::Box;
  const ImU32 color = held ? frame.widgets.theme.accentText : IM_COL32(232, 236, 239, 170);
  if (!geometry.plane || geometry.pane.layout == core::Layout::Oblique) {
    std::vector<glm::dvec3> cut;  // where the free slice meets the edges
    for (int bits = 0; bits < 8; ++bits) {
      for (int a = 0; a < 3; ++a) {
        if ((bits & 1 << a) != 0) {
          continue;
        }
        const glm::dvec3 from = grid.worldOf(corner(bits));
        const glm::dvec3 to = grid.worldOf(corner(bits | 1 << a));
        if (geometry.plane) {
          const glm::dvec3 normal = core::normalOf(*geometry.plane);
          const double before = glm::dot(from - geometry.plane->centerMm, normal);
          const double after = glm::dot(to - geometry.plane->centerMm, normal);
          if ((before < 0) != (after < 0)) {
            cut.push_back(glm::mix(from, to, before / (before - after)));
          }
        } else if (const auto seenFrom = geometry.seen(from), seenTo = geometry.seen(to); seenFrom && seenTo) {
          drawLine(*seenFrom, *seenTo, color);
        }
      }
    }
    drawPolygon(geometry, cut, color);
    return;
  }
  const interaction::PlaneAxes axes = interaction::planeAxes(grid, geometry.pane.layout);
  const double slice = std::round(grid.voxelOf(geometry.plane->centerMm)[axes.across]);
  const bool cuts = slice > low[axes.across] && slice < high[axes.across];
  std::array<glm::dvec2, 4> corners;
  for (int i = 0; i < 4; ++i) {
    glm::dvec3 voxel(0);
    voxel[axes.across] = slice;
    voxel[axes.right] = i == 0 || i == 3 ? low[axes.right] : high[axes.right];
    voxel[axes.down] = i < 2 ? low[axes.down] : high[axes.down];
    corners[std::size_t(i)] = *geometry.seen(grid.worldOf(voxel));
  }
  for (std::size_t i = 0; i < 4; ++i) {
    // Beyond its ends the box only casts a shadow on the slice.
    drawLine(corners[i], corners[(i + 1) % 4], cuts ? color : IM_COL32(232, 236, 239, 60));
    if (cuts && held) {
      ImGui::GetWindowDrawList()->AddCircleFilled(vec(corners[i]), 6, IM_COL32_WHITE, 24);
      ImGui::GetWindowDrawList()->AddCircleFilled(vec((corners[i] + corners[(i + 1) % 4]) * 0.5), 4, IM_COL32_WHITE,
                                                  20);
    }
  }
}

// The outline as it is drawn, and the one that is being proposed, where its picture has not moved since.
void drawOutlines(PanelFrame& frame, const PaneGeometry& geometry) {
  const auto isSeenHere = [&](const interaction::Outline& outline) {
    if (const auto* camera = std::get_if<core::Camera>(&outline.sight)) {
      return !geometry.plane && *camera == geometry.camera() && outline.sizeDp == geometry.pane.sizeDp;
    }
    const auto& sight = std::get<interaction::SliceSight>(outline.sight);
    return geometry.plane && *geometry.plane == sight.plane && geometry.mmPerDp == sight.mmPerDp &&
           outline.sizeDp == geometry.pane.sizeDp;
  };
  const auto draw = [&](const std::optional<interaction::Outline>& outline) {
    if (!outline || !isSeenHere(*outline)) {
      return;
    }
    const std::vector<glm::dvec2>& points = outline->pointsDp;
    for (std::size_t i = 0; i < points.size(); ++i) {
      drawLine(geometry.pane.originDp + points[i], geometry.pane.originDp + points[(i + 1) % points.size()],
               frame.widgets.theme.accentText);
    }
  };
  draw(frame.toolbox.openOutline());
  draw(frame.toolbox.openOutline() ? std::nullopt : frame.toolbox.marks().outline);
}

void drawModes(PanelFrame& frame, const Rect& box) {
  if (box.size.x < 460) {
    return;  // beside a page the picture is for looking at what is edited
  }
  Widgets& w = frame.widgets;
  core::View& view = frame.toolbox.state().view;
  constexpr std::array kModes = {std::pair{"Volume", core::ViewMode::Volume}, std::pair{"MIP", core::ViewMode::Maximum},
                                 std::pair{"Average", core::ViewMode::Average}};
  // In a narrow picture they stand below its name and presets, which need the line.
  const bool narrow = box.size.x < 560;
  const double y = box.origin.y + (narrow ? kTouchDp - 8 : 0);
  double x = box.end().x - (narrow ? 8 : kTouchDp + 4);
  for (auto mode = kModes.rbegin(); mode != kModes.rend(); ++mode) {
    const double width = double(w.widthOf(w.fonts.body, mode->first)) + 24;
    x -= width;
    const Rect chip{{x, y}, {width, kTouchDp}};
    w.beginPanel((std::string("mode ") + mode->first).c_str(), chip, 0, 0, true);
    if (w.chip(std::string("mode ") + mode->first, chip, mode->first, view.mode == mode->second)) {
      view.mode = mode->second;
    }
    w.endPanel();
    x -= 4;
  }
}

void drawPresets(PanelFrame& frame, const Rect& box) {
  Widgets& w = frame.widgets;
  const std::vector<PresetItem>& presets = frame.model.presets;
  const std::string& chosen = frame.toolbox.state().view.preset;
  std::string title = presets.empty() ? "" : presets[0].title;
  for (const PresetItem& preset : presets) {
    title = preset.name == chosen ? preset.title : title;
  }
  if (frame.toolbox.state().view.transferFunction) {
    title = "Custom";
  }
  if (presets.empty() || frame.toolbox.state().view.mode != core::ViewMode::Volume) {
    frame.state.presets = false;
    return;
  }
  const double width = double(w.widthOf(w.fonts.body, title)) + 24;
  const Rect chip{{box.origin.x + 44, box.origin.y}, {width, kTouchDp}};
  w.beginPanel("presets", chip, 0, 0, true);
  if (w.chip("presets", chip, title, frame.state.presets)) {
    frame.state.presets = !frame.state.presets;
  }
  w.endPanel();
  const Rect tune{{chip.end().x, box.origin.y}, {kTouchDp, kTouchDp}};
  w.beginPanel("tune", tune, 0, 0, true);
  if (w.tap("tune", tune)) {
    frame.run(CommandId::Appearance);
  }
  w.icon(frame.state.appearance ? w.theme.accentText : w.theme.muted, tune, icon::kTune);
  w.endPanel();
  if (!frame.state.presets) {
    return;
  }
  const Rect card{{chip.origin.x, chip.end().y}, {240, double(presets.size()) * kTouchDp + 16}};
  w.beginPanel("preset list", card, w.theme.raised, w.theme.cardCorner, true);
  double y = card.origin.y + 8;
  for (const PresetItem& preset : presets) {
    const Rect row{{card.origin.x + 8, y}, {card.size.x - 16, kTouchDp}};
    if (w.tap("preset " + preset.name, row)) {
      frame.requests.emplace_back(ChoosePreset{preset.name});
      frame.state.presets = false;
    }
    if (w.isHovered()) {
      w.fill(row, w.theme.faint, w.theme.rowCorner);
    }
    w.text(w.fonts.body, preset.title == title ? w.theme.accentText : w.theme.text,
           {{row.origin.x + 12, y}, {row.size.x - 24, kTouchDp}}, preset.title);
    y += kTouchDp;
  }
  w.endPanel();
}

void drawSliceTabs(PanelFrame& frame, const Rect& box) {
  Widgets& w = frame.widgets;
  double x = box.end().x - kTouchDp - 4;
  constexpr std::array kTabs = {std::pair{"Free", core::Layout::Oblique}, std::pair{"Sagittal", core::Layout::Sagittal},
                                std::pair{"Coronal", core::Layout::Coronal}, std::pair{"Axial", core::Layout::Axial}};
  for (const auto& [name, layout] : kTabs) {
    if (layout == core::Layout::Oblique && !frame.state.layout.freeSlice) {
      continue;
    }
    const double width = double(w.widthOf(w.fonts.body, name)) + 24;
    x -= width;
    const Rect chip{{x, box.origin.y}, {width, kTouchDp}};
    w.beginPanel((std::string("slice ") + name).c_str(), chip, 0, 0, true);
    if (w.chip(std::string("slice ") + name, chip, name, frame.state.layout.portraitSlice == layout)) {
      frame.state.layout.portraitSlice = layout;
    }
    w.endPanel();
    x -= 4;
  }
}

void drawEnlarge(PanelFrame& frame, const Pane& pane, const Rect& box) {
  Widgets& w = frame.widgets;
  const bool large = frame.state.layout.enlarged.has_value();
  const Rect corner{{box.end().x - kTouchDp, box.origin.y}, {kTouchDp, kTouchDp}};
  const std::string name = "enlarge " + std::to_string(int(pane.layout));
  w.beginPanel(name.c_str(), corner, 0, 0, true);
  if (w.tap(name, corner)) {
    frame.state.layout.enlarged = large ? std::nullopt : std::optional(pane.layout);
  }
  w.icon(w.theme.muted, corner, large ? icon::kShrink : icon::kEnlarge);
  w.endPanel();
}

void drawFront(PanelFrame& frame, const Pane& pane, const Rect& box) {
  const core::Layout front = frame.state.layout.front.value_or(core::Layout::ThreeD);
  if (pane.layout == front || box.size.y < 2 * kTouchDp) {
    return;
  }
  Widgets& w = frame.widgets;
  const Rect corner{{box.end().x - kTouchDp, box.origin.y}, {kTouchDp, kTouchDp}};
  const std::string name = "front " + std::to_string(int(pane.layout));
  w.beginPanel(name.c_str(), corner, 0, 0, true);
  if (w.tap(name, corner)) {
    frame.state.layout.front = pane.layout;
  }
  w.icon(w.theme.muted, corner, icon::kEnlarge);
  w.endPanel();
}

}  // namespace

void drawPictures(PanelFrame& frame) {
  Widgets& w = frame.widgets;
  w.beginPicture("pictures", {{0, 0}, frame.sizeDp});
  for (std::size_t i = 0; i < frame.layout.panes.size(); ++i) {
    const Pane& pane = frame.layout.panes[i];
    const Rect box{pane.originDp, pane.sizeDp};
    const Picture& picture = frame.model.pictures[i];
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (picture.texture != nullptr) {
      list.AddImageRounded(picture.texture, vec(box.origin), vec(box.end()), {0, 0}, {1, 1}, IM_COL32_WHITE,
                           w.theme.cardCorner);
    } else {
      w.fill(box, w.theme.card, w.theme.cardCorner);
      w.text(w.fonts.body, w.theme.muted, box, "Drawing\u2026", Align::Center);
    }
    list.PushClipRect(vec(box.origin), vec(box.end()), true);
    const PaneGeometry geometry(frame, pane);
    drawPlaneHandles(frame, geometry);
    drawCrosshair(frame, geometry);
    drawMeasurements(frame, geometry);
    drawSeeds(frame, geometry);
    drawBox(frame, geometry);
    drawOutlines(frame, geometry);
    drawOthers(frame, geometry);
    drawLetters(w, geometry);
    drawScale(w, geometry);
    drawWindow(frame, geometry);
    drawBrush(frame, geometry, int(i));
    const Rect title{{box.origin.x + 16, box.origin.y}, {box.size.x - 80, kTouchDp}};
    const double width = double(w.textOver(w.fonts.strong, w.theme.text, title, picture.title));
    w.textOver(w.fonts.body, w.theme.muted,
               {{title.origin.x + width + 8, title.origin.y}, {title.size.x - width - 8, kTouchDp}}, picture.detail);
    list.PopClipRect();
  }
  w.endPanel();
  for (const Pane& pane : frame.layout.panes) {
    const Rect box{pane.originDp, pane.sizeDp};
    if (frame.layout.isDeck()) {  // there nothing lies on the pictures but what turns them, and lets them trade places
      drawFront(frame, pane, box);
      if (pane.layout == core::Layout::ThreeD) {
        drawOrientationCube(frame, pane);
      }
      continue;
    }
    drawMeasurementButtons(frame, PaneGeometry(frame, pane));
    drawEnlarge(frame, pane, box);
    if (pane.layout == core::Layout::ThreeD) {
      drawModes(frame, box);
      drawPresets(frame, box);
      drawCutSign(frame, box);
      drawOrientationCube(frame, pane);
    } else if (frame.layout.portrait) {
      drawSliceTabs(frame, box);
    }
  }
}

}  // namespace ui
