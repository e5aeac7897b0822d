// Letters on the headset's panel, for names, remarks and passphrases where there is no keyboard: keys large enough for
// an outstretched hand, in the order of the alphabet, which nobody has to know by heart. Same thread as the panel that
// owns it.
#pragma once

#include <optional>
#include <string>

#include "ui/widgets.h"

namespace ui {

class HeadsetKeyboard {
 public:
  // What is typed: words, which begin with a capital by themselves, or a secret, which is shown as dots.
  enum class Kind : std::uint8_t { Words, Secret };
  // Begins with a text; `title` says what it is for.
  void begin(std::string title, std::string text, Kind kind = Kind::Words);
  const std::string& text() const { return text_; }

  enum class Asked : std::uint8_t { Nothing, Done, Back };
  // Draws it into the whole panel. fault: why it cannot be done as it stands; empty: it can.
  Asked draw(Widgets& widgets, const Rect& box, const std::string& fault, std::size_t mostBytes);

 private:
  void key(Widgets& widgets, const Rect& box, const std::string& letter, std::size_t mostBytes);

  std::string title_;
  std::string text_;
  Kind kind_ = Kind::Words;
  bool shift_ = false;     // the next letter is a capital, or not, other than it would be
  std::size_t signs_ = 0;  // numbers and signs, rather than letters: which of their pages
};

}  // namespace ui
