// How readers of files say no.
#pragma once

#include <filesystem>
#include <string>

#include "core/error.h"

namespace imaging {

[[noreturn]] inline void refuse(const std::filesystem::path& file, const std::string& cause,
                                const std::string& remedy) {
  throw core::Error(file.string(), cause, remedy);
}

}  // namespace imaging
