#include "imaging/nrrd_write.h"

#include <array>
#include <charconv>
#include <string_view>

#include "core/error.h"
#include "imaging/gzip_stream.h"

namespace imaging {
namespace {

constexpr std::array<std::string_view, std::variant_size_v<ScalarImage::Values>> kTypes{
    "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float", "double"};

// The shortest text that reads back as the same number, in every locale.
std::string text(double value) {
  std::array<char, 32> buffer;
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value == 0 ? 0.0 : value);
  core::check(error == std::errc(), "32 characters hold every double");
  return {buffer.data(), end};
}

std::string text(const glm::dvec4& vector) {
  return "(" + text(vector.x) + "," + text(vector.y) + "," + text(vector.z) + ")";
}

std::string headerOf(const ScalarImage& image, const NrrdPairs& pairs) {
  const glm::dmat4& world = image.worldFromVoxel;
  std::string header =
      "NRRD0005\n# Complete NRRD file format specification at:\n# http://teem.sourceforge.net/nrrd/format.html\n";
  header += "type: " + std::string(kTypes[image.values.index()]) + "\n";
  header += "dimension: 3\nspace: left-posterior-superior\n";
  header += "sizes: " + std::to_string(image.size.x) + " " + std::to_string(image.size.y) + " " +
            std::to_string(image.size.z) + "\n";
  header += "space directions: " + text(world[0]) + " " + text(world[1]) + " " + text(world[2]) + "\n";
  header += "kinds: domain domain domain\n";
  if (std::visit([](const auto& values) { return sizeof values[0]; }, image.values) > 1) {
    header += "endian: little\n";
  }
  header += "encoding: gzip\nspace origin: " + text(world[3]) + "\n";
  for (const auto& [key, value] : pairs) {
    core::check((key + value).find('\n') == std::string::npos, "a pair of a NRRD header is one line");
    header += key + ":=" + value + "\n";
  }
  return header + "\n";
}

}  // namespace

void writeNrrd(const ScalarImage& image, const NrrdPairs& pairs, const std::filesystem::path& file) {
  core::check(image.rescale == core::Rescale{}, "a NRRD file holds values, not stored values");
  constexpr int kLevel = 4;  // half the time of zlib's default, within a few percent of its size
  const std::string header = headerOf(image, pairs);
  GzipOutput output(file);
  output.write(std::as_bytes(std::span(header)));
  output.compress(kLevel);
  std::visit([&](const auto& values) { output.write(std::as_bytes(std::span(values))); }, image.values);
  output.finish();
}

}  // namespace imaging
