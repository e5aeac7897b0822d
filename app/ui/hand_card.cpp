#include "ui/hand_card.h"

#include <algorithm>

namespace ui {
namespace {

constexpr double kCardPad = 12;
constexpr double kCardRow = 22;
constexpr double kDot = 12;
constexpr double kAboutLine = 16;
constexpr double kCardGap = 4;

// Two lines at most: what is longer is cut to one, for all of it stands on the panel.
double aboutHeight(Widgets& w, const HandCard& card, double width) {
  if (card.about.empty()) {
    return 0;
  }
  const double height = w.paragraph(w.fonts.small, 0, {{0, 0}, {width, 0}}, card.about);
  return height < 2.5 * kAboutLine ? height : kAboutLine;
}

}  // namespace

void drawHandCard(Widgets& w, const Rect& box, const HandCard& card) {
  const Theme& theme = w.theme;
  if (card.title.empty()) {
    return;
  }
  const double left = box.origin.x + kCardPad;
  const double right = box.end().x - kCardPad;
  const double about = aboutHeight(w, card, right - left);
  const double height = 2 * kCardPad + kCardRow * (1 + double(card.hints.size())) + (about > 0 ? about + kCardGap : 0);
  w.fill({box.origin, {box.size.x, std::min(height, box.size.y)}}, theme.card, theme.largeCorner);

  double y = box.origin.y + kCardPad;
  double titleX = left;
  if (card.color) {
    w.fill({{left, y + (kCardRow - kDot) / 2}, {kDot, kDot}}, colorOf(*card.color), kDot / 2);
    titleX += kDot + 2 * kCardGap;
  }
  w.text(w.fonts.strong, theme.text, {{titleX, y}, {right - titleX, kCardRow}}, card.title);
  y += kCardRow;
  if (about > kAboutLine * 1.5) {
    w.paragraph(w.fonts.small, theme.muted, {{left, y}, {right - left, about}}, card.about);
  } else if (about > 0) {
    w.text(w.fonts.small, theme.muted, {{left, y}, {right - left, about}}, card.about);
  }
  y += about > 0 ? about + kCardGap : 0;

  double controls = 0;
  for (const HandCard::Hint& hint : card.hints) {
    controls = std::max(controls, double(w.widthOf(w.fonts.strong, hint.control)));
  }
  const double deeds = left + controls + 10;
  for (const HandCard::Hint& hint : card.hints) {
    w.text(w.fonts.strong, theme.accentText, {{left, y}, {controls + kCardGap, kCardRow}}, hint.control);
    w.text(w.fonts.body, theme.text, {{deeds, y}, {right - deeds, kCardRow}}, hint.deed);
    y += kCardRow;
  }
}

}  // namespace ui
