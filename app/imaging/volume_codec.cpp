#include "imaging/volume_codec.h"

#include <zstd.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>

#include "core/error.h"
#include "core/parallel.h"

namespace imaging {
namespace {

static_assert(std::endian::native == std::endian::little, "chunks are stored little-endian");

constexpr std::size_t kTargetBytes = std::size_t{2} << 20;
// Measured on CT: level 1 gives what level 3 gives, at three times its speed.
constexpr int kLevel = 1;

// A chunk's stored bytes: a header of 8, then one zstd frame.
//   byte 0     1, this layout
//   byte 1     bytes per voxel, B: 2 or 4
//   bytes 2-3  zero
//   bytes 4-7  voxels per row, uint32 little-endian, R >= 1
//   frame      B planes of N bytes: plane b holds byte b (0 = lowest) of each of the N voxels' codes
// The code of voxel n is zigzag(v[n] - v[n - R]), with v[n] = 0 for n < 0: the difference from the voxel above it, in
// integers of B bytes that wrap round (floats by their bits), mapped 0, -1, 1, -2, ... -> 0, 1, 2, 3, ...
// Neighbouring rows differ little, so the upper planes are nearly all zero; and rows, unlike the voxels of one row, can
// be summed up by vector instructions when decoding.
constexpr std::size_t kHeaderBytes = 8;
constexpr std::byte kLayout{1};

template <typename T>
T zigzag(T difference) {
  using Signed = std::make_signed_t<T>;
  return T(T(difference << 1) ^ T(Signed(difference) >> (8 * sizeof(T) - 1)));
}

template <typename T>
T unzigzag(T code) {
  return T(T(code >> 1) ^ T(-T(code & 1)));
}

template <typename T>
void toPlanes(const T* voxels, std::size_t count, std::size_t row, std::uint8_t* planes) {
  const auto put = [&](std::size_t n, T code) {
    for (std::size_t b = 0; b < sizeof(T); ++b) {
      planes[b * count + n] = std::uint8_t(code >> (8 * b));
    }
  };
  const std::size_t first = std::min(row, count);
  for (std::size_t n = 0; n < first; ++n) {
    put(n, zigzag(voxels[n]));
  }
  for (std::size_t n = first; n < count; ++n) {
    put(n, zigzag(T(voxels[n] - voxels[n - row])));
  }
}

template <typename T>
void fromPlanes(const std::uint8_t* planes, std::size_t count, std::size_t row, T* voxels) {
  const auto get = [&](std::size_t n) {
    T code = 0;
    for (std::size_t b = 0; b < sizeof(T); ++b) {
      code = T(code | T(T(planes[b * count + n]) << (8 * b)));
    }
    return unzigzag(code);
  };
  const std::size_t first = std::min(row, count);
  for (std::size_t n = 0; n < first; ++n) {
    voxels[n] = get(n);
  }
  // Row by row, so that the compiler sees that what is read was written a whole row before.
  for (std::size_t start = first; start < count; start += row) {
    const std::size_t length = std::min(row, count - start);
    const T* above = voxels + start - row;
    T* here = voxels + start;
    for (std::size_t i = 0; i < length; ++i) {
      here[i] = T(get(start + i) + above[i]);
    }
  }
}

struct FreeCompressor {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
struct FreeDecompressor {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

// One set of buffers per thread: chunks come by the thousand.
struct Workspace {
  std::unique_ptr<ZSTD_CCtx, FreeCompressor> compressor{ZSTD_createCCtx()};
  std::unique_ptr<ZSTD_DCtx, FreeDecompressor> decompressor{ZSTD_createDCtx()};
  std::vector<std::uint8_t> planes;
  std::vector<std::byte> packed;
};

std::vector<std::byte> encodeChunk(std::span<const std::byte> raw, std::size_t voxelBytes, std::size_t row,
                                   Workspace& work) {
  work.planes.resize(raw.size());
  if (voxelBytes == 2) {
    toPlanes(reinterpret_cast<const std::uint16_t*>(raw.data()), raw.size() / 2, row, work.planes.data());
  } else {
    toPlanes(reinterpret_cast<const std::uint32_t*>(raw.data()), raw.size() / 4, row, work.planes.data());
  }
  work.packed.resize(kHeaderBytes + ZSTD_compressBound(raw.size()));
  const auto row32 = std::uint32_t(row);
  work.packed[0] = kLayout;
  work.packed[1] = std::byte(voxelBytes);
  work.packed[2] = work.packed[3] = std::byte{0};
  std::memcpy(work.packed.data() + 4, &row32, 4);
  const std::size_t size =
      ZSTD_compressCCtx(work.compressor.get(), work.packed.data() + kHeaderBytes, work.packed.size() - kHeaderBytes,
                        work.planes.data(), work.planes.size(), kLevel);
  core::check(!ZSTD_isError(size), "zstd compresses into a buffer of its own bound");
  return {work.packed.begin(), work.packed.begin() + std::ptrdiff_t(kHeaderBytes + size)};
}

[[noreturn]] void refuse(const std::string& cause) {
  throw core::Error("voxel data", cause, "The file is damaged; restore it from a copy or import the images again");
}

// Decodes into `raw`, which has the expected size; voxelBytesIn: bytes per voxel of what it holds, 0 where unknown.
void decodeInto(std::span<const std::byte> data, std::span<std::byte> raw, std::size_t voxelBytesIn, Workspace& work) {
  if (data.size() < kHeaderBytes || data[0] != kLayout || data[2] != std::byte{0} || data[3] != std::byte{0}) {
    refuse("a chunk does not begin as one");
  }
  const auto voxelBytes = std::size_t(data[1]);
  std::uint32_t row = 0;
  std::memcpy(&row, data.data() + 4, 4);
  if ((voxelBytes != 2 && voxelBytes != 4) || (voxelBytesIn != 0 && voxelBytes != voxelBytesIn) || row == 0 ||
      raw.size() % voxelBytes != 0) {
    refuse("a chunk's header makes no sense");
  }
  const std::span<const std::byte> frame = data.subspan(kHeaderBytes);
  if (ZSTD_getFrameContentSize(frame.data(), frame.size()) != raw.size() ||
      ZSTD_findFrameCompressedSize(frame.data(), frame.size()) != frame.size()) {
    refuse("a chunk has another length than it should");
  }
  work.planes.resize(raw.size());
  const std::size_t size =
      ZSTD_decompressDCtx(work.decompressor.get(), work.planes.data(), work.planes.size(), frame.data(), frame.size());
  if (ZSTD_isError(size) || size != raw.size()) {
    refuse("a chunk can't be decompressed");
  }
  if (voxelBytes == 2) {
    fromPlanes(work.planes.data(), raw.size() / 2, row, reinterpret_cast<std::uint16_t*>(raw.data()));
  } else {
    fromPlanes(work.planes.data(), raw.size() / 4, row, reinterpret_cast<std::uint32_t*>(raw.data()));
  }
}

Workspace& threadsWorkspace() {
  thread_local Workspace workspace;
  return workspace;
}

std::vector<std::size_t> startsOf(const std::vector<std::size_t>& sizes) {
  std::vector<std::size_t> starts(sizes.size());
  std::size_t at = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    starts[i] = at;
    at += sizes[i];
  }
  return starts;
}

std::span<std::byte> writableBytes(core::Volume::Voxels& voxels) {
  return std::visit([](auto& values) { return std::as_writable_bytes(std::span(values)); }, voxels);
}

}  // namespace

std::vector<std::size_t> chunkSizes(glm::ivec3 size, core::VoxelType type) {
  const std::size_t rowBytes = std::size_t(size.x) * core::bytesPerVoxel(type);
  const std::size_t sliceBytes = rowBytes * std::size_t(size.y);
  const std::size_t total = sliceBytes * std::size_t(size.z);
  const std::size_t unit = sliceBytes <= kMaxChunkBytes ? sliceBytes : rowBytes;
  const std::size_t chunk = unit * std::max<std::size_t>(1, kTargetBytes / unit);
  std::vector<std::size_t> sizes(total / chunk, chunk);
  if (total % chunk != 0) {
    sizes.push_back(total % chunk);
  }
  return sizes;
}

std::vector<EncodedChunk> encodeVolume(const core::Volume& volume, const core::ProgressSink& progress) {
  const std::vector<std::size_t> sizes = chunkSizes(volume.grid.size(), volume.type());
  const std::vector<std::size_t> starts = startsOf(sizes);
  const std::span<const std::byte> bytes = volume.bytes();
  core::check(bytes.size() == starts.back() + sizes.back(), "a volume has as many voxels as its grid");
  std::vector<EncodedChunk> chunks(sizes.size());
  core::parallelFor(
      sizes.size(),
      [&](std::size_t i) {
        const std::span<const std::byte> raw = bytes.subspan(starts[i], sizes[i]);
        chunks[i] = {core::sha256(raw), raw.size(),
                     encodeChunk(raw, core::bytesPerVoxel(volume.type()), std::size_t(volume.grid.size().x),
                                 threadsWorkspace())};
      },
      [&](std::size_t done) {
        core::report(progress, "Compressing voxels", std::int64_t(done), std::int64_t(sizes.size()));
      });
  return chunks;
}

EncodedChunk encodeBytes(std::span<const std::byte> bytes) {
  core::check(bytes.size() % 2 == 0 && bytes.size() <= kMaxChunkBytes, "a chunk is even and within its bound");
  thread_local Workspace work;
  // One row: nothing is above it, so the bytes stand as they are.
  const std::size_t row = std::max<std::size_t>(1, bytes.size() / 2);
  return {core::sha256(bytes), bytes.size(), encodeChunk(bytes, 2, row, work)};
}

std::vector<std::byte> decodeChunk(std::span<const std::byte> data, std::size_t expectedRawBytes) {
  if (expectedRawBytes == 0 || expectedRawBytes > kMaxChunkBytes) {
    refuse("a chunk of " + std::to_string(expectedRawBytes) + " bytes is asked for");
  }
  std::vector<std::byte> raw(expectedRawBytes);
  decodeInto(data, raw, 0, threadsWorkspace());
  return raw;
}

core::Volume decodeVolume(const core::Case& theCase, const FetchChunk& fetch, const core::ProgressSink& progress) {
  const std::string subject = "case " + theCase.name;
  const std::vector<std::size_t> sizes = chunkSizes(theCase.grid.size(), theCase.voxelType);
  const std::vector<std::size_t> starts = startsOf(sizes);
  if (theCase.chunks.size() != sizes.size()) {
    throw core::Error(subject,
                      "its voxels are in " + std::to_string(theCase.chunks.size()) + " chunks instead of " +
                          std::to_string(sizes.size()),
                      "Restore the project from a copy or import the images again");
  }
  core::Volume volume{theCase.grid, theCase.rescale, core::makeVoxels(theCase.voxelType, theCase.grid.voxelCount())};
  const std::span<std::byte> bytes = writableBytes(volume.voxels);
  std::mutex fetching;
  core::parallelFor(
      sizes.size(),
      [&](std::size_t i) {
        std::vector<std::byte> data;
        {
          const std::lock_guard lock(fetching);
          data = fetch(theCase.chunks[i]);
        }
        const std::span<std::byte> raw = bytes.subspan(starts[i], sizes[i]);
        try {
          decodeInto(data, raw, core::bytesPerVoxel(theCase.voxelType), threadsWorkspace());
        } catch (const core::Error& error) {
          throw core::Error(subject, error.cause(), error.remedy());
        }
        if (core::sha256(raw) != theCase.chunks[i]) {
          throw core::Error(subject,
                            "voxels are not what was imported (hash mismatch in chunk " + std::to_string(i + 1) +
                                " of " + std::to_string(sizes.size()) + ")",
                            "Restore the project from a copy or import the images again");
        }
      },
      [&](std::size_t done) {
        core::report(progress, "Decompressing voxels", std::int64_t(done), std::int64_t(sizes.size()));
      });
  return volume;
}

}  // namespace imaging
