#include "core/study.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "core/name.h"

namespace core {
namespace {

static_assert(std::endian::native == std::endian::little, "the canonical bytes below are little-endian");

template <typename T>
void add(Sha256& hash, const T& value) {
  std::array<std::byte, sizeof(T)> bytes;
  std::memcpy(bytes.data(), &value, sizeof(T));
  hash.update(bytes);
}

// -0.0 and 0.0 are the same place.
void addNumber(Sha256& hash, double value) {
  add(hash, value == 0 ? 0.0 : value);
}

}  // namespace

// The bytes that are hashed, little-endian: "sagitta case 1", size i j k (int32), world_from_voxel's upper three rows
// row by row (float64), voxel type (uint8), slope and intercept (float64), number of chunks (uint64), their hashes.
CaseId caseId(const Grid& grid, VoxelType type, const Rescale& rescale, const std::vector<Hash>& chunks) {
  Sha256 hash;
  hash.update("sagitta case 1");
  for (int axis = 0; axis < 3; ++axis) {
    add(hash, std::int32_t(grid.size()[axis]));
  }
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 4; ++column) {
      addNumber(hash, grid.worldFromVoxel()[column][row]);
    }
  }
  add(hash, std::uint8_t(type));
  addNumber(hash, rescale.slope);
  addNumber(hash, rescale.intercept);
  add(hash, std::uint64_t(chunks.size()));
  for (const Hash& chunk : chunks) {
    add(hash, chunk.bytes);
  }
  return hash.finish();
}

const Case* caseNamed(std::span<const Case> cases, std::string_view name) {
  const auto now = std::ranges::find(cases, name, &Case::name);
  if (now != cases.end()) {
    return &*now;
  }
  const Case* before = nullptr;
  for (const Case& each : cases) {
    if (std::ranges::find(each.formerNames, name) != each.formerNames.end()) {
      if (before != nullptr) {
        return nullptr;
      }
      before = &each;
    }
  }
  return before;
}

std::optional<std::string> faultOfCaseName(std::span<const Case> cases, const CaseId& id, std::string_view name) {
  const bool taken = std::ranges::any_of(cases, [&](const Case& each) { return each.id != id && each.name == name; });
  return taken ? std::optional<std::string>("is the name of another case") : faultOfName(name);
}

}  // namespace core
