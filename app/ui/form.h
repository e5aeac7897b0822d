// Things to fill in, one under the other: each with its label above. Drawn, or only measured by going the same way, as
// Flow does it. Lives for one frame; same thread as the Ui.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ui/thumbnail.h"
#include "ui/widgets.h"

namespace ui {

class Form {
 public:
  // From the column's top down, as wide as it is.
  Form(Widgets& widgets, const Rect& column, bool draws)
      : w_(widgets), column_(column), y_(column.origin.y), draws_(draws) {}

  void title(std::string_view text);
  void label(std::string_view text);
  void words(std::string_view text, ImU32 color);
  void gap(double height) { y_ += height; }

  // Words; lines: as many are shown at least, 0: one, without newlines. Returns whether they changed.
  bool area(const std::string& name, std::string_view label, std::string& text, const char* hint, std::size_t lines);
  // Which was tapped.
  struct Chip {
    std::string label;
    bool active = false;
  };
  std::optional<std::size_t> chips(const std::string& name, std::span<const Chip> chips);
  // What something is at the left, what was chosen for it at the right. Whether it was tapped. open: what can be chosen
  // stands below it.
  struct Choice {
    std::string what;
    std::string chosen;
    ImU32 color = 0;  // of what was chosen
    bool open = false;
    std::string more = {};               // under what it is, smaller
    const Thumbnail* picture = nullptr;  // before it; larger while it is open
  };
  bool choice(const std::string& name, const Choice& choice);
  bool check(const std::string& name, bool chosen, std::string_view label);
  bool option(const std::string& name, bool chosen, std::string_view label);  // one of several
  // Side by side while they fit. Which was tapped; one that is not enabled cannot be.
  struct Button {
    std::string name;
    std::string label;
    bool enabled = true;
  };
  std::optional<std::size_t> buttons(std::span<const Button> buttons);

  // Brings what was written since `top` (a y() of before) into sight.
  void reveal(double top);

  bool draws() const { return draws_; }  // else it is only measured
  double y() const { return y_; }
  double height() const { return y_ - column_.origin.y; }

 private:
  Widgets& w_;
  Rect column_;
  double y_;
  bool draws_;
};

}  // namespace ui
