// A failure as a note beside its subject says it: why, and what helps.
#pragma once

#include <string>

#include "core/error.h"

namespace stage {

inline std::string inWords(const core::Error& error) {
  return error.cause() + ". " + error.remedy() + ".";
}

}  // namespace stage
