// What a copy is called in which work goes on. Any thread.
#pragma once

#include <filesystem>
#include <vector>

namespace session {

// Names that are free, the best first: beside the project; then, where that folder can't take it, in the user's home,
// among what this installation keeps (home), and where files lie that are only needed for a while.
std::vector<std::filesystem::path> copyNames(const std::filesystem::path& project, const std::filesystem::path& home);

}  // namespace session
