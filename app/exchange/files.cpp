#include "exchange/files.h"

#include <fstream>

#include "core/error.h"
#include "exchange/json_text.h"

namespace exchange {

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
  return readWhole(path);
}

std::string readWhole(const std::filesystem::path& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  std::ifstream stream(path, std::ios::binary);
  std::string text(error ? 0 : size, '\0');
  if (error || !stream || (size > 0 && !stream.read(text.data(), std::streamsize(size)))) {
    throw core::Error(path.string(), "it cannot be read", "Check its permissions");
  }
  return text;
}

nlohmann::json readJson(const std::filesystem::path& path) {
  return exchange::parseJson(readText(path), path.string());
}

void writeText(const std::filesystem::path& path, const std::string& text) {
  const std::filesystem::path part = path.string() + ".part";
  std::ofstream stream(part, std::ios::binary);
  stream << text;
  stream.close();
  std::error_code error;
  if (stream) {
    std::filesystem::rename(part, path, error);
  }
  if (!stream || error) {
    std::filesystem::remove(part, error);
    throw core::Error(path.string(), "it cannot be written", "Check the folder, its permissions and the free space");
  }
}

}  // namespace exchange
