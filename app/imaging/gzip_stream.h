// The bytes of files that may be compressed by gzip. Reading bounds how many there can be: headers lie, and nothing is
// allocated on their word. Writing repeats to the byte, and leaves no half-written file. One thread each.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace imaging {

// Deflate can't do better than 258 bytes from 2 bits, so this many bytes at most come of one.
inline constexpr std::uint64_t kMaxDeflateRatio = 1032;

class GzipInput {
 public:
  // Throws core::Error where the file can't be read or is none (a folder, a pipe).
  explicit GzipInput(std::filesystem::path file);

  const std::filesystem::path& file() const { return file_; }
  bool isCompressed() const { return compressed_; }

  // As many bytes as there are, up to the span's. Throws core::Error where compressed data is damaged.
  std::size_t read(std::span<std::byte> into);
  // Past `count` bytes; throws core::Error where the file ends before.
  void skip(std::uint64_t count);
  // Exactly this many values. Throws core::Error where the file ends before; memory grows with what arrives.
  template <typename T>
  std::vector<T> readValues(std::size_t count);
  // Whether nothing follows; where that is so, the checksum of compressed data has been verified.
  bool isAtEnd();

 private:
  struct Close {
    void operator()(void* handle) const;
  };
  void requireRoomFor(std::uint64_t bytes) const;
  [[noreturn]] void endedEarly(std::uint64_t missing) const;

  std::filesystem::path file_;
  std::uint64_t fileBytes_ = 0;
  std::uint64_t position_ = 0;  // in the decompressed stream
  bool compressed_ = false;
  std::unique_ptr<void, Close> handle_;
};

// A file under a name beside its own until finish(); removed again where that is never called.
class GzipOutput {
 public:
  // Throws core::Error where the file can't be made.
  explicit GzipOutput(std::filesystem::path file);
  ~GzipOutput();
  GzipOutput(const GzipOutput&) = delete;
  GzipOutput& operator=(const GzipOutput&) = delete;

  // What follows is compressed, to the end, at zlib's level 1 to 9.
  void compress(int level);
  // Throws core::Error where the disk is full or the like.
  void write(std::span<const std::byte> bytes);
  // Closes the file and gives it its name, in place of another of that name.
  void finish();

 private:
  struct Stream;
  void deflateAll(std::span<const std::byte> bytes, bool last);
  void writePlain(std::span<const std::byte> bytes);
  [[noreturn]] void fail() const;

  std::filesystem::path file_;
  std::filesystem::path partial_;
  std::unique_ptr<Stream> stream_;
};

template <typename T>
std::vector<T> GzipInput::readValues(std::size_t count) {
  constexpr std::size_t kFirst = (std::size_t{16} << 20) / sizeof(T);
  requireRoomFor(std::uint64_t(count) * sizeof(T));
  std::vector<T> values;
  while (values.size() < count) {
    const std::size_t start = values.size();
    const std::size_t more = isCompressed() ? std::min(count - start, std::max(kFirst, start)) : count;
    values.resize(start + more);
    const std::span<std::byte> into = std::as_writable_bytes(std::span(values).subspan(start));
    const std::size_t got = read(into);
    if (got != into.size()) {
      endedEarly((count - start) * sizeof(T) - got);
    }
  }
  return values;
}

}  // namespace imaging
