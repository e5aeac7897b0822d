#include "core/volume.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include "core/error.h"

namespace core {
namespace {

template <typename T>
constexpr VoxelType kTypeOf = VoxelType::Float32;
template <>
constexpr VoxelType kTypeOf<std::int16_t> = VoxelType::Int16;
template <>
constexpr VoxelType kTypeOf<std::uint16_t> = VoxelType::UInt16;

// Stored values of a type in increasing order, numbered so that neighbours differ by one: the integers themselves, or
// the bit patterns of floats made monotone.
double storedAt(VoxelType type, std::int64_t number) {
  if (type != VoxelType::Float32) {
    return double(number);
  }
  const auto magnitude = static_cast<std::uint32_t>(number < 0 ? -number : number);
  const float value = std::bit_cast<float>(magnitude);
  return number < 0 ? -double(value) : double(value);
}

std::pair<std::int64_t, std::int64_t> numberedFinite(VoxelType type) {
  switch (type) {
    case VoxelType::Int16:
      return {std::numeric_limits<std::int16_t>::min(), std::numeric_limits<std::int16_t>::max()};
    case VoxelType::UInt16:
      return {0, std::numeric_limits<std::uint16_t>::max()};
    case VoxelType::Float32:
      break;
  }
  const auto largest = std::int64_t(std::bit_cast<std::uint32_t>(std::numeric_limits<float>::max()));
  return {-largest, largest};
}

// The first number in [low, high + 1] for which `holds` is true, where it is false up to there and true from there on.
template <typename Predicate>
std::int64_t firstWhere(std::int64_t low, std::int64_t high, Predicate holds) {
  std::int64_t end = high + 1;
  while (low < end) {
    const std::int64_t middle = low + (end - low) / 2;
    if (holds(middle)) {
      end = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace

std::size_t bytesPerVoxel(VoxelType type) {
  return type == VoxelType::Float32 ? 4 : 2;
}

std::string_view name(VoxelType type) {
  switch (type) {
    case VoxelType::Int16:
      return "int16";
    case VoxelType::UInt16:
      return "uint16";
    case VoxelType::Float32:
      return "float32";
  }
  return "unknown";
}

VoxelType Volume::type() const {
  return std::visit([](const auto& values) { return kTypeOf<typename std::decay_t<decltype(values)>::value_type>; },
                    voxels);
}

std::span<const std::byte> Volume::bytes() const {
  return std::visit([](const auto& values) { return std::as_bytes(std::span(values)); }, voxels);
}

double Volume::stored(std::size_t index) const {
  return std::visit([index](const auto& values) { return double(values[index]); }, voxels);
}

Volume::Voxels makeVoxels(VoxelType type, std::size_t count) {
  switch (type) {
    case VoxelType::Int16:
      return std::vector<std::int16_t>(count);
    case VoxelType::UInt16:
      return std::vector<std::uint16_t>(count);
    case VoxelType::Float32:
      return std::vector<float>(count);
  }
  check(false, "a voxel type is one of three");
  return {};
}

IntensityRange intensityRange(const Volume& volume) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  std::visit(
      [&](const auto& values) {
        using T = typename std::decay_t<decltype(values)>::value_type;
        T smallest = std::numeric_limits<T>::max();
        T largest = std::numeric_limits<T>::lowest();
        bool any = false;
        for (const T value : values) {
          if constexpr (std::is_floating_point_v<T>) {
            if (!std::isfinite(value)) {
              continue;
            }
          }
          smallest = std::min(smallest, value);
          largest = std::max(largest, value);
          any = true;
        }
        if (any) {
          low = double(smallest);
          high = double(largest);
        }
      },
      volume.voxels);
  if (low > high) {
    return {};
  }
  const double a = volume.rescale.valueOf(low);
  const double b = volume.rescale.valueOf(high);
  return {std::min(a, b), std::max(a, b)};
}

StoredRange storedRange(const IntensityRange& range, const Rescale& rescale, VoxelType type) {
  const auto [first, last] = numberedFinite(type);
  const bool rising = rescale.slope > 0;
  const auto valueAt = [&](std::int64_t number) { return rescale.valueOf(storedAt(type, number)); };
  // valueOf is monotone also after rounding, so both ends are found by bisection over the stored values themselves.
  const std::int64_t begin = firstWhere(
      first, last, [&](std::int64_t n) { return rising ? valueAt(n) >= range.min : valueAt(n) <= range.max; });
  const std::int64_t end =
      firstWhere(first, last, [&](std::int64_t n) { return rising ? valueAt(n) > range.max : valueAt(n) < range.min; });
  if (begin >= end) {
    return {};
  }
  return {storedAt(type, begin), storedAt(type, end - 1)};
}

}  // namespace core
