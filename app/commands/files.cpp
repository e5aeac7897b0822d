#include "commands/files.h"

#include <fstream>

#include "core/error.h"
#include "exchange/json_text.h"

namespace commands {

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
  return exchange::parseJson(readText(path), path.string());
}

}  // namespace commands
