// How a project file comes into being: made whole under another name in the same folder, then renamed, so that no
// half-made project ever stands under its own. Used by create() and snapshot().
#pragma once

#include <filesystem>
#include <functional>

namespace store {

// `make` writes the project to the path that it is given, which does not exist, and closes it. Durable on return.
// Throws core::Error, with nothing left behind, where `path` is taken or cannot be written, and what `make` throws.
void makeProjectFile(const std::filesystem::path& path,
                     const std::function<void(const std::filesystem::path& fresh)>& make);

}  // namespace store
