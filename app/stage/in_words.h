// How things are said to people.
#pragma once

#include <cctype>
#include <string>

#include "core/error.h"

namespace stage {

// A failure as a note beside its subject says it: why, and what helps.
inline std::string inWords(const core::Error& error) {
  return error.cause() + ". " + error.remedy() + ".";
}

// As a sentence or a name begins.
inline std::string capital(std::string text) {
  if (!text.empty()) {
    text.front() = char(std::toupper(static_cast<unsigned char>(text.front())));
  }
  return text;
}

}  // namespace stage
