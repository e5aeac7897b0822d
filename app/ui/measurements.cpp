// What is measured, over the pictures: lines, points and their numbers. While a measuring tool is in the hand, a tap on
// a number removes it.
#include <algorithm>

#include "ui/pane_geometry.h"

namespace ui {
namespace {

constexpr double kSignDp = 24;  // that a tap removes it

bool isSeen(const PaneGeometry& geometry, const interaction::Measurement& measured) {
  return interaction::isSeenOn(measured, geometry.pane.layout, geometry.plane, *geometry.frame.model.grid) &&
         std::all_of(measured.pointsMm.begin(), measured.pointsMm.end(),
                     [&](const glm::dvec3& point) { return geometry.seen(point).has_value(); });
}

Rect numberBox(const Widgets& w, const PaneGeometry& geometry, const interaction::Measurement& measured,
               bool removable) {
  const double width = double(w.widthOf(w.fonts.body, measured.text())) + 20 + (removable ? kSignDp : 0);
  return boxBeside({geometry.pane.originDp, geometry.pane.sizeDp}, *geometry.seen(measured.pointsMm.back()), 14,
                   {width, 28});
}

void drawOne(PanelFrame& frame, const PaneGeometry& geometry, const interaction::Measurement& measured, bool chosen,
             bool removable) {
  if (!isSeen(geometry, measured)) {
    return;
  }
  Widgets& w = frame.widgets;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 color = chosen ? w.theme.accentText : w.theme.text;
  std::optional<glm::dvec2> last;
  for (const glm::dvec3& point : measured.pointsMm) {
    const glm::dvec2 at = *geometry.seen(point);
    if (last) {
      list.AddLine(vec(*last), vec(at), IM_COL32(0, 0, 0, 160), 4);
      list.AddLine(vec(*last), vec(at), color, 2);
    }
    const float radius =
        interaction::measures(frame.toolbox.active()) ? 5.5f : 3.5f;  // larger where a finger can hold it
    list.AddCircleFilled(vec(at), radius + 1.5f, IM_COL32(0, 0, 0, 160), 20);
    list.AddCircleFilled(vec(at), radius, color, 20);
    last = at;
  }
  Rect box = numberBox(w, geometry, measured, removable);
  w.fill(box, kLabelGround, 8);
  if (removable) {
    box.size.x -= kSignDp;
    w.smallIcon(w.theme.muted, {{box.end().x - 4, box.origin.y}, {kSignDp, box.size.y}}, icon::kClose);
  }
  w.text(w.fonts.body, color, box, measured.text(), Align::Center);
}

}  // namespace

void drawMeasurements(PanelFrame& frame, const PaneGeometry& geometry) {
  const interaction::Measurements& measurements = frame.toolbox.measurements();
  const bool removable =
      interaction::measures(frame.toolbox.active()) && !frame.layout.isDeck() && !measurements.isHeld();
  for (std::size_t i = 0; i < measurements.all().size(); ++i) {
    drawOne(frame, geometry, measurements.all()[i], measurements.chosen() == i, removable);
  }
  if (const auto& open = frame.toolbox.openMeasurement()) {
    drawOne(frame, geometry, *open, false, false);
  }
}

void drawMeasurementButtons(PanelFrame& frame, const PaneGeometry& geometry) {
  Widgets& w = frame.widgets;
  interaction::Measurements& measurements = frame.toolbox.measurements();
  // What lies under a hand that measures is its picture.
  if (!interaction::measures(frame.toolbox.active()) || measurements.isHeld() || frame.toolbox.openMeasurement()) {
    return;
  }
  for (std::size_t i = 0; i < measurements.all().size(); ++i) {
    if (!isSeen(geometry, measurements.all()[i])) {
      continue;
    }
    const std::string name = "measurement " + std::to_string(i) + " on " + std::to_string(int(geometry.pane.layout));
    const Rect number = numberBox(w, geometry, measurements.all()[i], true);
    const double more = (kTouchDp - number.size.y) / 2;  // it looks smaller than what the finger may hit
    const Rect box{number.origin - glm::dvec2(0, more), number.size + glm::dvec2(0, 2 * more)};
    w.beginPanel(name.c_str(), box, 0, 0, true);
    if (w.tap(name, box)) {
      measurements.choose(i);
      frame.run(CommandId::RemoveMeasurement);
    }
    w.endPanel();
  }
}

}  // namespace ui
