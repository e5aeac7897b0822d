#include "ui/flow.h"

#include <cmath>

namespace ui {

void Flow::write(ImFont* font, ImU32 color, double indent, std::string_view text) {
  y_ += std::ceil(
      w_.paragraph(font, draws_ ? color : 0, {{box_.origin.x + indent, y_}, {box_.size.x - indent, 0}}, text));
}

void Flow::heading(std::string_view text) {
  y_ += 10;
  write(w_.fonts.small, w_.theme.muted, 0, text);
  y_ += 4;
}

void Flow::paragraph(std::string_view text, ImU32 color) {
  write(w_.fonts.body, color, 0, text);
  y_ += 4;
}

void Flow::small(std::string_view text, ImU32 color) {
  write(w_.fonts.small, color, 0, text);
  y_ += 4;
}

void Flow::points(std::span<const std::string> texts, const char* icon, ImU32 color) {
  constexpr double kIndent = 24;
  for (const std::string& text : texts) {
    if (draws_) {
      w_.smallIcon(color, {{box_.origin.x - 2, y_ - 1}, {18, 18}}, icon);
    }
    write(w_.fonts.body, w_.theme.text, kIndent, text);
    y_ += 4;
  }
}

}  // namespace ui
