// Pictures as PNG files. Any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "renderer/renderer.h"

namespace renderer {

// Writes the colours, replacing a file only once all is written. Throws core::Error naming the file.
void writePng(const std::filesystem::path& file, const Picture& picture);

// The same as bytes. Throws core::Error where memory does not do.
std::vector<std::byte> encodePng(const Picture& picture);

}  // namespace renderer
