// Points in time as clocks on the wall here show them. Any thread.
#pragma once

#include <array>
#include <ctime>
#include <string>

namespace stage {

// format: of std::strftime, at most 47 characters long when written. A day that it pads with a space begins without.
inline std::string localTime(const char* format, std::time_t seconds) {
  std::tm local{};
  localtime_r(&seconds, &local);
  std::array<char, 48> text{};
  std::strftime(text.data(), text.size(), format, &local);
  return text[0] == ' ' ? text.data() + 1 : text.data();
}

}  // namespace stage
