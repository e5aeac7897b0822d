// What the guideline says of the class that is painted, beside the hand that paints; and the classes that it knows, to
// choose from.
#include <algorithm>

#include "ui/flow.h"
#include "ui/guideline.h"
#include "ui/ui.h"

namespace ui {

void writeAcceptance(Flow& flow, const Theme& theme, const std::vector<std::string>& ofFinding,
                     const std::vector<std::string>& ofReading) {
  if (!ofFinding.empty()) {
    flow.heading("A finding is accepted when");
    flow.points(ofFinding, icon::kCheck, theme.muted);
  }
  if (!ofReading.empty()) {
    flow.heading("A reading is handed in when");
    flow.points(ofReading, icon::kCheck, theme.muted);
  }
}

void writeGuideline(Flow& flow, const Theme& theme, const GuidelineCard& card, const ShownExample& examples) {
  if (!card.defined) {
    flow.paragraph("The guideline says nothing of \u201C" + card.className + "\u201D.", theme.caution);
  }
  if (!card.definition.empty()) {
    flow.paragraph(card.definition, theme.text);
  }
  for (const std::string& limit : card.limits) {
    flow.small(limit, theme.muted);
  }
  if (!card.includes.empty()) {
    flow.heading("Belongs to it");
    flow.points(card.includes, icon::kAdd, theme.good);
  }
  if (!card.excludes.empty()) {
    flow.heading("Does not belong to it");
    flow.points(card.excludes, icon::kClose, theme.bad);
  }
  if (!card.edgeCases.empty()) {
    flow.heading("Edge cases");
  }
  for (const GuidelineCard::EdgeCase& each : card.edgeCases) {
    const double top = flow.y();
    flow.paragraph(each.title, theme.accentText);
    flow.paragraph(each.decision, theme.text);
    if (each.opens && examples) {
      flow.small("Tap to see it", theme.muted);
      examples(*each.opens, top, flow.y());
    }
  }
  writeAcceptance(flow, theme, card.acceptance, card.readingAcceptance);
  flow.gap(8);
  flow.small(card.title, theme.muted);
  flow.small("Version " + std::to_string(card.version) + ", " + card.published, theme.muted);
}

void drawGuideline(PanelFrame& frame, const Rect& body) {
  Widgets& w = frame.widgets;
  const Rect column{{body.origin.x + 20, body.origin.y}, {body.size.x - 40, body.size.y}};
  if (!frame.model.guideline) {
    Flow flow(w, column, true);
    flow.paragraph("This project has no guideline yet.", w.theme.text);
    flow.paragraph("It says what is to be marked, and how. A lead or a teacher writes it.", w.theme.muted);
    flow.gap(8);
    if (w.button("guideline write", {{column.origin.x, flow.y()}, {std::min(column.size.x, 200.0), kTouchDp}},
                 "Write it", false)) {
      frame.run(CommandId::Guideline);
    }
    return;
  }
  const GuidelineCard& card = *frame.model.guideline;
  constexpr double kTitle = 28;
  const Rect edit{{column.end().x - kTouchDp + 12, column.origin.y - (kTouchDp - kTitle) / 2}, {kTouchDp, kTouchDp}};
  if (w.iconButton("guideline edit", edit, icon::kEdit)) {
    frame.run(CommandId::Guideline);
  }
  const double room = edit.origin.x - column.origin.x - kGrid;
  w.text(w.fonts.strong, w.theme.text, {column.origin, {room, kTitle}}, card.className);
  w.text(w.fonts.small, w.theme.muted, {column.origin, {room, kTitle}}, "v" + std::to_string(card.version),
         Align::Right);
  const Rect list{{body.origin.x, body.origin.y + kTitle + 4}, {body.size.x, body.size.y - kTitle - 4}};
  const Rect from{{column.origin.x, list.origin.y}, {column.size.x, 0}};
  Flow measure(w, from, false);
  writeGuideline(measure, w.theme, card, [](std::size_t, double, double) {});
  const double top = w.beginScroll("guideline", list, measure.height());
  Flow flow(w, {{from.origin.x, top}, from.size}, true);
  writeGuideline(flow, w.theme, card, [&](std::size_t place, double begins, double ends) {
    const Rect words{{list.origin.x + 8, begins - 4}, {list.size.x - 16, ends - begins + 8}};
    if (w.tap("example " + std::to_string(place), words)) {
      frame.requests.emplace_back(ShowEdgeCase{place});
    }
  });
  w.endScroll();
}

ClassChoice drawClasses(PanelFrame& frame, const Rect& box, std::string_view current, bool draws) {
  Widgets& w = frame.widgets;
  ClassChoice choice;
  glm::dvec2 at = box.origin;
  for (const ClassItem& each : frame.model.classes) {
    const double width = std::min(double(w.widthOf(w.fonts.body, each.name)) + 24, box.size.x);
    if (at.x > box.origin.x && at.x + width > box.end().x) {
      at = {box.origin.x, at.y + kTouchDp};
    }
    if (draws && w.chip("class " + each.name, {at, {width, kTouchDp}}, each.name, each.name == current)) {
      choice.chosen = each.name;
    }
    at.x += width + kGrid;
  }
  choice.height = at.y + kTouchDp - box.origin.y;
  return choice;
}

}  // namespace ui
