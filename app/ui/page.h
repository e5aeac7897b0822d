// What the pages that take the whole window are made of: cards with a title, lists within cards, rows of two lines. One
// page is shown at a time; it lives for one frame. Same thread as the Ui.
#pragma once

#include <string>
#include <string_view>

#include "ui/ui.h"

namespace ui {

inline constexpr double kCardTitle = 44;
inline constexpr double kPagePad = 20;
inline constexpr double kTwoLines = 56;  // of a row

class Page {
 protected:
  explicit Page(PanelFrame& frame) : frame_(frame), w_(frame.widgets) {}

  // The line at the top: the way back, what page it is, something about it, and one thing to do at the other end.
  // action: empty: none; isNext: it is what is to be done next, so it is bright. What was tapped.
  enum class Header : std::uint8_t { None, Leave, Act };
  Header header(const std::string& name, const Rect& bar, std::string_view title, std::string_view about,
                std::string_view action = {}, bool enabled = true, bool isNext = true);
  // A card's ground, with its title at the left and something more at the right.
  void titledCard(const Rect& box, std::string_view title, std::string_view more = {});
  // A row of two lines that can be tapped.
  bool row(const std::string& name, const Rect& box, bool chosen, std::string_view above, std::string_view below,
           ImU32 color);
  // A list in a card, `above` its upper edge and `below` its lower one being taken by other things. Returns where its
  // rows begin. Ends by endScroll().
  double beginList(const std::string& name, const Rect& card, double above, double contents, double below = 0);
  static Rect rowIn(const Rect& card, double y, double height) {
    return {{card.origin.x + kGrid, y}, {card.size.x - 2 * kGrid, height}};
  }
  static std::string counted(std::size_t number, const std::string& what);  // "1 case", "2 cases"

  PanelFrame& frame_;
  Widgets& w_;
};

}  // namespace ui
