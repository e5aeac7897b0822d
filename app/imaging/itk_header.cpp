#include "imaging/itk_header.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <fstream>
#include <system_error>

#include "core/error.h"
#include "core/text.h"
#include "imaging/gzip_stream.h"
#include "imaging/refuse.h"

namespace imaging {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxHeaderBytes = std::size_t{1} << 20;

std::string withoutSpace(std::string_view text) {
  const auto space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
  while (!text.empty() && space(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && space(text.back())) {
    text.remove_suffix(1);
  }
  return std::string(text);
}

// The next line without its end, and how far it reaches; nothing where the text has no further end of line.
bool nextLine(std::string_view text, std::size_t& at, std::string_view& line) {
  const std::size_t end = text.find('\n', at);
  if (end == std::string_view::npos) {
    return false;
  }
  line = text.substr(at, end - at);
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  at = end + 1;
  return true;
}

// The libraries that decode are lenient, each in its own way: a line that they read otherwise than it is read here
// would let a header past the checks below. So what is not plainly text is refused.
void requireText(const fs::path& file, std::string_view line) {
  const auto control = [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; };
  if (std::any_of(line.begin(), line.end(), control)) {
    refuse(file, "its header holds bytes that are not text", "Get the file again from where it came");
  }
}

void addField(const fs::path& file, TextHeader& header, std::string_view name, std::string_view value) {
  const std::string key = core::lowered(withoutSpace(name));
  if (!header.fields.emplace(key, withoutSpace(value)).second) {
    refuse(file, "its header gives \"" + key + "\" twice", "Remove the wrong one");
  }
}

// "field: value" and "key:=value" lines up to an empty one, or, in a detached header, to the end of the file.
void parseNrrd(const fs::path& file, std::string_view text, TextHeader& header) {
  std::size_t at = 0;
  std::string_view line;
  while (nextLine(text, at, line) && !line.empty()) {
    requireText(file, line);
    const std::size_t colon = line.find(':');
    if (line.starts_with('#') || colon == std::string_view::npos || colon + 1 >= line.size()) {
      continue;
    }
    if (line[colon + 1] == '=') {
      header.keyValue[std::string(line.substr(0, colon))] = std::string(line.substr(colon + 2));
    } else {
      addField(file, header, line.substr(0, colon), line.substr(colon + 1));
    }
  }
  header.dataStart = at;
}

// "Key = Value" lines up to ElementDataFile, which is the last by definition.
void parseMeta(const fs::path& file, std::string_view text, TextHeader& header) {
  std::size_t at = 0;
  std::string_view line;
  while (!header.fields.contains("elementdatafile") && nextLine(text, at, line)) {
    requireText(file, line);
    if (withoutSpace(line).empty()) {
      continue;
    }
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || withoutSpace(line.substr(0, equals)).empty()) {
      refuse(file, "the line \"" + std::string(line.substr(0, 60)) + "\" of its header is not \"Key = Value\"",
             "Get the file again from where it came");
    }
    addField(file, header, line.substr(0, equals), line.substr(equals + 1));
  }
  header.dataStart = at;
}

// How many bytes there are for voxels, packed or not; 0 where the file can't be read.
std::uint64_t storedBytes(const TextHeader& header) {
  std::error_code error;
  const std::uint64_t size = fs::file_size(header.dataFile, error);
  return !error && size > header.dataStart ? size - header.dataStart : 0;
}

// MetaIO takes this number's word for how much memory the packed voxels need.
void requirePackedSize(const fs::path& file, const TextHeader& header) {
  const std::string& text = header.field("compresseddatasize");
  if (text.empty()) {
    return;
  }
  std::uint64_t bytes = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bytes);
  if (error != std::errc() || end != text.data() + text.size() || bytes > storedBytes(header)) {
    refuse(file, "its header speaks of " + text + " bytes of packed voxels, and it holds fewer",
           "Get the file again from where it came");
  }
}

std::string dataFileNamed(const fs::path& file, const TextHeader& header) {
  if (header.format == ItkFormat::Nrrd) {
    const std::string& name = header.field("data file");
    return name.empty() ? header.field("datafile") : name;
  }
  const std::string& name = header.field("elementdatafile");
  if (name.empty()) {
    refuse(file, "its MetaImage header names no ElementDataFile", "Write the file again with the program it came from");
  }
  return name == "LOCAL" || name == "Local" || name == "local" ? "" : name;
}

}  // namespace

const std::string& TextHeader::field(const std::string& name) const {
  static const std::string kAbsent;
  const auto found = fields.find(name);
  return found == fields.end() ? kAbsent : found->second;
}

TextHeader readTextHeader(const fs::path& file, ItkFormat format) {
  std::ifstream stream(file, std::ios::binary);
  std::string text(kMaxHeaderBytes, '\0');
  stream.read(text.data(), std::streamsize(text.size()));
  text.resize(std::size_t(stream.gcount()));
  const bool whole = text.size() < kMaxHeaderBytes;
  if (whole) {
    text += '\n';  // a detached header's last line may lack its end
  }
  TextHeader header;
  header.format = format;
  if (format == ItkFormat::Nrrd) {
    parseNrrd(file, text, header);
  } else {
    parseMeta(file, text, header);
  }
  if (!whole && header.dataStart >= text.size()) {
    refuse(file, "its header is longer than 1 MiB", "Check that the file is what it should be");
  }
  const std::string name = dataFileNamed(file, header);
  if (name.empty()) {
    header.dataFile = file;
    requirePackedSize(file, header);
    return header;
  }
  if (name.starts_with("LIST") || name.find('%') != std::string::npos) {
    refuse(file, "its voxels are spread over several files", "Convert it to a single file");
  }
  const fs::path relative(name);
  if (relative.is_absolute() || std::find(relative.begin(), relative.end(), "..") != relative.end()) {
    refuse(file, "its voxels are in " + name + ", outside the header's own folder", "Put both files into one folder");
  }
  header.dataFile = file.parent_path() / relative;
  header.dataStart = 0;
  std::error_code error;
  if (!fs::is_regular_file(header.dataFile, error)) {
    refuse(file, "its voxels should be in " + name + ", which is missing", "Put that file beside the header");
  }
  requirePackedSize(file, header);
  return header;
}

void requireData(const fs::path& file, const TextHeader& header, std::uint64_t decodedBytes) {
  const std::uint64_t stored = storedBytes(header);
  const std::string encoding = core::lowered(header.field("encoding"));
  const bool deflated =
      encoding == "gzip" || encoding == "gz" || core::lowered(header.field("compresseddata")) == "true";
  const bool text = encoding == "ascii" || encoding == "text" || encoding == "txt" ||
                    core::lowered(header.field("binarydata")) == "false";
  // A number takes eight bytes at most and, written as text, two characters at least.
  const std::uint64_t ratio = deflated ? kMaxDeflateRatio : text ? 8 : 1;
  if (decodedBytes > stored * ratio) {
    refuse(file,
           "it is cut short: its header speaks of " + std::to_string(decodedBytes) + " bytes of voxels, and it holds " +
               std::to_string(stored),
           "Get the file again from where it came");
  }
}

}  // namespace imaging
