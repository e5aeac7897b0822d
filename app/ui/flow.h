// Words that flow down a column: headings, paragraphs, points. Drawn, or only measured by going the same way, so that
// what a scroll needs to know and what it shows cannot disagree. Lives for one frame; same thread as the Ui.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "ui/widgets.h"

namespace ui {

class Flow {
 public:
  // From the box's top down, as wide as the box.
  Flow(Widgets& widgets, const Rect& box, bool draws) : w_(widgets), box_(box), y_(box.origin.y), draws_(draws) {}

  void heading(std::string_view text);
  void paragraph(std::string_view text, ImU32 color);
  void small(std::string_view text, ImU32 color);
  // One line each, behind an icon.
  void points(std::span<const std::string> texts, const char* icon, ImU32 color);
  void gap(double height) { y_ += height; }

  double y() const { return y_; }
  double left() const { return box_.origin.x; }
  double width() const { return box_.size.x; }
  double height() const { return y_ - box_.origin.y; }

 private:
  void write(ImFont* font, ImU32 color, double indent, std::string_view text);

  Widgets& w_;
  Rect box_;
  double y_;
  bool draws_;
};

}  // namespace ui
