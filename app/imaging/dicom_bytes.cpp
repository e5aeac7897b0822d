#include "imaging/dicom_bytes.h"

#include <algorithm>
#include <cstring>

namespace imaging {
namespace {

constexpr std::size_t kWindow = 64 * 1024;
constexpr std::size_t kMaxUid = 64;
constexpr std::uint32_t kMetaGroup = 2;

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
  const std::uint64_t begin = offset;
  std::uint64_t end = begin;  // as the group's length says, which has to stand first
  std::uint32_t last = 0;
  while (const std::uint8_t* bytes = source.at(offset, 8)) {
    const bool isMeta = word16(bytes, false) == kMetaGroup;
    if (!isRepresentation(bytes + 4) || (!isMeta && offset >= end)) {
      break;
    }
    const std::uint32_t element = word16(bytes + 2, false);
    meta.isSound &= isMeta && (offset == begin ? element == 0 : element > last);
    last = element;
    const bool isTransferSyntax = isMeta && element == 0x0010;
    const bool isLong = hasLongLength({reinterpret_cast<const char*>(bytes) + 4, 2});
    const std::size_t header = isLong ? 12 : 8;
    bytes = source.at(offset, header);
    if (bytes == nullptr) {
      break;
    }
    const std::uint32_t length = isLong ? word32(bytes + 8, false) : word16(bytes + 6, false);
    const std::uint8_t* value = source.at(offset + header, std::min<std::uint32_t>(length, kMaxUid));
    if (offset == begin && element == 0 && length == 4 && value != nullptr) {
      end = begin + header + length + word32(value, false);
    }
    offset += header;
    if (isTransferSyntax) {
      meta.isSound &= length <= kMaxUid;
      if (length <= kMaxUid && value != nullptr) {
        meta.transferSyntax.assign(reinterpret_cast<const char*>(value), length);
        meta.transferSyntax.erase(std::min(meta.transferSyntax.find('\0'), meta.transferSyntax.size()));
        meta.transferSyntax.erase(meta.transferSyntax.find_last_not_of(' ') + 1);
        meta.syntaxOffset = offset;
        meta.syntaxLength = length;
      }
    }
    offset += length;
  }
  meta.isSound &= offset == end;
  if (const std::uint8_t* next = source.at(offset, 2)) {
    meta.isSound &= word16(next, false) != kMetaGroup && word16(next, true) != kMetaGroup;
  }
  meta.datasetOffset = offset;
  return meta;
}

}  // namespace imaging
