// Pictures as PNG files. Any thread.
#pragma once

#include <filesystem>

#include "renderer/renderer.h"

namespace renderer {

// Writes the colours, replacing a file only once all is written. Throws core::Error naming the file.
void writePng(const std::filesystem::path& file, const Picture& picture);

}  // namespace renderer
