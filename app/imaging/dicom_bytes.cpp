#include "imaging/dicom_bytes.h"

#include <algorithm>
#include <cstring>

namespace imaging {
namespace {

constexpr std::size_t kWindow = 64 * 1024;
constexpr std::size_t kMaxUid = 64;

}  // namespace

ByteSource::ByteSource(const std::filesystem::path& path) : file_(path, std::ios::binary) {
  file_.seekg(0, std::ios::end);
  size_ = std::uint64_t(std::max<std::streamoff>(0, file_.tellg()));
}

const std::uint8_t* ByteSource::at(std::uint64_t offset, std::size_t count) {
  if (offset > size_ || size_ - offset < count) {
    return nullptr;
  }
  if (offset < begin_ || offset + count > begin_ + window_.size()) {
    window_.resize(std::max<std::size_t>(count, std::min<std::uint64_t>(kWindow, size_ - offset)));
    begin_ = offset;
    file_.clear();
    file_.seekg(std::streamoff(offset));
    file_.read(reinterpret_cast<char*>(window_.data()), std::streamsize(window_.size()));
    window_.resize(std::size_t(file_.gcount()));
    if (window_.size() < count) {
      return nullptr;
    }
  }
  return window_.data() + (offset - begin_);
}

std::uint32_t word16(const std::uint8_t* bytes, bool isBigEndian) {
  return isBigEndian ? std::uint32_t(bytes[0]) << 8 | bytes[1] : std::uint32_t(bytes[1]) << 8 | bytes[0];
}

std::uint32_t word32(const std::uint8_t* bytes, bool isBigEndian) {
  const std::uint32_t first = word16(bytes, isBigEndian);
  const std::uint32_t second = word16(bytes + 2, isBigEndian);
  return isBigEndian ? first << 16 | second : second << 16 | first;
}

bool isRepresentation(const std::uint8_t* bytes) {
  return bytes[0] >= 'A' && bytes[0] <= 'Z' && bytes[1] >= 'A' && bytes[1] <= 'Z';
}

bool hasLongLength(std::string_view representation) {
  static constexpr std::string_view kLong[] = {"OB", "OD", "OF", "OL", "OV", "OW", "SQ",
                                               "SV", "UC", "UN", "UR", "UT", "UV"};
  return std::ranges::find(kLong, representation) != std::end(kLong);
}

MetaInformation readMeta(ByteSource& source) {
  MetaInformation meta;
  const std::uint8_t* head = source.at(0, 132);
  std::uint64_t offset = head != nullptr && std::memcmp(head + 128, "DICM", 4) == 0 ? 132 : 0;
  while (const std::uint8_t* bytes = source.at(offset, 8)) {
    if (word16(bytes, false) != 2 || !isRepresentation(bytes + 4)) {
      break;
    }
    const bool isTransferSyntax = word16(bytes + 2, false) == 0x0010;
    const bool isLong = hasLongLength({reinterpret_cast<const char*>(bytes) + 4, 2});
    const std::size_t header = isLong ? 12 : 8;
    bytes = source.at(offset, header);
    if (bytes == nullptr) {
      break;
    }
    const std::uint32_t length = isLong ? word32(bytes + 8, false) : word16(bytes + 6, false);
    offset += header;
    if (isTransferSyntax && length <= kMaxUid) {
      if (const std::uint8_t* uid = source.at(offset, length)) {
        meta.transferSyntax.assign(reinterpret_cast<const char*>(uid), length);
        meta.transferSyntax.erase(std::min(meta.transferSyntax.find('\0'), meta.transferSyntax.size()));
        meta.syntaxOffset = offset;
        meta.syntaxLength = length;
      }
    }
    offset += length;
  }
  meta.datasetOffset = offset;
  return meta;
}

}  // namespace imaging
