#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <numeric>
#include <random>

#include "core/error.h"
#include "imaging/volume_codec.h"

namespace imaging {
namespace {

core::Volume volumeOf(glm::ivec3 size, core::VoxelType type, unsigned seed) {
  core::Volume volume{core::Grid(size, glm::dmat4(1)), {0.5, -3}, core::makeVoxels(type, 0)};
  std::mt19937 engine(seed);
  std::visit(
      [&](auto& values) {
        using T = typename std::decay_t<decltype(values)>::value_type;
        values.resize(volume.grid.voxelCount());
        // Every bit pattern, NaN and infinities among them.
        for (T& value : values) {
          const std::uint32_t bits = engine() >> (engine() % 32);
          std::memcpy(&value, &bits, sizeof value);
        }
      },
      volume.voxels);
  return volume;
}

core::Case caseOf(const core::Volume& volume, const std::vector<EncodedChunk>& chunks) {
  core::Case theCase;
  theCase.name = "C1";
  theCase.grid = volume.grid;
  theCase.voxelType = volume.type();
  theCase.rescale = volume.rescale;
  for (const EncodedChunk& chunk : chunks) {
    theCase.chunks.push_back(chunk.hash);
  }
  return theCase;
}

FetchChunk from(const std::vector<EncodedChunk>& chunks) {
  return [&chunks](const core::Hash& hash) {
    return std::find_if(chunks.begin(), chunks.end(), [&](const EncodedChunk& c) { return c.hash == hash; })->data;
  };
}

class VolumeCodec : public testing::TestWithParam<std::tuple<core::VoxelType, glm::ivec3>> {};

TEST_P(VolumeCodec, GivesBackEveryBit) {
  const auto [type, size] = GetParam();
  const core::Volume volume = volumeOf(size, type, 3);
  const std::vector<EncodedChunk> chunks = encodeVolume(volume);
  const core::Volume back = decodeVolume(caseOf(volume, chunks), from(chunks));
  ASSERT_EQ(back.bytes().size(), volume.bytes().size());
  EXPECT_TRUE(std::ranges::equal(back.bytes(), volume.bytes()));
  EXPECT_EQ(back.grid, volume.grid);
  EXPECT_EQ(back.rescale, volume.rescale);
  EXPECT_EQ(back.type(), type);
}

INSTANTIATE_TEST_SUITE_P(
    TypesAndSizes, VolumeCodec,
    testing::Combine(testing::Values(core::VoxelType::Int16, core::VoxelType::UInt16, core::VoxelType::Float32),
                     testing::Values(glm::ivec3(1, 1, 1), glm::ivec3(7, 1, 5), glm::ivec3(129, 65, 200),
                                     glm::ivec3(1500, 1501, 2), glm::ivec3(1, 8192, 1), glm::ivec3(8192, 300, 1))));

TEST(ChunkSizes, AreWholeSlicesOrRowsOfBoundedSizeThatSumUp) {
  for (const core::VoxelType type : {core::VoxelType::Int16, core::VoxelType::Float32}) {
    for (const glm::ivec3 size : {glm::ivec3(512, 512, 300), glm::ivec3(8192, 8192, 3), glm::ivec3(3, 5, 7),
                                  glm::ivec3(2000, 1100, 9), glm::ivec3(1, 1, 8192)}) {
      const std::size_t row = std::size_t(size.x) * core::bytesPerVoxel(type);
      const std::size_t slice = row * std::size_t(size.y);
      const std::vector<std::size_t> sizes = chunkSizes(size, type);
      EXPECT_EQ(std::accumulate(sizes.begin(), sizes.end(), std::size_t{0}), slice * std::size_t(size.z));
      for (const std::size_t bytes : sizes) {
        EXPECT_LE(bytes, kMaxChunkBytes);
        EXPECT_EQ(bytes % (slice <= kMaxChunkBytes ? slice : row), 0u);
      }
    }
  }
  // The cut is part of every case's identity: it may never change.
  EXPECT_EQ(chunkSizes({512, 512, 5}, core::VoxelType::Int16), (std::vector<std::size_t>{4 * 524288, 524288}));
}

TEST(VolumeCodecErrors, AChangedVoxelIsFound) {
  const core::Volume volume = volumeOf({64, 64, 64}, core::VoxelType::Int16, 1);
  std::vector<EncodedChunk> chunks = encodeVolume(volume);
  const core::Case theCase = caseOf(volume, chunks);
  core::Volume other = volume;
  std::get<std::vector<std::int16_t>>(other.voxels)[12345] ^= 1;
  chunks[0].data = encodeVolume(other)[0].data;
  EXPECT_THROW(decodeVolume(theCase, from(chunks)), core::Error);
}

TEST(VolumeCodecErrors, MissingChunksAreFound) {
  const core::Volume volume = volumeOf({64, 64, 64}, core::VoxelType::Int16, 1);
  const std::vector<EncodedChunk> chunks = encodeVolume(volume);
  core::Case theCase = caseOf(volume, chunks);
  theCase.chunks.clear();
  EXPECT_THROW(decodeVolume(theCase, from(chunks)), core::Error);
}

TEST(VolumeCodecErrors, EveryFlippedByteOrCutIsRefusedOrHarmless) {
  const core::Volume volume = volumeOf({16, 16, 4}, core::VoxelType::UInt16, 9);
  const EncodedChunk chunk = encodeVolume(volume)[0];
  const std::vector<std::byte> raw = decodeChunk(chunk.data, chunk.rawBytes);
  EXPECT_EQ(core::sha256(raw), chunk.hash);
  for (std::size_t at = 0; at < chunk.data.size(); ++at) {
    std::vector<std::byte> damaged = chunk.data;
    damaged[at] ^= std::byte(0x41);
    try {
      EXPECT_EQ(decodeChunk(damaged, chunk.rawBytes).size(), chunk.rawBytes);
    } catch (const core::Error&) {
    }
    EXPECT_THROW(decodeChunk(std::span(chunk.data).first(at), chunk.rawBytes), core::Error);
  }
  EXPECT_THROW(decodeChunk(chunk.data, chunk.rawBytes + 2), core::Error);
  EXPECT_THROW(decodeChunk(chunk.data, kMaxChunkBytes + 1), core::Error);
  EXPECT_THROW(decodeChunk(chunk.data, 0), core::Error);
}

TEST(CaseId, TellsGeometryTypeRescaleAndVoxelsApart) {
  const core::Grid grid({3, 4, 5}, glm::dmat4(1));
  glm::dmat4 moved(1);
  moved[3][2] = 1e-9;
  const std::vector<core::Hash> chunks{core::sha256({})};
  const core::CaseId id = caseId(grid, core::VoxelType::Int16, {}, chunks);
  EXPECT_EQ(id, caseId(grid, core::VoxelType::Int16, {}, chunks));
  EXPECT_NE(id, caseId(core::Grid({3, 5, 4}, glm::dmat4(1)), core::VoxelType::Int16, {}, chunks));
  EXPECT_NE(id, caseId(core::Grid({3, 4, 5}, moved), core::VoxelType::Int16, {}, chunks));
  EXPECT_NE(id, caseId(grid, core::VoxelType::UInt16, {}, chunks));
  EXPECT_NE(id, caseId(grid, core::VoxelType::Int16, {1, 1}, chunks));
  EXPECT_NE(id, caseId(grid, core::VoxelType::Int16, {}, {chunks[0], chunks[0]}));
  glm::dmat4 negativeZero(1);
  negativeZero[3][0] = -0.0;
  EXPECT_EQ(id, caseId(core::Grid({3, 4, 5}, negativeZero), core::VoxelType::Int16, {}, chunks));
}

}  // namespace
}  // namespace imaging
