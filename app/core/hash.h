// SHA-256, the one hash of the program: identities of edits, volumes and mask versions. Any thread.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace core {

struct Hash {
  std::array<std::uint8_t, 32> bytes{};

  auto operator<=>(const Hash&) const = default;
  bool isZero() const { return *this == Hash{}; }
  std::string hex() const;                                      // 64 lower-case digits
  static std::optional<Hash> fromHex(std::string_view digits);  // nothing unless exactly 64 hexadecimal digits
};

// Hashes a stream of bytes. (OpenSSL's libcrypto, which uses the processor's SHA instructions.)
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  Sha256& update(std::span<const std::byte> bytes);
  Sha256& update(std::string_view text) { return update(std::as_bytes(std::span(text.data(), text.size()))); }
  Hash finish();  // once, last

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

Hash sha256(std::span<const std::byte> bytes);

}  // namespace core

template <>
struct std::hash<core::Hash> {
  std::size_t operator()(const core::Hash& key) const noexcept {
    std::size_t value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) {
      value = value << 8 | key.bytes[i];
    }
    return value;
  }
};
