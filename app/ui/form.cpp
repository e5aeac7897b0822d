#include "ui/form.h"

#include <algorithm>
#include <cmath>

#include "ui/dialog.h"
#include "ui/page.h"

namespace ui {
namespace {

constexpr double kSmallPicture = 64;
constexpr double kLargePicture = 144;

}  // namespace

void Form::title(std::string_view text) {
  if (draws_) {
    w_.text(w_.fonts.strong, w_.theme.text, {{column_.origin.x, y_}, {column_.size.x, 32}}, text);
  }
  y_ += 36;
}

void Form::label(std::string_view text) {
  y_ += std::ceil(w_.paragraph(w_.fonts.small, draws_ ? w_.theme.accentText : 0,
                               {{column_.origin.x, y_}, {column_.size.x, 0}}, text)) +
        6;
}

void Form::words(std::string_view text, ImU32 color) {
  y_ +=
      std::ceil(w_.paragraph(w_.fonts.small, draws_ ? color : 0, {{column_.origin.x, y_}, {column_.size.x, 0}}, text)) +
      kGrid;
}

bool Form::area(const std::string& name, std::string_view labelText, std::string& text, const char* hint,
                std::size_t lines) {
  label(labelText);
  const Rect box{{column_.origin.x, y_},
                 {column_.size.x, w_.areaHeight(column_.size.x, text, std::max<std::size_t>(lines, 1))}};
  const bool changed = draws_ && w_.area(name, box, text, hint, lines == 0);
  y_ += box.size.y + 12;
  return changed;
}

std::optional<std::size_t> Form::chips(const std::string& name, std::span<const Chip> all) {
  std::optional<std::size_t> tapped;
  glm::dvec2 at(column_.origin.x, y_ - 6);  // a chip looks smaller than what a finger hits
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double width = std::min(double(w_.widthOf(w_.fonts.body, all[i].label)) + 28, column_.size.x);
    if (at.x > column_.origin.x && at.x + width > column_.end().x) {
      at = {column_.origin.x, at.y + kTouchDp - 8};
    }
    if (draws_ && w_.chip(name + std::to_string(i), {at, {width, kTouchDp}}, all[i].label, all[i].active)) {
      tapped = i;
    }
    at.x += width + kGrid;
  }
  y_ = all.empty() ? y_ : at.y + kTouchDp + 6;
  return tapped;
}

bool Form::choice(const std::string& name, const Choice& choice) {
  const double side = choice.picture == nullptr ? 0 : choice.open ? kLargePicture : kSmallPicture;
  const double height = side > 0 ? side + kGrid : choice.more.empty() ? kTouchDp : kTwoLines;
  const Rect row{{column_.origin.x - kGrid, y_}, {column_.size.x + 2 * kGrid, height}};
  y_ += height;
  if (!draws_) {
    return false;
  }
  const bool tapped = w_.tap(name, row);
  if (choice.open || w_.isHovered() || w_.isHeld()) {
    w_.fill(row, choice.open ? w_.theme.selected : w_.theme.raised, w_.theme.rowCorner);
  }
  if (choice.picture != nullptr) {
    const Rect picture{{column_.origin.x, row.origin.y + kGrid / 2}, {side, side}};
    w_.fill(picture, w_.theme.raised, 0);
    drawThumbnail(*choice.picture, picture);
  }
  const double left = column_.origin.x + (side > 0 ? side + 12 : 0);
  const double right = column_.end().x - 28;
  const double top = row.origin.y + (height - (choice.more.empty() ? kTouchDp : kTwoLines)) / 2;
  const double chosen = double(w_.widthOf(w_.fonts.body, choice.chosen));
  const Rect line{{left, choice.more.empty() ? top : top + 4}, {right - left, choice.more.empty() ? kTouchDp : 24}};
  w_.text(w_.fonts.body, w_.theme.text, {line.origin, {line.size.x - chosen - kGrid, line.size.y}}, choice.what);
  w_.text(w_.fonts.body, choice.color, line, choice.chosen, Align::Right);
  if (!choice.more.empty()) {
    w_.text(w_.fonts.small, w_.theme.muted, {{left, top + 28}, {right - left, 20}}, choice.more);
  }
  w_.smallIcon(w_.theme.muted, {{column_.end().x - 20, row.origin.y}, {20, height}}, icon::kOpens);
  return tapped;
}

void Form::reveal(double top) {
  if (draws_) {
    w_.reveal(top, y_);
  }
}

bool Form::check(const std::string& name, bool chosen, std::string_view text) {
  const Rect row{{column_.origin.x - kGrid, y_}, {column_.size.x + 2 * kGrid, kTouchDp}};
  y_ += kTouchDp;
  return draws_ && checkRow(w_, name, row, chosen, text);
}

bool Form::option(const std::string& name, bool chosen, std::string_view text) {
  const Rect row{{column_.origin.x - kGrid, y_}, {column_.size.x + 2 * kGrid, kTouchDp}};
  y_ += kTouchDp;
  return draws_ && optionRow(w_, name, row, chosen, text);
}

std::optional<std::size_t> Form::buttons(std::span<const Button> all) {
  std::optional<std::size_t> tapped;
  glm::dvec2 at(column_.origin.x, y_);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double width = std::min(double(w_.widthOf(w_.fonts.strong, all[i].label)) + 32, column_.size.x);
    if (at.x > column_.origin.x && at.x + width > column_.end().x) {
      at = {column_.origin.x, at.y + kTouchDp + kGrid};
    }
    if (draws_ && w_.button(all[i].name, {at, {width, kTouchDp}}, all[i].label, false, all[i].enabled) &&
        all[i].enabled) {
      tapped = i;
    }
    at.x += width + kGrid;
  }
  y_ = at.y + kTouchDp + 12;
  return tapped;
}

}  // namespace ui
