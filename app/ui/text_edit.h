// Words while they are typed: where the cursor stands, what is chosen, and the steps back. It knows no letters' sizes:
// whoever shows it says where lines end. UTF-8; positions are bytes, always at a letter's beginning. One thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ui {

// A line as it is shown: from `begin` to `end`, without the newline; what follows on the next one begins at `next`.
struct TextRow {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t next = 0;
};

class TextEdit {
 public:
  explicit TextEdit(std::string text) : text_(std::move(text)), cursor_(text_.size()), anchor_(cursor_) {}

  const std::string& text() const { return text_; }
  std::size_t cursor() const { return cursor_; }
  std::size_t chosenFrom() const { return std::min(cursor_, anchor_); }  // equal to the other where nothing is chosen
  std::size_t chosenTo() const { return std::max(cursor_, anchor_); }
  std::string chosen() const { return text_.substr(chosenFrom(), chosenTo() - chosenFrom()); }

  void insert(std::string_view words);  // in the place of what is chosen
  void eraseBack();
  void eraseAhead();
  void undo();
  void redo();

  // keep: what is chosen grows or shrinks, rather than ends.
  void put(std::size_t at, bool keep);
  void left(bool keep);
  void right(bool keep);
  void chooseAll();
  // By rows, as they are shown. widthOf: of the letters from one position to another.
  using WidthOf = std::function<double(std::size_t from, std::size_t to)>;
  void rowStart(std::span<const TextRow> rows, bool keep);
  void rowEnd(std::span<const TextRow> rows, bool keep);
  void rowUp(std::span<const TextRow> rows, const WidthOf& widthOf, bool keep);
  void rowDown(std::span<const TextRow> rows, const WidthOf& widthOf, bool keep);

  std::size_t rowOf(std::span<const TextRow> rows) const;  // in which the cursor stands
  // The position in a row that is nearest to `x` from its beginning.
  std::size_t at(const TextRow& row, const WidthOf& widthOf, double x) const;
  std::size_t before(std::size_t position) const;
  std::size_t after(std::size_t position) const;

 private:
  struct Step {
    std::string text;
    std::size_t cursor = 0;
  };
  void remember(bool typing);
  void erase(std::size_t from, std::size_t to);
  void toRow(std::span<const TextRow> rows, const WidthOf& widthOf, std::size_t row, bool keep);

  std::string text_;
  std::size_t cursor_ = 0;
  std::size_t anchor_ = 0;
  double wishedX_ = -1;  // of going up and down over shorter rows; < 0: where the cursor is
  bool typing_ = false;  // the last change was of the kind that one step back takes together
  std::vector<Step> undo_;
  std::vector<Step> redo_;
};

}  // namespace ui
