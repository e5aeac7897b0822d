#include "ui/text_edit.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ui {
namespace {

constexpr std::size_t kMostSteps = 200;

bool continues(char byte) {
  return (std::uint8_t(byte) & 0xC0) == 0x80;
}

}  // namespace

std::size_t TextEdit::before(std::size_t position) const {
  while (position > 0 && continues(text_[--position])) {
  }
  return position;
}

std::size_t TextEdit::after(std::size_t position) const {
  position = std::min(position + 1, text_.size());
  while (position < text_.size() && continues(text_[position])) {
    ++position;
  }
  return position;
}

void TextEdit::remember(bool typing) {
  if (!(typing && typing_)) {
    undo_.push_back({text_, cursor_});
    if (undo_.size() > kMostSteps) {
      undo_.erase(undo_.begin());
    }
  }
  typing_ = typing;
  redo_.clear();
  wishedX_ = -1;
}

void TextEdit::erase(std::size_t from, std::size_t to) {
  text_.erase(from, to - from);
  cursor_ = anchor_ = from;
}

void TextEdit::insert(std::string_view words) {
  if (words.empty()) {
    return;
  }
  const bool letter = words.size() <= 4 && words != "\n" && words != " ";  // a step takes back a word
  remember(letter && cursor_ == anchor_);
  erase(chosenFrom(), chosenTo());
  text_.insert(cursor_, words);
  cursor_ = anchor_ = cursor_ + words.size();
}

void TextEdit::eraseBack() {
  if (cursor_ != anchor_ || cursor_ > 0) {
    remember(false);
    erase(cursor_ == anchor_ ? before(cursor_) : chosenFrom(), chosenTo());
  }
}

void TextEdit::eraseAhead() {
  if (cursor_ != anchor_ || cursor_ < text_.size()) {
    remember(false);
    erase(chosenFrom(), cursor_ == anchor_ ? after(cursor_) : chosenTo());
  }
}

void TextEdit::undo() {
  if (!undo_.empty()) {
    redo_.push_back({std::exchange(text_, undo_.back().text), cursor_});
    cursor_ = anchor_ = undo_.back().cursor;
    undo_.pop_back();
    typing_ = false;
    wishedX_ = -1;
  }
}

void TextEdit::redo() {
  if (!redo_.empty()) {
    undo_.push_back({std::exchange(text_, redo_.back().text), cursor_});
    cursor_ = anchor_ = redo_.back().cursor;
    redo_.pop_back();
    typing_ = false;
    wishedX_ = -1;
  }
}

void TextEdit::put(std::size_t at, bool keep) {
  cursor_ = std::min(at, text_.size());
  anchor_ = keep ? anchor_ : cursor_;
  typing_ = false;
  wishedX_ = -1;
}

void TextEdit::left(bool keep) {
  put(cursor_ != anchor_ && !keep ? chosenFrom() : before(cursor_), keep);
}

void TextEdit::right(bool keep) {
  put(cursor_ != anchor_ && !keep ? chosenTo() : after(cursor_), keep);
}

void TextEdit::chooseAll() {
  put(text_.size(), false);
  anchor_ = 0;
}

std::size_t TextEdit::rowOf(std::span<const TextRow> rows) const {
  std::size_t row = 0;
  while (row + 1 < rows.size() && rows[row + 1].begin <= cursor_) {
    ++row;
  }
  return row;
}

std::size_t TextEdit::at(const TextRow& row, const WidthOf& widthOf, double x) const {
  std::size_t position = row.begin;
  double left = 0;
  while (position < row.end) {
    const std::size_t next = after(position);
    const double width = widthOf(position, next);
    if (x < left + width / 2) {
      break;
    }
    left += width;
    position = next;
  }
  return position;
}

void TextEdit::rowStart(std::span<const TextRow> rows, bool keep) {
  put(rows.empty() ? 0 : rows[rowOf(rows)].begin, keep);
}

void TextEdit::rowEnd(std::span<const TextRow> rows, bool keep) {
  put(rows.empty() ? 0 : rows[rowOf(rows)].end, keep);
}

void TextEdit::toRow(std::span<const TextRow> rows, const WidthOf& widthOf, std::size_t row, bool keep) {
  const double x = wishedX_ >= 0 ? wishedX_ : widthOf(rows[rowOf(rows)].begin, cursor_);
  put(at(rows[row], widthOf, x), keep);
  wishedX_ = x;
}

void TextEdit::rowUp(std::span<const TextRow> rows, const WidthOf& widthOf, bool keep) {
  const std::size_t row = rowOf(rows);
  if (row > 0) {
    toRow(rows, widthOf, row - 1, keep);
  } else {
    put(0, keep);
  }
}

void TextEdit::rowDown(std::span<const TextRow> rows, const WidthOf& widthOf, bool keep) {
  const std::size_t row = rowOf(rows);
  if (row + 1 < rows.size()) {
    toRow(rows, widthOf, row + 1, keep);
  } else {
    put(text_.size(), keep);
  }
}

}  // namespace ui
