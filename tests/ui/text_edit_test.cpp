#include "ui/text_edit.h"

#include <gtest/gtest.h>

namespace ui {
namespace {

double oneEach(std::size_t from, std::size_t to) {
  return double(to - from);
}

TEST(TextEdit, TakesLettersOfSeveralBytesWhole) {
  TextEdit edit("na\u00EFve");
  edit.left(false);
  edit.left(false);
  edit.eraseBack();
  EXPECT_EQ(edit.text(), "nave");
  edit.insert("\u2265");
  EXPECT_EQ(edit.text(), "na\u2265ve");
  edit.left(false);
  edit.eraseAhead();
  EXPECT_EQ(edit.text(), "nave");
}

TEST(TextEdit, TypesInThePlaceOfWhatIsChosen) {
  TextEdit edit("solid mass");
  edit.put(0, false);
  edit.put(5, true);
  EXPECT_EQ(edit.chosen(), "solid");
  edit.insert("soft");
  EXPECT_EQ(edit.text(), "soft mass");
  edit.chooseAll();
  edit.eraseBack();
  EXPECT_EQ(edit.text(), "");
  edit.eraseBack();
  edit.eraseAhead();
  EXPECT_EQ(edit.text(), "");
}

TEST(TextEdit, GoesBackAndForthInSteps) {
  TextEdit edit("");
  for (const char* each : {"a", "b", " ", "c"}) {
    edit.insert(each);
  }
  edit.undo();
  EXPECT_EQ(edit.text(), "ab ") << "a word is one step";
  edit.undo();
  edit.undo();
  EXPECT_EQ(edit.text(), "");
  edit.undo();
  edit.redo();
  EXPECT_EQ(edit.text(), "ab");
  edit.insert("!");
  edit.redo();
  EXPECT_EQ(edit.text(), "ab!") << "what was typed since stays";
}

TEST(TextEdit, GoesUpAndDownOverShorterRows) {
  const std::string text = "longer row\nx\nanother one";
  const std::vector<TextRow> rows{{0, 10, 10}, {11, 12, 12}, {13, 24, 24}};
  TextEdit edit(text);
  edit.put(20, false);
  edit.rowUp(rows, oneEach, false);
  EXPECT_EQ(edit.cursor(), 12u) << "the end of the short one";
  edit.rowUp(rows, oneEach, false);
  EXPECT_EQ(edit.cursor(), 7u) << "as far right as it was";
  edit.rowDown(rows, oneEach, true);
  EXPECT_EQ(edit.chosen(), "row\nx");
  edit.rowEnd(rows, false);
  EXPECT_EQ(edit.cursor(), 12u);
  edit.rowStart(rows, false);
  EXPECT_EQ(edit.cursor(), 11u);
  edit.put(0, false);
  edit.rowUp(rows, oneEach, false);
  EXPECT_EQ(edit.cursor(), 0u);
  edit.put(text.size(), false);
  edit.rowDown(rows, oneEach, false);
  EXPECT_EQ(edit.cursor(), text.size());
}

TEST(TextEdit, FindsTheLetterUnderAFinger) {
  const TextEdit edit("abc\u00EF");
  const TextRow row{0, 5, 5};
  EXPECT_EQ(edit.at(row, oneEach, -3), 0u);
  EXPECT_EQ(edit.at(row, oneEach, 0.6), 1u);
  EXPECT_EQ(edit.at(row, oneEach, 99), 5u);
}

}  // namespace
}  // namespace ui
