// The voxels of one CT or MR image. Values are what a scanner means (HU, or arbitrary MR units); they are kept as the
// file stored them plus one rescale, so nothing is rounded. Filled by imaging, read by all; immutable once shared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "core/grid.h"

namespace core {

// How one voxel is stored. The numbers are part of the project file.
enum class VoxelType : std::uint8_t { Int16 = 1, UInt16 = 2, Float32 = 3 };

std::size_t bytesPerVoxel(VoxelType type);
std::string_view name(VoxelType type);  // "int16", "uint16", "float32"

// value = stored * slope + intercept, in double precision. slope is finite and not zero.
struct Rescale {
  double slope = 1;
  double intercept = 0;

  bool operator==(const Rescale&) const = default;
  double valueOf(double stored) const { return stored * slope + intercept; }
};

// A closed interval of values after rescale; min <= max, both finite.
struct IntensityRange {
  double min = 0;
  double max = 0;

  bool operator==(const IntensityRange&) const = default;
};

struct Volume {
  using Voxels = std::variant<std::vector<std::int16_t>, std::vector<std::uint16_t>, std::vector<float>>;

  Grid grid;
  Rescale rescale;
  Voxels voxels;  // grid.voxelCount() of them, i fastest, then j, then k

  VoxelType type() const;
  std::span<const std::byte> bytes() const;  // the voxels as stored, in this machine's (little-endian) order
  double stored(std::size_t index) const;    // of one voxel, before rescale; NaN possible in Float32
  double value(std::size_t index) const { return rescale.valueOf(stored(index)); }
};

// An empty Voxels of the given type and length, for decoders to fill.
Volume::Voxels makeVoxels(VoxelType type, std::size_t count);

// The smallest and largest finite value after rescale; {0, 0} where no voxel is finite.
IntensityRange intensityRange(const Volume& volume);

// The stored values whose value lies in `range`, as a closed interval [min, max] in stored units; empty (min > max)
// where there are none. Comparing stored values with it gives exactly what comparing Rescale::valueOf gives, so that
// CPU and GPU agree on every voxel. NaN is in no range.
struct StoredRange {
  double min = 0;
  double max = -1;
};
StoredRange storedRange(const IntensityRange& range, const Rescale& rescale, VoxelType type);

}  // namespace core
