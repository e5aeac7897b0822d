#include "core/bytes.h"

#include <bit>
#include <cmath>

#include "core/error.h"

namespace core {

static_assert(std::endian::native == std::endian::little, "canonical bytes are this machine's own order");

void ByteWriter::u64(std::uint64_t value) {
  raw(std::as_bytes(std::span(&value, 1)));
}

void ByteWriter::varint(std::uint64_t value) {
  while (value >= 0x80) {
    u8(static_cast<std::uint8_t>(value | 0x80));
    value >>= 7;
  }
  u8(static_cast<std::uint8_t>(value));
}

void ByteWriter::f64(double value) {
  check(!std::isnan(value), "a canonical number is not NaN");
  u64(std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value));  // one zero
}

void ByteWriter::text(std::string_view value) {
  varint(value.size());
  raw(std::as_bytes(std::span(value.data(), value.size())));
}

void ByteReader::fail(const std::string& cause) const {
  throw Error(subject_, cause, "Restore it from a copy or the hub");
}

std::span<const std::byte> ByteReader::raw(std::size_t length) {
  if (length > rest_.size()) {
    fail("its bytes end early");
  }
  const auto bytes = rest_.first(length);
  rest_ = rest_.subspan(length);
  return bytes;
}

std::uint8_t ByteReader::u8() {
  return std::to_integer<std::uint8_t>(raw(1)[0]);
}

std::uint64_t ByteReader::u64() {
  std::uint64_t value = 0;
  std::memcpy(&value, raw(8).data(), 8);
  return value;
}

std::uint64_t ByteReader::longVarint() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const std::uint8_t byte = u8();
    if (shift == 63 && byte > 1) {
      break;
    }
    value |= std::uint64_t(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) {
      if (byte == 0 && shift > 0) {
        break;
      }
      return value;
    }
  }
  fail("a number in it is not in shortest form");
}

std::uint64_t ByteReader::varintUpTo(std::uint64_t largest) {
  const std::uint64_t value = varint();
  if (value > largest) {
    fail("a count in it is larger than it can be");
  }
  return value;
}

double ByteReader::f64() {
  const double value = std::bit_cast<double>(u64());
  if (std::isnan(value) || (value == 0 && std::signbit(value))) {
    fail("a number in it is not in canonical form");
  }
  return value;
}

std::string ByteReader::text() {
  const auto bytes = raw(varintUpTo(rest_.size()));
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Hash ByteReader::hash() {
  Hash value;
  std::memcpy(value.bytes.data(), raw(value.bytes.size()).data(), value.bytes.size());
  return value;
}

void ByteReader::expectEnd() const {
  if (!rest_.empty()) {
    fail("bytes are left over at its end");
  }
}

}  // namespace core
