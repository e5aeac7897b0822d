// Small files that users hand to commands: read whole, within bounds, with errors that name the file and the remedy.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace exchange {

constexpr std::size_t kMaxTextFile = 256u << 20;  // a script of a million points is about 60 MB

std::string readText(const std::filesystem::path& path);
nlohmann::json readJson(const std::filesystem::path& path);  // says line and column where it is no JSON

std::string readWhole(const std::filesystem::path& path);  // of any size: for files that this program has written

// Replaces a file only once all is written. Throws core::Error naming it.
void writeText(const std::filesystem::path& path, const std::string& text);

}  // namespace exchange
