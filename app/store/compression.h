// zstd with its limits: nothing is allocated before the length was checked. Any thread.
#pragma once

#include <optional>
#include <span>

#include "core/bytes.h"

namespace store {

core::Bytes compress(std::span<const std::byte> raw);

// Exactly `rawBytes` bytes into `raw`, or false: the data is not what compress() makes of that many bytes.
bool decompress(std::span<const std::byte> data, std::span<std::byte> raw);

// How a body is stored.
enum class Codec : std::uint8_t { Raw = 0, Zstd = 1 };
struct Packed {
  Codec codec = Codec::Raw;
  core::Bytes data;
};
Packed pack(core::Bytes raw);  // as it is where compression gains nothing
inline constexpr std::int64_t kMaxBodyBytes = std::int64_t{128} << 20;
std::optional<core::Bytes> unpack(std::int64_t codec, std::int64_t rawBytes, std::span<const std::byte> data);

}  // namespace store
