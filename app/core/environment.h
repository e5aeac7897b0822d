// What the user's environment says. Any thread, while none changes it.
#pragma once

#include <cstdlib>
#include <string>

namespace core {

// Empty where there is no such variable.
inline std::string environment(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? std::string() : value;
}

}  // namespace core
