// What a consensus leaves to an adjudicator, beside the pictures: a tap goes there, two buttons settle it, a third all
// places of its lesion at once, and so does any stroke over it.
#include <string>
#include <vector>

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

// All that can be said of a lesion's tied places at once, in the place of the list.
void drawWholeTie(PanelFrame& frame, const Rect& body) {
  using As = SettleTiedLesion::As;
  Widgets& w = frame.widgets;
  const TiesCard& card = *frame.model.ties;
  struct Choice {
    std::string name, title, words;
    SettleTiedLesion asked;
  };
  std::vector<Choice> choices{{"tie all", "All of it belongs", "", {card.at, As::Belongs}},
                              {"tie none", "None of it belongs", "", {card.at, As::DoesNot}}};
  for (std::size_t i = 0; i < card.whole.readers.size(); ++i) {
    const auto& [reader, marked] = card.whole.readers[i];
    choices.push_back({"tie as " + std::to_string(i), "As " + reader + " has it", marked, {card.at, As::Reader, i}});
  }
  const Rect text{body.origin + glm::dvec2(20, 0), {body.size.x - 40, 0}};
  const double foot = kTouchDp + 2 * kGrid;
  const auto heading = [&](double y, bool draws) {
    Flow flow(w, {{text.origin.x, y}, text.size}, draws);
    flow.paragraph(card.whole.lesion + ": all that is tied", w.theme.text);
    flow.small(card.whole.words +
                   (card.whole.places == 1 ? " at one place" : " at " + std::to_string(card.whole.places) + " places") +
                   ". Undo takes it back.",
               w.theme.muted);
    flow.gap(kGrid);
    return flow.height();
  };
  const double top = heading(0, false);
  double y = w.beginScroll("whole tie", {body.origin, {body.size.x, body.size.y - foot}},
                           top + double(choices.size()) * (kTouchDp + kGrid));
  heading(y, true);
  y += top;
  for (const Choice& each : choices) {
    const Rect row{{body.origin.x + 12, y}, {body.size.x - 24, kTouchDp}};
    if (w.tap(each.name, row)) {
      frame.requests.emplace_back(each.asked);
      frame.state.readings.wholeTie = false;
    }
    w.fill(row, w.isHovered() || w.isHeld() ? w.theme.selected : w.theme.raised, w.theme.rowCorner);
    const Rect inner{row.origin + glm::dvec2(12, 0), row.size - glm::dvec2(24, 0)};
    if (each.words.empty()) {
      w.text(w.fonts.body, w.theme.text, inner, each.title);
    } else {
      w.text(w.fonts.body, w.theme.text, {inner.origin + glm::dvec2(0, 4), {inner.size.x, 22}}, each.title);
      w.text(w.fonts.small, w.theme.muted, {inner.origin + glm::dvec2(0, 25), {inner.size.x, 18}}, each.words);
    }
    y += kTouchDp + kGrid;
  }
  w.endScroll();
  const Rect back{{body.origin.x + 12, body.end().y - foot + kGrid}, {body.size.x - 24, kTouchDp}};
  if (w.button("tie back", back, "Back to the places", false)) {
    frame.state.readings.wholeTie = false;
  }
}

}  // namespace

void drawTies(PanelFrame& frame, const Rect& body) {
  Widgets& w = frame.widgets;
  const TiesCard& card = *frame.model.ties;
  const double width = body.size.x - 40;
  if (card.places.empty()) {
    Flow flow(w, {body.origin + glm::dvec2(20, 4), {width, 0}}, true);
    flow.paragraph("Everything that was tied is settled.", w.theme.text);
    const auto button = [&](const char* name, const std::string& label, CommandId command, bool main) {
      flow.gap(kGrid);
      if (w.button(name, {{body.origin.x + 12, flow.y()}, {body.size.x - 24, kTouchDp}}, label, main)) {
        frame.run(command);
      }
      flow.gap(kTouchDp);
    };
    if (!card.next.empty()) {
      button("tie go on", card.next, CommandId::NextTie, true);
    }
    if (frame.model.toReview > 0) {
      flow.small("What was settled is not accepted yet: each lesion waits for a decision.", w.theme.muted);
      button("tie review", "Review " + std::to_string(frame.model.toReview), CommandId::Review, card.next.empty());
    }
    return;
  }
  const bool may = card.mayNot.empty();
  if (may && frame.state.readings.wholeTie) {
    drawWholeTie(frame, body);
    return;
  }
  static const std::vector<std::string> kNone;
  const std::vector<std::string>& classes = card.at < card.places.size() ? card.places[card.at].classes : kNone;
  const double buttons = classes.empty() ? 2 : double(classes.size());  // one upon the other
  const double foot = may ? buttons * (kTouchDp + kGrid) + kGrid
                          : w.paragraph(w.fonts.small, 0, {{0, 0}, {width, 0}}, card.mayNot) + 2 * kGrid;
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
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const Rect row{{body.origin.x + 12, at + double(i) * (kTouchDp + kGrid)}, {body.size.x - 24, kTouchDp}};
    if (w.button("tie class " + std::to_string(i), row, "It is " + classes[i], false)) {
      frame.requests.emplace_back(SettleClass{card.at, i});
    }
  }
  if (!classes.empty()) {
    return;
  }
  const double half = (body.size.x - 24 - kGrid) / 2;
  if (w.button("tie belongs", {{body.origin.x + 12, at}, {half, kTouchDp}}, "Belongs", true)) {
    frame.requests.emplace_back(SettleTie{card.at, true});
  }
  if (w.button("tie does not", {{body.origin.x + 12 + half + kGrid, at}, {half, kTouchDp}}, "Does not", false)) {
    frame.requests.emplace_back(SettleTie{card.at, false});
  }
  const std::string whole = card.whole.places > 1
                                ? "Settle all " + std::to_string(card.whole.places) + " places of " + card.whole.lesion
                                : "Settle all of " + card.whole.lesion;
  if (w.button("tie whole", {{body.origin.x + 12, at + kTouchDp + kGrid}, {body.size.x - 24, kTouchDp}},
               (whole + "\u2026").c_str(), false)) {
    frame.state.readings.wholeTie = true;
  }
}

}  // namespace ui
