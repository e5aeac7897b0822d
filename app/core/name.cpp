#include "core/name.h"

#include <algorithm>

#include "core/error.h"

namespace core {
namespace {

bool isControl(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return byte < 0x20 || byte == 0x7f;
}

bool isContinuation(char character) {
  return (static_cast<unsigned char>(character) & 0xC0) == 0x80;
}

}  // namespace

std::optional<std::string> faultOfName(std::string_view name) {
  if (name.size() > kMaxNameBytes) {
    return "is longer than " + std::to_string(kMaxNameBytes) + " bytes";
  }
  if (std::any_of(name.begin(), name.end(), isControl)) {
    return "holds a control character";
  }
  if (name.find_first_not_of(' ') == std::string_view::npos) {
    return "is blank";
  }
  return std::nullopt;
}

void requireName(std::string_view name, const std::string& subject, const std::string& what) {
  if (const std::optional<std::string> fault = faultOfName(name)) {
    throw Error(subject, what + " " + *fault, "Give a name that people can read");
  }
}

std::string cleanName(std::string_view name) {
  std::string clean(name);
  std::replace_if(clean.begin(), clean.end(), isControl, ' ');
  if (clean.size() > kMaxNameBytes) {
    std::size_t end = kMaxNameBytes;
    while (end > 0 && isContinuation(clean[end])) {  // not within a character of UTF-8
      --end;
    }
    clean.resize(end);
  }
  const std::size_t first = clean.find_first_not_of(' ');
  if (first == std::string::npos) {
    return {};
  }
  return clean.substr(first, clean.find_last_not_of(' ') - first + 1);
}

std::string uniqueName(const std::string& name, const std::vector<std::string>& taken) {
  std::string candidate = name;
  for (int number = 2; std::find(taken.begin(), taken.end(), candidate) != taken.end(); ++number) {
    candidate = name + " " + std::to_string(number);
  }
  return candidate;
}

}  // namespace core
