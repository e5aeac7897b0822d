// Small helpers for text. Pure; any thread.
#pragma once

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <string>
#include <string_view>
#include <type_traits>

namespace core {

// As std::snprintf prints it, at most 159 characters.
template <typename... Values>
std::string printed(const char* format, Values... values) {
  static_assert((std::is_scalar_v<Values> && ...), "anything else goes through the dots as garbage");
  std::array<char, 160> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

// "A, B": what a range of texts holds.
template <typename Texts>
std::string joined(const Texts& texts, std::string_view between = ", ") {
  std::string all;
  for (const std::string& each : texts) {
    (all.empty() ? all : all.append(between)).append(each);
  }
  return all;
}

// Without blanks and line ends at its begin and end.
inline std::string trimmed(const std::string& text) {
  constexpr const char* kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(kBlank) + 1 - first);
}

// ASCII letters in lower case.
inline std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  return text;
}

}  // namespace core
