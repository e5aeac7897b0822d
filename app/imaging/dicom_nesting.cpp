#include "imaging/dicom_nesting.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace imaging {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxInflated = std::size_t{1} << 28;
constexpr std::uint32_t kUndefined = 0xffffffff;
constexpr std::uint32_t kItem = 0xfffee000;
constexpr std::uint32_t kPixelData = 0x7fe00010;

// Bytes by offset, from a file in windows or from memory.
class Source {
 public:
  explicit Source(const std::filesystem::path& path) : file_(path, std::ios::binary) {
    file_.seekg(0, std::ios::end);
    size_ = std::uint64_t(std::max<std::streamoff>(0, file_.tellg()));
  }
  explicit Source(Bytes inflated) : window_(std::move(inflated)), size_(window_.size()) {}

  std::uint64_t size() const { return size_; }

  // count bytes from offset; null where the source is shorter. Valid until the next call.
  const std::uint8_t* at(std::uint64_t offset, std::size_t count) {
    if (offset > size_ || size_ - offset < count) {
      return nullptr;
    }
    if (offset < begin_ || offset + count > begin_ + window_.size()) {
      window_.resize(std::max<std::size_t>(count, std::min<std::uint64_t>(kWindow, size_ - offset)));
      begin_ = offset;
      file_.clear();
      file_.seekg(std::streamoff(offset));
      file_.read(reinterpret_cast<char*>(window_.data()), std::streamsize(window_.size()));
      if (std::size_t(file_.gcount()) < count) {
        return nullptr;
      }
    }
    return window_.data() + (offset - begin_);
  }

 private:
  static constexpr std::size_t kWindow = 64 * 1024;
  std::ifstream file_;
  Bytes window_;
  std::uint64_t begin_ = 0;
  std::uint64_t size_ = 0;
};

struct Encoding {
  bool isExplicit = true;
  bool isBigEndian = false;
};

std::uint32_t word16(const std::uint8_t* bytes, bool isBigEndian) {
  return isBigEndian ? std::uint32_t(bytes[0]) << 8 | bytes[1] : std::uint32_t(bytes[1]) << 8 | bytes[0];
}

std::uint32_t word32(const std::uint8_t* bytes, bool isBigEndian) {
  const std::uint32_t first = word16(bytes, isBigEndian);
  const std::uint32_t second = word16(bytes + 2, isBigEndian);
  return isBigEndian ? first << 16 | second : second << 16 | first;
}

std::uint32_t tagAt(const std::uint8_t* bytes, bool isBigEndian) {
  return word16(bytes, isBigEndian) << 16 | word16(bytes + 2, isBigEndian);
}

bool isRepresentation(const std::uint8_t* bytes) {
  return bytes[0] >= 'A' && bytes[0] <= 'Z' && bytes[1] >= 'A' && bytes[1] <= 'Z';
}

bool hasLongLength(std::string_view representation) {
  static constexpr std::string_view kLong[] = {"OB", "OD", "OF", "OL", "OV", "OW", "SQ",
                                               "SV", "UC", "UN", "UR", "UT", "UV"};
  return std::ranges::find(kLong, representation) != std::end(kLong);
}

// The walk itself. Mirrors how DCMTK descends: into sequences, and into anything of undefined length.
class Walk {
 public:
  Walk(Source& source, std::uint64_t offset, Encoding encoding, std::string subject)
      : source_(source), offset_(offset), encoding_(encoding), subject_(std::move(subject)) {}

  void run() {
    while (step()) {
    }
    if (isLost_) {
      countItems();
    }
  }

 private:
  struct Level {
    std::uint64_t end;  // max where the length is undefined
    Encoding outside;
  };

  bool step() {
    while (!levels_.empty() && offset_ >= levels_.back().end) {
      leave();
    }
    const std::uint8_t* bytes = source_.at(offset_, 8);
    if (bytes == nullptr) {
      return false;
    }
    const std::uint32_t tag = tagAt(bytes, encoding_.isBigEndian);
    if (tag >> 16 == 0xfffe) {
      return stepDelimiter(tag, word32(bytes + 4, encoding_.isBigEndian));
    }
    if (levels_.empty() && tag >= kPixelData) {
      return false;
    }
    std::uint32_t length = word32(bytes + 4, encoding_.isBigEndian);
    std::size_t header = 8;
    bool isSequence = false;
    bool isUnknown = false;
    if (encoding_.isExplicit) {
      if (!isRepresentation(bytes + 4)) {
        isLost_ = true;
        return false;
      }
      const std::string_view representation(reinterpret_cast<const char*>(bytes) + 4, 2);
      isSequence = representation == "SQ";
      isUnknown = representation == "UN";
      length = word16(bytes + 6, encoding_.isBigEndian);
      if (hasLongLength(representation)) {
        header = 12;
        bytes = source_.at(offset_, header);
        if (bytes == nullptr) {
          return false;
        }
        length = word32(bytes + 8, encoding_.isBigEndian);
      }
    }
    offset_ += header;
    if (length == kUndefined) {
      return tag == kPixelData ? skipFragments() : enter(kUndefined, isUnknown);
    }
    const std::uint8_t* content = length >= 8 ? source_.at(offset_, 4) : nullptr;
    if (isSequence || (content != nullptr && tagAt(content, encoding_.isBigEndian) == kItem)) {
      return enter(length, false);
    }
    offset_ += length;
    return true;
  }

  bool stepDelimiter(std::uint32_t tag, std::uint32_t length) {
    offset_ += 8;
    if (tag == kItem) {
      return enter(length, false);
    }
    if (!levels_.empty()) {
      leave();
    }
    return true;
  }

  bool enter(std::uint32_t length, bool isImplicitInside) {
    levels_.push_back({length == kUndefined ? std::numeric_limits<std::uint64_t>::max() : offset_ + length, encoding_});
    if (isImplicitInside) {
      encoding_ = {false, false};  // PS3.5 6.2.2: UN of undefined length is implicit little endian
    }
    refuseDeeperThan(levels_.size() / 2);  // a sequence and its item make one level
    return true;
  }

  void leave() {
    encoding_ = levels_.back().outside;
    levels_.pop_back();
  }

  bool skipFragments() {
    while (const std::uint8_t* bytes = source_.at(offset_, 8)) {
      const bool isItem = tagAt(bytes, encoding_.isBigEndian) == kItem;
      offset_ += 8 + (isItem ? word32(bytes + 4, encoding_.isBigEndian) : 0);
      if (!isItem) {
        return true;
      }
    }
    return false;
  }

  // Where the structure can't be followed, each item tag that is still to come may be one level deeper.
  void countItems() {
    const std::array<std::uint8_t, 4> little{0xfe, 0xff, 0x00, 0xe0};
    const std::array<std::uint8_t, 4> big{0xff, 0xfe, 0xe0, 0x00};
    constexpr std::size_t kStep = 32 * 1024;
    std::size_t items = 0;
    for (; offset_ < source_.size(); offset_ += kStep) {
      const std::size_t count = std::min<std::uint64_t>(kStep + 3, source_.size() - offset_);
      const std::uint8_t* bytes = source_.at(offset_, count);
      if (bytes == nullptr) {
        return;
      }
      for (const auto& pattern : {little, big}) {
        const auto* end = bytes + count;
        for (auto* found = bytes; (found = std::search(found, end, pattern.begin(), pattern.end())) != end; ++found) {
          ++items;
        }
      }
      refuseDeeperThan(levels_.size() / 2 + items / 16);
    }
  }

  void refuseDeeperThan(std::size_t depth) const {
    if (depth > kMaxDepth) {
      throw core::Error(subject_, "its sequences are nested too deep: it is damaged or made to do harm",
                        "Export the file again");
    }
  }

  Source& source_;
  std::uint64_t offset_;
  Encoding encoding_;
  std::string subject_;
  std::vector<Level> levels_;
  bool isLost_ = false;
};

// PS3.5 A.5: everything behind the meta information is one raw deflate stream.
Bytes inflated(Source& source, std::uint64_t offset, const std::string& subject) {
  constexpr std::size_t kChunk = 32 * 1024;
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
    throw core::Error(subject, "there is no memory left to inflate it");
  }
  Bytes result;
  Bytes out(8 * kChunk);
  int status = Z_OK;
  while (status == Z_OK && offset < source.size() && result.size() <= kMaxInflated) {
    const std::size_t count = std::min<std::uint64_t>(kChunk, source.size() - offset);
    const std::uint8_t* bytes = source.at(offset, count);
    if (bytes == nullptr) {
      break;
    }
    offset += count;
    stream.next_in = const_cast<Bytef*>(bytes);
    stream.avail_in = uInt(count);
    do {
      stream.next_out = out.data();
      stream.avail_out = uInt(out.size());
      status = inflate(&stream, Z_NO_FLUSH);
      result.insert(result.end(), out.begin(), out.end() - stream.avail_out);
    } while (status == Z_OK && stream.avail_out == 0 && result.size() <= kMaxInflated);
  }
  inflateEnd(&stream);
  if (result.size() > kMaxInflated) {
    throw core::Error(subject, "it inflates to more than 256 MiB", "Export the image without deflate compression");
  }
  return result;
}

}  // namespace

void refuseDeepNesting(const std::filesystem::path& path) {
  Source source(path);
  const std::uint8_t* head = source.at(0, 132);
  std::uint64_t offset = head != nullptr && std::memcmp(head + 128, "DICM", 4) == 0 ? 132 : 0;
  std::string transferSyntax;
  while (const std::uint8_t* bytes = source.at(offset, 8)) {  // the meta information is always explicit little endian
    if (word16(bytes, false) != 2 || !isRepresentation(bytes + 4)) {
      break;
    }
    const std::uint32_t tag = tagAt(bytes, false);
    const bool isLong = hasLongLength({reinterpret_cast<const char*>(bytes) + 4, 2});
    const std::uint8_t* whole = source.at(offset, isLong ? 12 : 8);
    if (whole == nullptr) {
      break;
    }
    const std::uint32_t length = isLong ? word32(whole + 8, false) : word16(whole + 6, false);
    offset += isLong ? 12 : 8;
    if (tag == 0x00020010 && length <= 64) {
      if (const std::uint8_t* uid = source.at(offset, length)) {
        transferSyntax.assign(reinterpret_cast<const char*>(uid), length);
        transferSyntax.erase(std::min(transferSyntax.find('\0'), transferSyntax.size()));
      }
    }
    offset += length;
  }
  if (transferSyntax == "1.2.840.10008.1.2.1.99") {
    Source memory(inflated(source, offset, path.string()));
    Walk(memory, 0, {}, path.string()).run();
    return;
  }
  const std::uint8_t* first = source.at(offset, 8);
  if (first == nullptr) {
    return;
  }
  // As DCMTK does, by what is there rather than by what the header says.
  const Encoding encoding{isRepresentation(first + 4), first[0] == 0 && first[1] != 0};
  Walk(source, offset, encoding, path.string()).run();
}

}  // namespace imaging
