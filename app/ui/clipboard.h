// What is cut and copied in fields, shared with other programs. Panels know no windows, so whoever has one says how. On
// the thread that draws, while the Ui lives.
#pragma once

#include <functional>
#include <string>

namespace ui {

struct Clipboard {
  std::function<std::string()> words;  // that lie there
  std::function<void(const std::string&)> put;
};
void useClipboard(Clipboard clipboard);

}  // namespace ui
