// Canonical bytes: the one encoding of everything that is hashed. Little-endian; lengths and counts as LEB128 varints.
// Pure; any thread.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/hash.h"

namespace core {

using Bytes = std::vector<std::byte>;

class ByteWriter {
 public:
  void u8(std::uint8_t value) { bytes_.push_back(std::byte(value)); }
  void u64(std::uint64_t value);      // 8 bytes
  void varint(std::uint64_t value);   // LEB128, shortest form
  void f64(double value);             // IEEE 754; NaN is never written
  void text(std::string_view value);  // varint length, bytes (UTF-8)
  void hash(const Hash& value) { raw(std::as_bytes(std::span(value.bytes))); }
  void raw(std::span<const std::byte> bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }

  const Bytes& bytes() const { return bytes_; }
  Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

// Every read throws Error (subject: the `subject` given) where the bytes end early or are not in canonical form.
class ByteReader {
 public:
  ByteReader(std::span<const std::byte> bytes, std::string subject) : rest_(bytes), subject_(std::move(subject)) {}

  std::uint8_t u8();
  std::uint64_t u64();
  std::uint64_t varint() {
    // Most numbers of a mask are below 128: one byte, without a call.
    if (!rest_.empty() && (std::to_integer<std::uint8_t>(rest_[0]) & 0x80) == 0) {
      const auto value = std::to_integer<std::uint64_t>(rest_[0]);
      rest_ = rest_.subspan(1);
      return value;
    }
    return longVarint();
  }
  std::uint64_t varintUpTo(std::uint64_t largest);  // counts and enums: refuses more
  double f64();
  std::string text();
  Hash hash();
  std::span<const std::byte> raw(std::size_t length);
  std::size_t left() const { return rest_.size(); }
  void expectEnd() const;  // throws where bytes are left over
  [[noreturn]] void fail(const std::string& cause) const;

 private:
  std::uint64_t longVarint();

  std::span<const std::byte> rest_;
  std::string subject_;
};

}  // namespace core
