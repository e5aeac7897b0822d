// The voxels of a case as the project file keeps them: cut into chunks that are hashed, compressed without loss, and
// found by their hash. Called by `import` and by whoever opens a case, on a worker thread; each call uses all
// processors. Pure functions.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/hash.h"
#include "core/progress.h"
#include "core/study.h"
#include "core/volume.h"

namespace imaging {

struct EncodedChunk {
  core::Hash hash;              // SHA-256 of the uncompressed bytes
  std::size_t rawBytes = 0;     // how many those are
  std::vector<std::byte> data;  // what the project file stores; its bytes may differ between versions of zstd
};

// No chunk is larger, uncompressed; decodeChunk refuses to make one.
inline constexpr std::size_t kMaxChunkBytes = std::size_t{4} << 20;

// The chunk sizes in bytes, in order, of a volume of this size and type: whole slices, about 2 MiB, or whole rows where
// one slice alone is larger. They depend on nothing else, for a case's identity is made of the chunks' hashes.
std::vector<std::size_t> chunkSizes(glm::ivec3 size, core::VoxelType type);

// The chunks of a volume, in order. O(voxels).
std::vector<EncodedChunk> encodeVolume(const core::Volume& volume, const core::ProgressSink& progress = {});

// The uncompressed bytes of one chunk. Throws core::Error (subject "voxel data") where `data` is not what encodeVolume
// makes or does not hold exactly expectedRawBytes; never allocates more than kMaxChunkBytes.
std::vector<std::byte> decodeChunk(std::span<const std::byte> data, std::size_t expectedRawBytes);

// Bytes that are no voxels, as chunks beside them: pictures, documents, what a release froze. decodeChunk gives them
// back. bytes: at most kMaxChunkBytes, an even number of them.
EncodedChunk encodeBytes(std::span<const std::byte> bytes);

// Hands over EncodedChunk::data by hash. Called by several threads, but never by two at once.
using FetchChunk = std::function<std::vector<std::byte>(const core::Hash&)>;

// The volume of a case. Throws core::Error naming the case where a chunk is missing, malformed, or does not have the
// hash that the case gives; what `fetch` throws is passed on.
core::Volume decodeVolume(const core::Case& theCase, const FetchChunk& fetch, const core::ProgressSink& progress = {});

}  // namespace imaging
