#include "commands/files.h"

#include <fstream>

#include "core/error.h"

namespace commands {
namespace {

// Hostile nesting would exhaust the stack of a recursive reader; no file of ours is nested deeper.
constexpr int kMaxDepth = 64;

}  // namespace

std::string readText(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    throw core::Error(path.string(), "there is no such file", "Check the path");
  }
  if (!std::filesystem::is_regular_file(path, error)) {
    throw core::Error(path.string(), "it is not a file", "Give the path of a file");
  }
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error || size > kMaxTextFile) {
    throw core::Error(path.string(), "it is larger than 256 MiB", "Split it into several files");
  }
  std::ifstream stream(path, std::ios::binary);
  std::string text(size, '\0');
  if (!stream || (size > 0 && !stream.read(text.data(), std::streamsize(size)))) {
    throw core::Error(path.string(), "it cannot be read", "Check its permissions");
  }
  return text;
}

nlohmann::json readJson(const std::filesystem::path& path) {
  const std::string text = readText(path);
  int depth = 0;
  const auto limit = [&](int, nlohmann::json::parse_event_t event, nlohmann::json&) {
    using Event = nlohmann::json::parse_event_t;
    if (event == Event::object_start || event == Event::array_start) {
      if (++depth > kMaxDepth) {
        throw core::Error(path.string(), "it is nested too deeply", "Check how it was written");
      }
    } else if (event == Event::object_end || event == Event::array_end) {
      --depth;
    }
    return true;
  };
  try {
    return nlohmann::json::parse(text, limit);
  } catch (const nlohmann::json::exception& error) {
    const std::string said = error.what();  // "[json.exception.parse_error.101] parse error at line 1, ..."
    const std::size_t id = said.find("] ");
    throw core::Error(path.string(), "it is not valid JSON: " + said.substr(id == std::string::npos ? 0 : id + 2),
                      "Correct it and try again");
  }
}

}  // namespace commands
