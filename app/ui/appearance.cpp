// How the volume and its lesions look: presets, and the transfer function over the volume's histogram, by hand.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <tuple>

#include "core/transfer.h"
#include "ui/ui.h"

namespace ui {
namespace {

constexpr double kWidth = 320;
constexpr double kPlotPad = 20;
constexpr double kPlot = 144;
constexpr double kAxis = 20;
constexpr double kPointDp = 24;  // how near a finger has to come

// Opacities of tissue reach from a few thousandths of a mm to all of it: their cube root gives each of them room.
double heightOf(float opacity) {
  return std::cbrt(double(opacity));
}
float opacityAt(double height) {
  const double h = std::clamp(height, 0.0, 1.0);
  return float(h * h * h);
}

// Colours of tissue, from marrow to air.
constexpr std::array kSwatches = {glm::vec3(0.96f, 0.90f, 0.82f), glm::vec3(0.85f, 0.76f, 0.65f),
                                  glm::vec3(0.85f, 0.55f, 0.44f), glm::vec3(0.78f, 0.25f, 0.18f),
                                  glm::vec3(0.42f, 0.18f, 0.14f), glm::vec3(0.42f, 0.56f, 0.66f)};

// The editor's own place in the window and in values.
struct Plot {
  Rect box;
  core::IntensityRange range;

  double x(double value) const { return box.origin.x + box.size.x * (value - range.min) / (range.max - range.min); }
  double y(float opacity) const { return box.end().y - box.size.y * heightOf(opacity); }
  double value(double at) const {
    return range.min + (range.max - range.min) * std::clamp((at - box.origin.x) / box.size.x, 0.0, 1.0);
  }
  float opacity(double at) const { return opacityAt((box.end().y - at) / box.size.y); }
  glm::dvec2 seen(const core::TransferPoint& point) const { return {x(point.value), y(point.opacity)}; }
  // Less than the width of a letter apart, two points could no longer be told from each other.
  double leastGap() const { return 3 * (range.max - range.min) / box.size.x; }
};

void drawHistogram(PanelFrame& frame, const Plot& plot) {
  const std::vector<float>& bars = frame.model.histogram;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const double width = plot.box.size.x / double(std::max<std::size_t>(bars.size(), 1));
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const double left = plot.box.origin.x + double(i) * width;
    list.AddRectFilled(vec({left, plot.box.end().y - double(bars[i]) * plot.box.size.y}),
                       vec({left + width, plot.box.end().y}), frame.widgets.theme.faint);
  }
}

// Round values under the plot, and what its height means.
void drawAxes(PanelFrame& frame, const Plot& plot) {
  Widgets& w = frame.widgets;
  const double span = plot.range.max - plot.range.min;
  const double step = 2 * roundBelow(span / 8);  // about four of them
  const double first = std::ceil(plot.range.min / step) * step;
  const std::string& unit = frame.model.valueUnit;
  const double end = plot.box.end().x + 8 - (unit.empty() ? 0 : double(w.widthOf(w.fonts.small, unit)) + kGrid);
  for (double value = first; span > 0 && value <= plot.range.max; value += step) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%g", value);
    const double x = plot.x(value);
    ImGui::GetWindowDrawList()->AddLine(vec({x, plot.box.end().y + 8}), vec({x, plot.box.end().y + 12}), w.theme.muted);
    const double wide = double(w.widthOf(w.fonts.small, text.data()));
    const double left = std::max(x - wide / 2, plot.box.origin.x - 8);
    if (left + wide <= end) {
      w.text(w.fonts.small, w.theme.muted, {{left, plot.box.end().y + 12}, {wide + 1, 16}}, text.data());
    }
  }
  w.text(w.fonts.small, w.theme.muted, {{plot.box.origin.x, plot.box.end().y + 12}, {plot.box.size.x + 8, 16}}, unit,
         Align::Right);
  w.text(w.fonts.small, w.theme.muted, {plot.box.origin, {plot.box.size.x, 16}}, "opaque");
  w.text(w.fonts.small, w.theme.muted, {{plot.box.origin.x, plot.box.end().y - 16}, {plot.box.size.x, 16}}, "clear");
}

void drawCurve(PanelFrame& frame, const Plot& plot, const core::TransferFunction& function) {
  Widgets& w = frame.widgets;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  constexpr double kStrip = 3;
  std::vector<ImVec2> line;
  for (double x = plot.box.origin.x; x <= plot.box.end().x; x += kStrip) {
    const core::TransferPoint here = core::at(function, plot.value(x));
    const double y = plot.y(here.opacity);
    list.AddRectFilled(vec({x, y}), vec({std::min(x + kStrip, plot.box.end().x), plot.box.end().y}),
                       colorOf(here.color, 0.55f));
    line.push_back(vec({x, y}));
  }
  list.AddPolyline(line.data(), int(line.size()), w.theme.text, 0, 1.5f);
  for (std::size_t i = 0; i < function.points.size(); ++i) {
    const glm::dvec2 at = plot.seen(function.points[i]);
    if (at.x < plot.box.origin.x - 1 || at.x > plot.box.end().x + 1) {
      continue;
    }
    const bool chosen = frame.state.transferPoint == i;
    list.AddCircleFilled(vec(at), chosen ? 10 : 7, chosen ? w.theme.accent : IM_COL32(0, 0, 0, 200), 24);
    list.AddCircleFilled(vec(at), chosen ? 7 : 5.5f, colorOf(function.points[i].color), 24);
  }
}

// Takes hold of a point, or of the curve, which then gets one.
void grab(PanelFrame& frame, const Plot& plot, core::TransferFunction& function, glm::dvec2 finger, bool& changed) {
  std::optional<std::size_t> nearest;
  double least = kPointDp;
  for (std::size_t i = 0; i < function.points.size(); ++i) {
    const double away = glm::length(plot.seen(function.points[i]) - finger);
    if (away < least) {
      least = away;
      nearest = i;
    }
  }
  const double value = plot.value(finger.x);
  if (!nearest && std::abs(plot.y(core::at(function, value).opacity) - finger.y) < kPointDp) {
    nearest = core::insertPoint(function, value);
    changed = true;
  }
  frame.state.transferPoint = nearest;
  if (nearest) {
    frame.state.grabbedBy = plot.seen(function.points[*nearest]) - finger;
  }
}

bool edit(PanelFrame& frame, const Plot& plot, core::TransferFunction& function) {
  Widgets& w = frame.widgets;
  bool changed = false;
  // Points at the border are as easy to hit as those within.
  w.tap("transfer function",
        {plot.box.origin - glm::dvec2(kPlotPad - 4, 8), plot.box.size + 2.0 * glm::dvec2(kPlotPad - 4, 8)});
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const glm::dvec2 finger(mouse.x, mouse.y);
  if (ImGui::IsItemActivated()) {
    grab(frame, plot, function, finger, changed);
    frame.state.grabbedAt = finger;
  }
  std::optional<std::size_t>& point = frame.state.transferPoint;
  if (w.isHeld() && point && *point < function.points.size() && glm::length(finger - frame.state.grabbedAt) > 2) {
    const core::TransferPoint before = function.points[*point];
    const glm::dvec2 to = finger + frame.state.grabbedBy;
    core::movePoint(function, *point, plot.value(to.x), plot.opacity(to.y), plot.leastGap());
    changed = changed || function.points[*point] != before;
  }
  return changed;
}

bool editColor(PanelFrame& frame, double left, double width, double& y, core::TransferPoint& point) {
  Widgets& w = frame.widgets;
  const glm::vec3 before = point.color;
  const double pitch = width / double(kSwatches.size());
  for (std::size_t i = 0; i < kSwatches.size(); ++i) {
    const Rect box{{left + double(i) * pitch, y}, {pitch, kTouchDp}};
    if (w.tap("swatch " + std::to_string(i), box)) {
      point.color = kSwatches[i];
    }
    const ImVec2 middle = vec(box.origin + box.size * 0.5);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (glm::length(point.color - kSwatches[i]) < 0.01f) {
      list.AddCircle(middle, 18, w.theme.accentText, 32, 2);
    }
    list.AddCircleFilled(middle, 14, colorOf(kSwatches[i]), 32);
  }
  y += kTouchDp;
  core::Tone tone = core::toneOf(point.color);
  const auto line = [&](const char* name, double& value, auto colorAt) {
    const Rect box{{left - 4, y}, {width + 8, kTouchDp}};
    const bool moved = w.slider(name, box, value, 0, 1, false);
    // Its own colours instead of the line that all sliders have.
    ImDrawList& list = *ImGui::GetWindowDrawList();
    constexpr int kSteps = 40;
    const double start = box.origin.x + 11;
    const double inner = box.size.x - 22;
    for (int i = 0; i < kSteps; ++i) {
      const double from = start + inner * i / kSteps;
      list.AddRectFilled(vec({from, y + 18}), vec({from + inner / kSteps + 0.5, y + 30}),
                         colorOf(colorAt((i + 0.5) / kSteps)));
    }
    const ImVec2 knob = vec({start + inner * value, y + kTouchDp / 2});
    list.AddCircleFilled(knob, 11, w.theme.text, 32);
    list.AddCircleFilled(knob, 8, colorOf(colorAt(value)), 32);
    y += kTouchDp;
    return moved;
  };
  bool moved = line("point hue", tone.hue, [&](double at) {
    return core::colorOf({at, std::max(tone.saturation, 0.5), 0.5});
  });
  // A grey has no hue to turn: it takes some colour on first.
  tone.saturation = moved ? std::max(tone.saturation, 0.35) : tone.saturation;
  moved |= line("point lightness", tone.lightness, [&](double at) {
    return core::colorOf({tone.hue, tone.saturation, at});
  });
  if (moved) {
    tone.lightness = std::clamp(tone.lightness, 0.02, 0.98);  // at either end the hue would be forgotten
    point.color = core::colorOf({std::min(tone.hue, 0.999), tone.saturation, tone.lightness});
  }
  return point.color != before;
}

std::string textOf(const Model& model, const core::TransferPoint& point) {
  std::array<char, 96> text{};
  const std::string unit = model.valueUnit.empty() ? "" : " " + model.valueUnit;
  std::snprintf(text.data(), text.size(),
                point.opacity < 0.1f ? "%.0f%s \u00B7 %.1f %% opaque per mm" : "%.0f%s \u00B7 %.0f %% opaque per mm",
                point.value, unit.c_str(), double(point.opacity) * 100);
  return text.data();
}

double drawPresetChips(PanelFrame& frame, double left, double width, double y) {
  Widgets& w = frame.widgets;
  const core::View& view = frame.toolbox.state().view;
  const PresetItem& chosen = presetOf(frame.model, view);
  double x = left;
  for (const PresetItem& preset : frame.model.presets) {
    const double wide = double(w.widthOf(w.fonts.body, preset.title)) + 24;
    if (x > left && x + wide > left + width) {
      x = left;
      y += kTouchDp;
    }
    if (w.chip("appearance " + preset.name, {{x, y}, {std::min(wide, width), kTouchDp}}, preset.title,
               &preset == &chosen)) {
      frame.requests.emplace_back(ChoosePreset{preset.name});
      frame.state.transferPoint.reset();
    }
    x += wide + kGrid;
  }
  return y + kTouchDp;
}

double drawTissue(PanelFrame& frame, double left, double width, double y) {
  Widgets& w = frame.widgets;
  core::View& view = frame.toolbox.state().view;
  y = drawPresetChips(frame, left, width, y) + kGrid;
  core::TransferFunction function = tissueOf(frame.model, view);
  const Plot plot{{{left, y + 8}, {width, kPlot - 16}}, frame.model.histogramRange};
  w.fill({{left - 8, y}, {width + 16, kPlot}}, w.theme.ground, w.theme.rowCorner);
  drawHistogram(frame, plot);
  bool changed = edit(frame, plot, function);
  drawCurve(frame, plot, function);
  drawAxes(frame, plot);
  y += kPlot + kAxis;
  std::optional<std::size_t>& chosen = frame.state.transferPoint;
  if (chosen && *chosen >= function.points.size()) {
    chosen.reset();
  }
  const Rect line{{left, y}, {width - kTouchDp, kTouchDp}};
  if (chosen) {
    w.text(w.fonts.body, w.theme.text, line, textOf(frame.model, function.points[*chosen]));
    if (w.iconButton("remove point", {{left + width - 36, y}, {kTouchDp, kTouchDp}}, icon::kDelete, false,
                     function.points.size() > 2)) {
      changed |= core::removePoint(function, *chosen);
      chosen.reset();
    }
    y += kTouchDp;
    if (chosen) {
      changed |= editColor(frame, left, width, y, function.points[*chosen]);
    }
  } else {
    w.text(w.fonts.small, w.theme.muted, line, "Drag a point, or the line for a new one.");
    y += kTouchDp;
  }
  if (changed) {
    view.transferFunction = std::move(function);
  }
  return y;
}

double drawLook(PanelFrame& frame, double left, double width, double y) {
  Widgets& w = frame.widgets;
  core::View& view = frame.toolbox.state().view;
  bool smooth = view.lesionSurface == core::LesionSurface::Smooth;
  double x = left;
  const std::tuple<const char*, const char*, bool*> toggles[] = {{"shading", "Light", &view.shaded},
                                                                 {"smooth lesions", "Smooth lesions", &smooth},
                                                                 {"outlines", "Outlines", &view.lesionOutlines}};
  for (const auto& [name, title, value] : toggles) {
    const double wide = double(w.widthOf(w.fonts.body, title)) + 24;
    if (w.chip(name, {{x, y}, {wide, kTouchDp}}, title, *value)) {
      *value = !*value;
    }
    x += wide + 6;
  }
  y += kTouchDp + 4;
  view.lesionSurface = smooth ? core::LesionSurface::Smooth : core::LesionSurface::Crisp;
  const auto fraction = [&](const char* name, const char* title, double& value) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%.0f %%", value * 100);
    w.text(w.fonts.body, w.theme.text, {{left, y}, {width, 28}}, title);
    w.text(w.fonts.body, w.theme.muted, {{left, y}, {width, 28}}, text.data(), Align::Right);
    y += 24;
    w.slider(name, {{left - 4, y}, {width + 8, kTouchDp}}, value, 0, 1, false);
    y += kTouchDp;
  };
  fraction("lesion opacity", "Lesions in 3D", view.lesionOpacity);
  fraction("lesions through tissue", "\u2026 where tissue hides them", view.lesionsThroughTissue);
  return y;
}

}  // namespace

void drawAppearance(PanelFrame& frame) {
  if (!frame.state.appearance || frame.model.presets.empty()) {
    return;
  }
  Widgets& w = frame.widgets;
  // One column, or two where the window is low; at the side away from the tools, or the lower one of an upright window.
  const double room = frame.sizeDp.y - frame.layout.topBar.end().y - kGrid;
  const double height = frame.state.transferPoint ? 816 : 672;  // a chosen point has a colour to set
  const bool two = room < height && frame.sizeDp.x > 2 * kWidth;
  const glm::dvec2 size(two ? 2 * kWidth : kWidth, std::min(two ? 540 : height, room));
  const bool atLeft = frame.state.layout.leftHanded;
  Rect card{{atLeft ? kGrid : frame.sizeDp.x - kGrid - size.x, frame.layout.topBar.end().y}, size};
  if (frame.layout.portrait) {
    card.origin.y = std::max(card.origin.y, frame.layout.settings.origin.y - kGrid - size.y);
  }
  w.beginPanel("appearance", card, w.theme.card, w.theme.cardCorner, true);
  const double left = card.origin.x + kPlotPad;
  const double width = kWidth - 2 * kPlotPad;
  const double top = card.origin.y + 4;
  w.text(w.fonts.strong, w.theme.text, {{left, top}, {width, kTouchDp}}, "Appearance");
  const double end = card.end().x - 4;
  if (w.iconButton("close appearance", {{end - kTouchDp, top}, {kTouchDp, kTouchDp}}, icon::kClose)) {
    frame.state.appearance = false;
  }
  core::View& view = frame.toolbox.state().view;
  const bool changed = view.transferFunction.has_value() || !view.shaded;
  if (w.iconButton("reset appearance", {{end - 2 * kTouchDp, top}, {kTouchDp, kTouchDp}}, icon::kReset, false,
                   changed)) {
    view.transferFunction.reset();
    view.shaded = true;
    frame.state.transferPoint.reset();
  }
  const double y = drawTissue(frame, left, width, top + kTouchDp + 4);
  drawLook(frame, two ? left + kWidth : left, width, two ? top + kTouchDp + 4 : y + kGrid);
  w.endPanel();
}

}  // namespace ui
