// The active tool's two or three settings, in one strip under the pictures.
#include <array>
#include <cmath>
#include <cstdio>

#include "core/text.h"
#include "ui/ui.h"

namespace ui {
namespace {

using interaction::ToolId;

std::string unitOf(const Model& model) {
  return model.valueUnit.empty() ? "" : " " + model.valueUnit;
}

std::string rangeText(const core::IntensityRange& range) {
  return core::printed(range.max - range.min < 10 ? "%.3g to %.3g" : "%.0f to %.0f", range.min, range.max);
}

// A name at the left, a value at the right, and room for what sets it below. Where not all of it fits, the unit goes
// first: half a number would be a wrong one.
Rect labelled(Widgets& w, const Rect& box, std::string_view name, const std::string& value,
              const std::string& unit = "") {
  const double nameWidth =
      double(w.text(w.fonts.body, w.theme.text, {{box.origin.x, box.origin.y + 4}, {box.size.x, 24}}, name));
  const double room = box.size.x - nameWidth - kGrid;
  const std::string whole = value + unit;
  w.text(w.fonts.body, w.theme.muted, {{box.end().x - room, box.origin.y + 4}, {room, 24}},
         double(w.widthOf(w.fonts.body, whole)) <= room ? whole : value, Align::Right);
  return {{box.origin.x - 4, box.origin.y + 28}, {box.size.x + 8, kTouchDp}};
}

void drawBrushSettings(PanelFrame& frame, const Rect& strip) {
  Widgets& w = frame.widgets;
  interaction::BrushSettings& brush = frame.toolbox.brush();
  const double pad = 20;
  const double icons = 2 * kTouchDp + kGrid;
  const double buttons = strip.size.x > 560 ? 2 * 80 + 2 * kGrid + icons : icons;
  const double room = strip.size.x - 2 * pad - buttons - 2 * pad;
  const double sizeWidth = (room - pad) * 0.38;  // two numbers of four digits take more room than one of three
  const double rangeWidth = (room - pad) * 0.62;
  double x = strip.origin.x + pad;
  const double y = strip.origin.y + 4;
  double diameterMm = 2 * brush.radiusMm;
  const std::string size = core::printed(diameterMm < 10 ? "\u00D8 %.1f mm" : "\u00D8 %.0f mm", diameterMm);
  if (w.slider("brush size", labelled(w, {{x, y}, {sizeWidth, 80}}, "Brush", size), diameterMm, 1,
               2 * brush.kMaxRadiusMm, true)) {
    brush.radiusMm = diameterMm / 2;
  }
  frame.state.sizing = w.isHeld();
  x += sizeWidth + pad + kGrid;
  const core::IntensityRange all = frame.model.intensity;
  core::IntensityRange range = brush.range.value_or(all);
  const std::string shown = brush.range ? rangeText(range) : "all values";
  const std::string unit = brush.range ? unitOf(frame.model) : "";
  if (w.rangeSlider("brush range", labelled(w, {{x, y}, {rangeWidth, 80}}, "Only paint", shown, unit), range.min,
                    range.max, all.min, all.max)) {
    brush.range = range.min <= all.min && range.max >= all.max ? std::nullopt : std::optional(range);
  }
  x = strip.end().x - pad - buttons;
  const double buttonY = strip.origin.y + (strip.size.y - 52) / 2;
  if (buttons > icons) {
    const bool erases = frame.toolbox.active() == ToolId::Eraser;
    if (w.button("add", {{x, buttonY}, {80, 52}}, "Add", !erases)) {
      frame.toolbox.choose(ToolId::Brush);
    }
    x += 80 + kGrid;
    if (w.button("erase", {{x, buttonY}, {80, 52}}, "Erase", erases)) {
      frame.toolbox.choose(ToolId::Eraser);
    }
    x += 80 + kGrid;
  }
  // A sphere in 3D; a disc paints the slice under the hand alone.
  if (w.namedButton("disc", {{x, buttonY}, {kTouchDp, 52}}, brush.disc ? icon::kDisc : icon::kSphere,
                    brush.disc ? "Slice" : "Sphere", true)) {  // lit: it names what is, not what would be
    frame.run(CommandId::ToggleDisc);
  }
  x += kTouchDp + kGrid;
  const Rect lock{{x, buttonY}, {kTouchDp, 52}};
  if (w.namedButton("protect", lock, brush.protectOthers ? icon::kProtected : icon::kUnprotected, "Protect",
                    brush.protectOthers)) {
    frame.run(CommandId::ToggleProtect);
  }
}

// said: in the place of what the tool does, where there is something to say.
void drawHint(PanelFrame& frame, const Rect& strip, std::string_view action, CommandId command, bool useful,
              std::string_view said = {}) {
  Widgets& w = frame.widgets;
  const interaction::ToolInfo& tool = interaction::infoOf(frame.toolbox.active());
  const double button = action.empty() ? 0 : double(w.widthOf(w.fonts.strong, action)) + 40;
  const Rect text{{strip.origin.x + 20, strip.origin.y + 16}, {strip.size.x - 60 - button, 28}};
  w.text(w.fonts.strong, w.theme.text, text, tool.name);
  w.text(w.fonts.body, w.theme.muted, {text.origin + glm::dvec2(0, 28), text.size}, said.empty() ? tool.hint : said);
  if (!action.empty() &&
      w.button("tool action", {{strip.end().x - 20 - button, strip.origin.y + (strip.size.y - 52) / 2}, {button, 52}},
               action, false, useful)) {
    frame.run(command);
  }
}

}  // namespace

void drawSettings(PanelFrame& frame) {
  Widgets& w = frame.widgets;
  const Rect& strip = frame.layout.settings;
  w.beginPanel("settings", strip, w.theme.card, w.theme.cardCorner);
  frame.state.sizing = false;
  switch (frame.toolbox.active()) {
    case ToolId::Brush:
    case ToolId::Eraser:
      drawBrushSettings(frame, strip);
      break;
    case ToolId::Sample: {
      const std::optional<core::IntensityRange>& range = frame.toolbox.brush().range;
      drawHint(frame, strip, "Paint all values", CommandId::ClearRange, range.has_value(),
               range ? "The brush paints " + rangeText(*range) + unitOf(frame.model) + " only" : std::string());
      break;
    }
    case ToolId::Distance:
    case ToolId::Angle:
      drawHint(frame, strip, "Remove measurements", CommandId::ClearMeasurements,
               !frame.toolbox.measurements().all().empty());
      break;
    case ToolId::Scissors:
      drawHint(frame, strip, "", CommandId::ResetView, false);
      break;
    case ToolId::Seeds:
      drawHint(frame, strip, "Remove seeds", CommandId::ClearMarks, !frame.toolbox.marks().seeds.empty());
      break;
    case ToolId::Box:
      drawHint(frame, strip, "Remove box", CommandId::ClearMarks, frame.toolbox.marks().box.has_value());
      break;
    case ToolId::Look:
      drawHint(frame, strip, "See the whole volume", CommandId::ResetView, true);
      break;
    case ToolId::Planes:
      drawPlaneSettings(frame, strip);
      break;
    case ToolId::Crosshair:
    case ToolId::WindowLevel:
      drawHint(frame, strip, "", CommandId::ResetView, false);
      break;
  }
  w.endPanel();
}

void drawBrightness(PanelFrame& frame) {
  Widgets& w = frame.widgets;
  const Rect& card = frame.layout.brightness;
  if (card.size.x < 120 || frame.model.windows.empty()) {
    return;
  }
  w.beginPanel("brightness", card, w.theme.card, w.theme.cardCorner);
  const std::size_t count = std::min<std::size_t>(frame.model.windows.size(), 4);
  const std::size_t columns = card.size.x < 260 ? 2 : count;
  const double width = (card.size.x - 2 * kGrid - double(columns - 1) * 4) / double(columns);
  const double rows = double((count + columns - 1) / columns);
  for (std::size_t i = 0; i < count; ++i) {
    const WindowItem& item = frame.model.windows[i];
    const double height = rows > 1 ? 40 : kTouchDp;
    const double top = card.origin.y + (card.size.y - rows * height) / 2;
    const Rect box{{card.origin.x + kGrid + double(i % columns) * (width + 4), top + double(i / columns) * height},
                   {width, height}};
    if (w.chip("window " + item.title, box, item.title, frame.toolbox.state().view.window == item.window)) {
      frame.toolbox.state().view.window = item.window;
    }
  }
  w.endPanel();
}

}  // namespace ui
