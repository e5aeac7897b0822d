#include "ui/page.h"

namespace ui {

Page::Header Page::header(const std::string& name, const Rect& bar, std::string_view title, std::string_view about,
                          std::string_view action, bool enabled, bool isNext) {
  Header tapped = Header::None;
  const double y = bar.origin.y + (bar.size.y - kTouchDp) / 2;
  if (w_.iconButton(name + " leave", {{kGrid, y}, {kTouchDp, kTouchDp}}, icon::kBack)) {
    tapped = Header::Leave;
  }
  double right = bar.end().x - kGrid;
  if (!action.empty()) {
    const double width = double(w_.widthOf(w_.fonts.strong, action)) + 32;
    right -= width;
    if (w_.button(name + " act", {{right, y}, {width, kTouchDp}}, action, enabled && isNext, enabled) && enabled) {
      tapped = Header::Act;
    }
    right -= 2 * kGrid;
  }
  const double x = 2 * kGrid + kTouchDp;
  const double width = double(w_.text(w_.fonts.strong, w_.theme.text, {{x, y}, {right - x, kTouchDp}}, title));
  w_.text(w_.fonts.body, w_.theme.muted, {{x + width + 2 * kGrid, y}, {right - x - width - 2 * kGrid, kTouchDp}},
          about);
  return tapped;
}

void Page::titledCard(const Rect& box, std::string_view title, std::string_view more) {
  w_.fill(box, w_.theme.card, w_.theme.cardCorner);
  const Rect line{{box.origin.x + kPagePad, box.origin.y + 4}, {box.size.x - 2 * kPagePad, kCardTitle}};
  const double width = double(w_.text(w_.fonts.strong, w_.theme.text, line, title));
  w_.text(w_.fonts.small, w_.theme.muted,
          {{line.origin.x + width + 2 * kGrid, line.origin.y}, {line.size.x - width - 2 * kGrid, kCardTitle}}, more,
          Align::Right);
}

bool Page::row(const std::string& name, const Rect& box, bool chosen, std::string_view above, std::string_view below,
               ImU32 color) {
  const bool tapped = w_.tap(name, box);
  if (chosen || w_.isHeld() || w_.isHovered()) {
    w_.fill(box, w_.theme.selected, w_.theme.rowCorner);
  }
  const double left = box.origin.x + kPagePad - kGrid;
  const double width = box.size.x - 2 * (kPagePad - kGrid);
  w_.text(w_.fonts.body, w_.theme.text, {{left, box.origin.y + 7}, {width, 22}}, above);
  w_.text(w_.fonts.small, color, {{left, box.origin.y + 29}, {width, 18}}, below);
  return tapped;
}

double Page::beginList(const std::string& name, const Rect& card, double above, double contents, double below) {
  return w_.beginScroll(
      name, {{card.origin.x, card.origin.y + above}, {card.size.x, card.size.y - above - below - kGrid}}, contents);
}

std::string Page::counted(std::size_t number, const std::string& what) {
  return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

}  // namespace ui
