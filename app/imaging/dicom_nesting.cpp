#include "imaging/dicom_nesting.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace imaging {
namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::uint32_t kLargeValue = std::uint32_t{1} << 26;
constexpr std::uint32_t kUndefined = 0xffffffff;
constexpr std::uint32_t kItem = 0xfffee000;
constexpr std::uint32_t kPixelData = 0x7fe00010;

struct Encoding {
  bool isExplicit = true;
  bool isBigEndian = false;
};

std::uint32_t tagAt(const std::uint8_t* bytes, bool isBigEndian) {
  return word16(bytes, isBigEndian) << 16 | word16(bytes + 2, isBigEndian);
}

// The walk itself. Mirrors how DCMTK descends: into sequences, and into anything of undefined length.
class Walk {
 public:
  Walk(ByteSource& source, std::uint64_t offset, Encoding encoding, std::string subject)
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
    const bool isLast = levels_.empty() && tag >= kPixelData;
    std::uint32_t length = word32(bytes + 4, encoding_.isBigEndian);
    std::size_t header = 8;
    bool isSequence = false;
    bool isUnknown = false;
    if (encoding_.isExplicit) {
      if (!isRepresentation(bytes + 4)) {
        isLost_ = !isLast;
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
    if (length != kUndefined) {
      refuseLongerThanFile(length);
    }
    if (isLast) {
      return false;
    }
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

  // DCMTK takes memory for a value before it looks whether the file holds it. A file cut short within its last value
  // passes: there the value is no larger than what a file may well hold.
  void refuseLongerThanFile(std::uint32_t length) const {
    if (length > kLargeValue && length > source_.size()) {
      throw core::Error(subject_, "a value in it claims to be longer than the whole file: it is damaged or cut short",
                        "Export or copy the file again");
    }
  }

  void refuseDeeperThan(std::size_t depth) const {
    if (depth > kMaxDepth) {
      throw core::Error(subject_, "its sequences are nested too deep: it is damaged or made to do harm",
                        "Export the file again");
    }
  }

  ByteSource& source_;
  std::uint64_t offset_;
  Encoding encoding_;
  std::string subject_;
  std::vector<Level> levels_;
  bool isLost_ = false;
};

}  // namespace

void refuseDeepNesting(ByteSource& source, const MetaInformation& meta, const std::string& subject) {
  const std::uint8_t* first = source.at(meta.datasetOffset, 8);
  if (first == nullptr) {
    return;
  }
  // As DCMTK does, by what is there rather than by what the header says.
  const Encoding encoding{isRepresentation(first + 4), first[0] == 0 && first[1] != 0};
  Walk(source, meta.datasetOffset, encoding, subject).run();
}

}  // namespace imaging
