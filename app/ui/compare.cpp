// Readings held against each other once a calibration session is revealed: what the pictures' colours mean, how each
// reader stands, who found which lesion, and the way to what is worth looking at next.
#include <algorithm>
#include <array>
#include <glm/common.hpp>
#include <utility>

#include "ui/compare_words.h"
#include "ui/flow.h"
#include "ui/ui.h"

namespace ui {
namespace {

// clang-format off
constexpr std::array kCompareKeys = {
    CompareKey{CompareAct::Next,        "Next difference",               "N"},
    CompareKey{CompareAct::Previous,    "The difference before",         "B"},
    CompareKey{CompareAct::Everybody,   "All readers, or one",           "A"},
    CompareKey{CompareAct::Surface,     "Too large or too small, in mm", "S"},
    CompareKey{CompareAct::MakeExample, "Make it a guideline example",   "E"},
    CompareKey{CompareAct::Consensus,   "Make a consensus of a case",    "C"},
    CompareKey{CompareAct::Leave,       "Leave the comparison",          "Escape"},
};
// clang-format on

constexpr double kCompareTitle = 44;
constexpr double kHeads = 24;

class Comparison {
 public:
  Comparison(PanelFrame& frame, const CompareCard& card, const CompareLayout& layout)
      : frame_(frame), w_(frame.widgets), card_(card), layout_(layout) {}

  void draw() {
    header();
    if (card_.state == CompareCard::State::Shown) {
      legend();
      readers();
      lesions();
      steps();
    } else {
      message();
    }
  }

 private:
  void act(CompareAct what) { frame_.requests.emplace_back(DoInCompare{what}); }

  void header() {
    const Rect& bar = layout_.header;
    w_.beginPanel("compare header", bar, w_.theme.ground, 0);
    const double y = bar.origin.y + (bar.size.y - kTouchDp) / 2;
    if (w_.iconButton("compare leave", {{kGrid, y}, {kTouchDp, kTouchDp}}, icon::kBack)) {
      act(CompareAct::Leave);
    }
    double right = bar.end().x - kGrid;
    if (card_.state == CompareCard::State::Shown && !card_.lesions.empty()) {
      const bool narrow = bar.size.x < 900;
      const std::string_view label = narrow ? "Guideline example" : "Make it a guideline example";
      const double width = double(w_.widthOf(w_.fonts.strong, label)) + 32;
      right -= width;
      if (w_.button("compare example", {{right, y}, {width, kTouchDp}}, label, !card_.ofCase)) {
        act(CompareAct::MakeExample);
      }
      right -= 2 * kGrid;
    }
    if (card_.state == CompareCard::State::Shown && card_.ofCase) {
      const double width = double(w_.widthOf(w_.fonts.strong, "Make a consensus\u2026")) + 32;
      right -= width;
      if (w_.button("compare consensus", {{right, y}, {width, kTouchDp}}, "Make a consensus\u2026", true)) {
        act(CompareAct::Consensus);
      }
      right -= 2 * kGrid;
    }
    double x = 2 * kGrid + kTouchDp;
    x += double(w_.text(w_.fonts.strong, w_.theme.text, {{x, y}, {right - x, kTouchDp}}, card_.session)) + 2 * kGrid;
    w_.text(w_.fonts.body, w_.theme.muted, {{x, y}, {std::max(right - x, 0.0), kTouchDp}}, card_.place);
    w_.endPanel();
  }

  // In the place of all cards, while there is nothing to show.
  void message() {
    const Rect room{layout_.readers.origin,
                    glm::max(layout_.readers.end(), layout_.lesions.end()) - layout_.readers.origin};
    w_.beginPanel("compare message", room, w_.theme.card, w_.theme.cardCorner);
    Flow flow(w_, {room.origin + glm::dvec2(20, 16), {room.size.x - 40, 0}}, true);
    if (card_.state == CompareCard::State::Working) {
      flow.paragraph("Holding the readings against each other\u2026", w_.theme.text);
    } else {
      flow.paragraph(card_.fault, w_.theme.caution);
    }
    w_.endPanel();
  }

  // Whose reading is shown, and what its colours say; hatching says it once more, for whoever cannot tell them apart.
  void legend() {
    const Rect& strip = layout_.legend;
    w_.beginPanel("compare legend", strip, w_.theme.card, w_.theme.cardCorner);
    double x = strip.origin.x + kGrid;
    const auto chip = [&](const std::string& name, const std::string& label, bool active) {
      const double width = std::min(double(w_.widthOf(w_.fonts.body, label)) + 24, strip.end().x - kGrid - x);
      const bool tapped = w_.chip(name, {{x, strip.origin.y}, {width, kTouchDp}}, label, active);
      x += width + kGrid;
      return tapped;
    };
    if (chip("compare everybody", "All readers", !card_.held) && card_.held) {
      act(CompareAct::Everybody);
    }
    const std::size_t one = card_.held.value_or(likelyReader(card_));
    const CompareCard::Reader& reader = card_.readers[one];
    const std::string who = reader.you ? "You" : reader.name;
    const bool against = card_.held && !card_.surface;
    if (chip("compare one", who + " against " + card_.panel, against) && !against) {
      if (card_.surface) {
        act(CompareAct::Surface);
      }
      frame_.requests.emplace_back(HoldAgainstPanel{one});
    }
    if (chip("compare surface", who + ": too large or too small", card_.held && card_.surface) && !card_.surface) {
      act(CompareAct::Surface);
    }
    drawCompareLegend(w_, card_, {strip.origin + glm::dvec2(20, kTouchDp), {strip.size.x - 20, 34}}, w_.fonts.body, 48);
    w_.endPanel();
  }

  void title(const Rect& card, std::string_view what, std::string_view more) {
    const Rect line{{card.origin.x + 20, card.origin.y + 4}, {card.size.x - 40, kCompareTitle}};
    const double width = double(w_.text(w_.fonts.strong, w_.theme.text, line, what));
    w_.text(w_.fonts.small, w_.theme.muted,
            {{line.origin.x + width + 2 * kGrid, line.origin.y}, {line.size.x - width - 2 * kGrid, kCompareTitle}},
            more, Align::Right);
  }

  void readers() {
    const Rect& card = layout_.readers;
    w_.beginPanel("compare readers", card, w_.theme.card, w_.theme.cardCorner);
    title(card, "Readers", card_.over);
    const double left = card.origin.x + 20;
    const double right = card.end().x - 20;
    constexpr double kCount = 56;
    constexpr double kDice = 112;
    const double heads = card.origin.y + kCompareTitle;
    const auto column = [&](double end, double width, double y, double height) {
      return Rect{{right - end - width, y}, {width, height}};
    };
    w_.text(w_.fonts.small, w_.theme.muted, column(2 * kCount, kDice, heads, kHeads), diceHead(), Align::Right);
    w_.text(w_.fonts.small, w_.theme.muted, column(kCount, kCount, heads, kHeads), "Missed", Align::Right);
    w_.text(w_.fonts.small, w_.theme.muted, column(0, kCount, heads, kHeads), "Added", Align::Right);
    const Rect list{{card.origin.x, heads + kHeads}, {card.size.x, card.end().y - heads - kHeads - kGrid}};
    const double words = agreement({{left, 0}, {right - left, 0}}, false);
    double y = w_.beginScroll("compare readers", list, double(card_.readers.size()) * kTouchDp + words);
    for (std::size_t i = 0; i < card_.readers.size(); ++i, y += kTouchDp) {
      const CompareCard::Reader& each = card_.readers[i];
      const Rect row{{card.origin.x + kGrid, y}, {card.size.x - 2 * kGrid, kTouchDp}};
      if (w_.tap("compare reader " + std::to_string(i), row)) {
        frame_.requests.emplace_back(HoldAgainstPanel{i});
      }
      if (card_.held == i || w_.isHeld() || w_.isHovered()) {
        w_.fill(row, w_.theme.selected, w_.theme.rowCorner);
      }
      const std::string name = each.you ? "You (" + each.name + ")" : each.name;
      w_.text(each.you ? w_.fonts.strong : w_.fonts.body, w_.theme.text,
              {{left, y}, {right - left - 2 * kCount - kDice - kGrid, kTouchDp}}, name);
      const Rect dice = column(2 * kCount, kDice, y, kTouchDp);
      if (each.interval.empty()) {
        w_.text(w_.fonts.body, w_.theme.text, dice, each.dice, Align::Right);
      } else {
        w_.text(w_.fonts.body, w_.theme.text, {dice.origin + glm::dvec2(0, 4), {dice.size.x, 22}}, each.dice,
                Align::Right);
        w_.text(w_.fonts.small, w_.theme.muted, {dice.origin + glm::dvec2(0, 24), {dice.size.x, 18}}, each.interval,
                Align::Right);
      }
      count(column(kCount, kCount, y, kTouchDp), each.missed);
      count(column(0, kCount, y, kTouchDp), each.added);
    }
    agreement({{left, y}, {right - left, 0}}, true);
    w_.endScroll();
    w_.endPanel();
  }

  // Of lesions that both found; what one left out or added is counted beside it.
  const char* diceHead() const {
    const bool intervals = std::any_of(card_.readers.begin(), card_.readers.end(),
                                       [](const CompareCard::Reader& each) { return !each.interval.empty(); });
    return intervals ? "Dice if found, 95 %" : "Dice if found";
  }

  void count(const Rect& box, std::int64_t number) {
    w_.text(w_.fonts.body, number > 0 ? w_.theme.caution : w_.theme.muted, box, std::to_string(number), Align::Right);
  }

  double agreement(const Rect& box, bool draws) {
    Flow flow(w_, box, draws);
    flow.gap(kGrid);
    flow.small(card_.agreement, w_.theme.muted);
    for (const std::string& each : card_.remarks) {
      flow.small(each, w_.theme.caution);
    }
    return flow.height();
  }

  void lesions() {
    const Rect& card = layout_.lesions;
    w_.beginPanel("compare lesions", card, w_.theme.card, w_.theme.cardCorner);
    title(card, "Lesions of this case", "least agreed on first");
    const double left = card.origin.x + 20;
    const double right = card.end().x - 20;
    constexpr double kDice = 52;
    const double each =
        std::clamp((card.size.x * 0.46 - kDice) / double(std::max<std::size_t>(card_.columns.size(), 1)), 14.0, 30.0);
    const double dots = right - kDice - each * double(card_.columns.size());
    const double heads = card.origin.y + kCompareTitle;
    for (std::size_t i = 0; i < card_.columns.size(); ++i) {
      w_.text(w_.fonts.small, w_.theme.muted, {{dots + each * double(i), heads}, {each, kHeads}}, card_.columns[i],
              Align::Center);
    }
    w_.text(w_.fonts.small, w_.theme.muted, {{right - kDice, heads}, {kDice, kHeads}}, "Dice", Align::Right);
    const Rect list{{card.origin.x, heads + kHeads}, {card.size.x, card.end().y - heads - kHeads - kGrid}};
    double y = w_.beginScroll("compare lesions", list, double(card_.lesions.size()) * kTouchDp);
    for (std::size_t i = 0; i < card_.lesions.size(); ++i, y += kTouchDp) {
      const CompareCard::Lesion& lesion = card_.lesions[i];
      const Rect row{{card.origin.x + kGrid, y}, {card.size.x - 2 * kGrid, kTouchDp}};
      if (w_.tap("compare lesion " + std::to_string(i), row)) {
        frame_.requests.emplace_back(LookAtDifference{i});
      }
      if (card_.lesion == i || w_.isHeld() || w_.isHovered()) {
        w_.fill(row, w_.theme.selected, w_.theme.rowCorner);
      }
      const double width = dots - left - kGrid;
      w_.text(w_.fonts.body, w_.theme.text, {{left, y + 4}, {width, 22}}, lesion.className);
      w_.text(w_.fonts.small, w_.theme.muted, {{left, y + 24}, {width, 18}}, lesion.words);
      for (std::size_t reader = 0; reader < lesion.marked.size(); ++reader) {
        drawFound(w_, {dots + each * (double(reader) + 0.5), y + kTouchDp / 2}, lesion.marked[reader]);
      }
      w_.text(w_.fonts.body, w_.theme.text, {{right - kDice, y}, {kDice, kTouchDp}}, lesion.agreement, Align::Right);
    }
    w_.endScroll();
    if (card_.lesions.empty()) {
      Flow flow(w_, {{left, list.origin.y}, {right - left, 0}}, true);
      flow.paragraph("Nobody marked anything in this case.", w_.theme.muted);
    }
    w_.endPanel();
  }

  void steps() {
    const Rect row{layout_.previous.origin, layout_.next.end() - layout_.previous.origin};
    w_.beginPanel("compare steps", row, w_.theme.ground, 0);
    if (w_.button("compare previous", layout_.previous, "Back", false, !card_.isFirst) && !card_.isFirst) {
      act(CompareAct::Previous);
    }
    const bool more = !card_.next.empty();
    if (w_.button("compare next", layout_.next, more ? card_.next : "Nothing else differs", more, more)) {
      act(CompareAct::Next);
    }
    w_.endPanel();
  }

  PanelFrame& frame_;
  Widgets& w_;
  const CompareCard& card_;
  const CompareLayout& layout_;
};

}  // namespace

std::span<const CompareKey> compareKeys() {
  return kCompareKeys;
}

void drawCompare(PanelFrame& frame) {
  if (frame.layout.compare && frame.model.compare) {
    Comparison(frame, *frame.model.compare, *frame.layout.compare).draw();
  }
}

}  // namespace ui
