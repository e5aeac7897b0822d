#include "ui/headset_keyboard.h"

#include <array>

#include "ui/headset_panel.h"

namespace ui {
namespace {

constexpr int kKeyColumns = 7;
constexpr double kKeyGap = 4;
constexpr double kKeyboardPad = 12;
constexpr std::size_t kKeys = 26;
constexpr std::array<std::array<std::string_view, kKeys>, 2> kSigns = {
    {{"0", "1", "2", "3", "4", "5", "6", "7", "8",      "9",      "-",      ".",      ",",
      "/", "(", ")", "+", "?", "'", ":", "%", "\u00E4", "\u00F6", "\u00FC", "\u00E9", "\u00F8"},
     {"!", "\"", "#", "$", "&", "*", ";", "<", "=",      ">",      "@",      "[",      "\\",
      "]", "^",  "_", "`", "{", "|", "}", "~", "\u00DF", "\u00E5", "\u00E8", "\u00F1", "\u00B0"}}};

// The place of a key; row 0 is the line of what was written.
Rect keyBox(const Rect& box, int row, int column, int across = 1) {
  const double width = (box.size.x - 2 * kKeyboardPad - (kKeyColumns - 1) * kKeyGap) / kKeyColumns;
  return {box.origin + glm::dvec2(kKeyboardPad + column * (width + kKeyGap),
                                  kKeyboardPad + 28 + row * (HeadsetPanel::kHandDp + kKeyGap)),
          {across * width + (across - 1) * kKeyGap, HeadsetPanel::kHandDp}};
}

// Without its last letter, which may be several bytes.
void takeLast(std::string& text) {
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) {
    text.pop_back();
  }
  if (!text.empty()) {
    text.pop_back();
  }
}

}  // namespace

void HeadsetKeyboard::begin(std::string title, std::string text, Kind kind) {
  title_ = std::move(title);
  text_ = std::move(text);
  kind_ = kind;
  shift_ = false;
  signs_ = 0;
}

void HeadsetKeyboard::key(Widgets& w, const Rect& box, const std::string& letter, std::size_t mostBytes) {
  if (w.button("key " + letter, box, letter == " " ? "Space" : letter, false) &&
      text_.size() + letter.size() <= mostBytes) {
    text_ += letter;
    shift_ = false;
  }
}

HeadsetKeyboard::Asked HeadsetKeyboard::draw(Widgets& w, const Rect& box, const std::string& fault,
                                             std::size_t mostBytes) {
  Asked asked = Asked::Nothing;
  w.text(w.fonts.small, w.theme.muted, {box.origin + glm::dvec2(kKeyboardPad, 6), {box.size.x / 2, 24}}, title_);
  w.text(w.fonts.small, w.theme.caution,
         {box.origin + glm::dvec2(box.size.x / 2 - kKeyboardPad, 6), {box.size.x / 2, 24}}, fault, Align::Right);
  const Rect line = keyBox(box, 0, 0, 3);
  w.fill(line, w.theme.ground, w.theme.cardCorner);
  // Its end is where the next letter goes: of a long one that is what has to be seen.
  std::string shown;
  for (const char each : text_) {
    const bool begins = (static_cast<unsigned char>(each) & 0xC0) != 0x80;
    shown += kind_ == Kind::Words ? std::string(1, each) : begins ? "\u2022" : "";
  }
  shown += "|";
  const double room = line.size.x - 2 * kGrid;
  while (double(w.widthOf(w.fonts.strong, shown)) > room && shown.size() > 1) {
    shown.erase(0, 1);
    while (!shown.empty() && (static_cast<unsigned char>(shown.front()) & 0xC0) == 0x80) {
      shown.erase(0, 1);
    }
  }
  w.text(w.fonts.strong, w.theme.text, {line.origin + glm::dvec2(kGrid, 0), {line.size.x - kGrid, line.size.y}}, shown);
  const bool byItself = kind_ == Kind::Words && (text_.empty() || text_.ends_with(". "));
  const bool capital = byItself != shift_;
  if (w.button("key shift", keyBox(box, 0, 3), capital ? "ABC" : "abc", capital && signs_ == 0, signs_ == 0)) {
    shift_ = !shift_;
  }
  if (w.button("key delete", keyBox(box, 0, 4), "Delete", false, !text_.empty())) {
    takeLast(text_);
  }
  if (w.button("key back", keyBox(box, 0, 5), "Back", false)) {
    asked = Asked::Back;
  }
  if (w.button("key done", keyBox(box, 0, 6), "Done", fault.empty(), fault.empty())) {
    asked = Asked::Done;
  }
  for (std::size_t i = 0; i < kKeys; ++i) {
    const std::string letter =
        signs_ > 0 ? std::string(kSigns[signs_ - 1][i]) : std::string(1, char((capital ? 'A' : 'a') + char(i)));
    key(w, keyBox(box, 1 + int(i) / kKeyColumns, int(i) % kKeyColumns), letter, mostBytes);
  }
  key(w, keyBox(box, 4, 5), " ", mostBytes);
  constexpr std::array<std::string_view, kSigns.size() + 1> kNext = {"123 -", "# & _", "abc"};
  if (w.button("key signs", keyBox(box, 4, 6), kNext[signs_], signs_ > 0)) {
    signs_ = (signs_ + 1) % kNext.size();
  }
  return asked;
}

}  // namespace ui
