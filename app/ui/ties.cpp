// What a consensus leaves to an adjudicator, beside the pictures: a tap goes there, two buttons settle it, and so does
// any stroke over it.
#include "ui/flow.h"
#include "ui/ui.h"

namespace ui {
namespace {

double writeTie(Widgets& w, const TieItem& item, const Rect& box, bool draws) {
  Flow flow(w, box, draws);
  flow.gap(8);
  flow.paragraph(item.lesion, w.theme.text);
  flow.small(item.words, w.theme.muted);
  flow.gap(4);
  return flow.height();
}

}  // namespace

void drawTies(PanelFrame& frame, const Rect& body) {
  Widgets& w = frame.widgets;
  const TiesCard& card = *frame.model.ties;
  const double width = body.size.x - 40;
  if (card.places.empty()) {
    Flow flow(w, {body.origin + glm::dvec2(20, 4), {width, 0}}, true);
    flow.paragraph("Everything that was tied is settled.", w.theme.text);
    return;
  }
  const bool may = card.mayNot.empty();
  const double foot =
      may ? kTouchDp + 2 * kGrid : w.paragraph(w.fonts.small, 0, {{0, 0}, {width, 0}}, card.mayNot) + 2 * kGrid;
  double height = 0;
  for (const TieItem& item : card.places) {
    height += writeTie(w, item, {{0, 0}, {width, 0}}, false);
  }
  double y = w.beginScroll("ties", {body.origin, {body.size.x, body.size.y - foot}}, height);
  for (std::size_t i = 0; i < card.places.size(); ++i) {
    const double each = writeTie(w, card.places[i], {{0, 0}, {width, 0}}, false);
    const Rect row{{body.origin.x + 8, y}, {body.size.x - 16, each}};
    if (w.tap("tie " + std::to_string(i), row)) {
      frame.requests.emplace_back(LookAtTie{i});
    }
    if (i == card.at || w.isHovered() || w.isHeld()) {
      w.fill(row, i == card.at ? w.theme.selected : w.theme.raised, w.theme.rowCorner);
    }
    writeTie(w, card.places[i], {{body.origin.x + 20, y}, {width, 0}}, true);
    y += each;
  }
  w.endScroll();
  const double at = body.end().y - foot + kGrid;
  if (!may) {
    w.paragraph(w.fonts.small, w.theme.caution, {{body.origin.x + 20, at}, {width, 0}}, card.mayNot);
    return;
  }
  const double half = (body.size.x - 24 - kGrid) / 2;
  if (w.button("tie belongs", {{body.origin.x + 12, at}, {half, kTouchDp}}, "Belongs", true)) {
    frame.requests.emplace_back(SettleTie{card.at, true});
  }
  if (w.button("tie does not", {{body.origin.x + 12 + half + kGrid, at}, {half, kTouchDp}}, "Does not", false)) {
    frame.requests.emplace_back(SettleTie{card.at, false});
  }
}

}  // namespace ui
