#include "ui/headset_keyboard.h"

#include <array>

#include "ui/headset_panel.h"

namespace ui {
namespace {

constexpr int kKeyColumns = 7;
constexpr double kKeyGap = 4;
constexpr double kKeyboardPad = 12;
constexpr std::size_t kKeys = 26;
constexpr std::array<std::string_view, kKeys> kSigns = {
    "0", "1", "2", "3", "4", "5", "6", "7", "8",      "9",      "-",      ".",      ",",
    "/", "(", ")", "+", "?", "'", ":", "%", "\u00E4", "\u00F6", "\u00FC", "\u00E9", "\u00F8"};

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

void HeadsetKeyboard::begin(std::string title, std::string text) {
  title_ = std::move(title);
  text_ = std::move(text);
  signs_ = false;
}

void HeadsetKeyboard::key(Widgets& w, const Rect& box, const std::string& letter, std::size_t mostBytes) {
  if (w.button("key " + letter, box, letter == " " ? "Space" : letter, false) &&
      text_.size() + letter.size() <= mostBytes) {
    text_ += letter;
  }
}

HeadsetKeyboard::Asked HeadsetKeyboard::draw(Widgets& w, const Rect& box, const std::string& fault,
                                             std::size_t mostBytes) {
  Asked asked = Asked::Nothing;
  w.text(w.fonts.small, w.theme.muted, {box.origin + glm::dvec2(kKeyboardPad, 6), {box.size.x / 2, 24}}, title_);
  w.text(w.fonts.small, w.theme.caution,
         {box.origin + glm::dvec2(box.size.x / 2 - kKeyboardPad, 6), {box.size.x / 2, 24}}, fault, Align::Right);
  const Rect line = keyBox(box, 0, 0, 4);
  w.fill(line, w.theme.ground, w.theme.cardCorner);
  // Its end is where the next letter goes: of a long one that is what has to be seen.
  std::string shown = text_ + "|";
  const double room = line.size.x - 2 * kGrid;
  while (double(w.widthOf(w.fonts.strong, shown)) > room && shown.size() > 1) {
    shown.erase(0, 1);
    while (!shown.empty() && (static_cast<unsigned char>(shown.front()) & 0xC0) == 0x80) {
      shown.erase(0, 1);
    }
  }
  w.text(w.fonts.strong, w.theme.text, {line.origin + glm::dvec2(kGrid, 0), {line.size.x - kGrid, line.size.y}}, shown);
  if (w.button("key delete", keyBox(box, 0, 4), "Delete", false, !text_.empty())) {
    takeLast(text_);
  }
  if (w.button("key back", keyBox(box, 0, 5), "Back", false)) {
    asked = Asked::Back;
  }
  if (w.button("key done", keyBox(box, 0, 6), "Done", fault.empty(), fault.empty())) {
    asked = Asked::Done;
  }
  const bool capital = text_.empty() || text_.ends_with(". ");
  for (std::size_t i = 0; i < kKeys; ++i) {
    const std::string letter = signs_ ? std::string(kSigns[i]) : std::string(1, char((capital ? 'A' : 'a') + char(i)));
    key(w, keyBox(box, 1 + int(i) / kKeyColumns, int(i) % kKeyColumns), letter, mostBytes);
  }
  key(w, keyBox(box, 4, 5), " ", mostBytes);
  if (w.button("key signs", keyBox(box, 4, 6), signs_ ? "ABC" : "123 -", signs_)) {
    signs_ = !signs_;
  }
  return asked;
}

}  // namespace ui
