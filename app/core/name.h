// Names that people give: of lesions, classes, readers, tracks and cases. They stand in the log for good and travel
// into files of other programs, so they are checked where they enter. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core {

inline constexpr std::size_t kMaxNameBytes = 256;

// What is wrong with a name, in words that follow it ("is blank"); nothing where it is fine: 1 to 256 bytes, with
// something visible in it, and without control characters.
std::optional<std::string> faultOfName(std::string_view name);

// Throws Error(subject, "WHAT is blank", ...) where a name has a fault. what: "the name of a lesion".
void requireName(std::string_view name, const std::string& subject, const std::string& what);

// A name from a file of another program made fit to keep: control characters become spaces, ends are trimmed, what is
// too long is cut. Empty where nothing is left.
std::string cleanName(std::string_view name);

// A name that none of `taken` has: the name itself, or with " 2", " 3", ... added.
std::string uniqueName(const std::string& name, const std::vector<std::string>& taken);

}  // namespace core
