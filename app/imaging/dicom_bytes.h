// The bytes of a DICOM file below its elements: windows onto a file, numbers in either byte order, the meta
// information. For the checks that come before DCMTK parses. Any thread, one ByteSource per thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace imaging {

// Bytes of a file by offset.
class ByteSource {
 public:
  explicit ByteSource(const std::filesystem::path& path);

  std::uint64_t size() const { return size_; }

  // count bytes from offset; null where the file is shorter. Valid until the next call.
  const std::uint8_t* at(std::uint64_t offset, std::size_t count);

 private:
  std::ifstream file_;
  std::vector<std::uint8_t> window_;
  std::uint64_t begin_ = 0;
  std::uint64_t size_ = 0;
};

std::uint32_t word16(const std::uint8_t* bytes, bool isBigEndian);
std::uint32_t word32(const std::uint8_t* bytes, bool isBigEndian);
// Whether two bytes may be a value representation: two capital letters.
bool isRepresentation(const std::uint8_t* bytes);
// Whether an explicit element of this representation has a length of 32 bits (PS3.5 7.1.2).
bool hasLongLength(std::string_view representation);

// Group 0002, which is always explicit little endian. All zero or empty where the file has none.
struct MetaInformation {
  bool isSound = true;              // as PS3.10 7.1 has it, so that every reader reads the same from it; or absent
  std::string transferSyntax;       // without padding
  std::uint64_t syntaxOffset = 0;   // of the value in the file
  std::size_t syntaxLength = 0;     // with padding
  std::uint64_t datasetOffset = 0;  // of what follows
};

// Reads on to the end that the group's own length names, as DCMTK does, whatever groups it meets there.
MetaInformation readMeta(ByteSource& source);

}  // namespace imaging
