#include "ui/hand_card.h"

#include <algorithm>

namespace ui {
namespace {

constexpr double kPad = 12;
constexpr double kRow = 22;
constexpr double kDot = 12;
constexpr double kAboutLine = 16;
constexpr double kGap = 4;

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
  const double left = box.origin.x + kPad;
  const double right = box.end().x - kPad;
  const double about = aboutHeight(w, card, right - left);
  const double height = 2 * kPad + kRow * (1 + double(card.hints.size())) + (about > 0 ? about + kGap : 0);
  w.fill({box.origin, {box.size.x, std::min(height, box.size.y)}}, theme.card, theme.largeCorner);

  double y = box.origin.y + kPad;
  double titleX = left;
  if (card.color) {
    w.fill({{left, y + (kRow - kDot) / 2}, {kDot, kDot}}, colorOf(*card.color), kDot / 2);
    titleX += kDot + 2 * kGap;
  }
  w.text(w.fonts.strong, theme.text, {{titleX, y}, {right - titleX, kRow}}, card.title);
  y += kRow;
  if (about > kAboutLine * 1.5) {
    w.paragraph(w.fonts.small, theme.muted, {{left, y}, {right - left, about}}, card.about);
  } else if (about > 0) {
    w.text(w.fonts.small, theme.muted, {{left, y}, {right - left, about}}, card.about);
  }
  y += about > 0 ? about + kGap : 0;

  double controls = 0;
  for (const HandCard::Hint& hint : card.hints) {
    controls = std::max(controls, double(w.widthOf(w.fonts.strong, hint.control)));
  }
  const double deeds = left + controls + 10;
  for (const HandCard::Hint& hint : card.hints) {
    w.text(w.fonts.strong, theme.accentText, {{left, y}, {controls + kGap, kRow}}, hint.control);
    w.text(w.fonts.body, theme.text, {{deeds, y}, {right - deeds, kRow}}, hint.deed);
    y += kRow;
  }
}

}  // namespace ui
