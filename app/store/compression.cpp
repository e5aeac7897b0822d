#include "store/compression.h"

#include <zstd.h>

#include <memory>

#include "core/error.h"

namespace store {
namespace {

constexpr int kLevel = 3;
constexpr std::size_t kWorthTrying = 64;

// Contexts are costly to make and are kept per thread.
ZSTD_CCtx* compressor() {
  thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
  return context.get();
}
ZSTD_DCtx* decompressor() {
  thread_local const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
  return context.get();
}

}  // namespace

core::Bytes compress(std::span<const std::byte> raw) {
  core::Bytes data(ZSTD_compressBound(raw.size()));
  const std::size_t size = ZSTD_compressCCtx(compressor(), data.data(), data.size(), raw.data(), raw.size(), kLevel);
  core::check(ZSTD_isError(size) == 0, "compression into a buffer large enough succeeds");
  data.resize(size);
  return data;
}

bool decompress(std::span<const std::byte> data, std::span<std::byte> raw) {
  if (ZSTD_getFrameContentSize(data.data(), data.size()) != raw.size()) {
    return false;
  }
  return ZSTD_decompressDCtx(decompressor(), raw.data(), raw.size(), data.data(), data.size()) == raw.size();
}

Packed pack(core::Bytes raw) {
  if (raw.size() >= kWorthTrying) {
    core::Bytes data = compress(raw);
    if (data.size() < raw.size()) {
      return {Codec::Zstd, std::move(data)};
    }
  }
  return {Codec::Raw, std::move(raw)};
}

std::optional<core::Bytes> unpack(std::int64_t codec, std::int64_t rawBytes, std::span<const std::byte> data) {
  if (codec == std::int64_t(Codec::Raw)) {
    if (rawBytes != std::int64_t(data.size())) {
      return std::nullopt;
    }
    return core::Bytes(data.begin(), data.end());
  }
  if (codec != std::int64_t(Codec::Zstd) || rawBytes < 0 || rawBytes > kMaxBodyBytes ||
      ZSTD_getFrameContentSize(data.data(), data.size()) != std::uint64_t(rawBytes)) {
    return std::nullopt;
  }
  core::Bytes raw(static_cast<std::size_t>(rawBytes));
  if (!decompress(data, raw)) {
    return std::nullopt;
  }
  return raw;
}

}  // namespace store
