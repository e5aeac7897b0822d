// What options may be: checked while the command line is parsed, so that a wrong one is bad usage (exit status 2).
#pragma once

#include <CLI/CLI.hpp>

#include "core/name.h"

namespace commands {

// For options that name a reader, a track, a lesion, a class or a case.
inline CLI::Validator readableName() {
  return CLI::Validator(
      [](const std::string& text) {
        const std::optional<std::string> fault = core::faultOfName(text);
        return fault ? "the name " + *fault : std::string();
      },
      "NAME");
}

}  // namespace commands
