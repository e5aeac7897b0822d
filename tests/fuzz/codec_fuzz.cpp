// Chunks of voxels as a project file, possibly hostile, holds them.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "core/error.h"
#include "imaging/volume_codec.h"

// The first four bytes are the length that the project file claims, the rest is the chunk.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::uint32_t claimed = 0;
  if (size < sizeof claimed) {
    return 0;
  }
  std::memcpy(&claimed, data, sizeof claimed);
  try {
    const auto chunk = std::as_bytes(std::span(data, size)).subspan(sizeof claimed);
    core::check(imaging::decodeChunk(chunk, claimed).size() == claimed, "a chunk has the length that was asked for");
  } catch (const core::Error&) {
  }
  return 0;
}
