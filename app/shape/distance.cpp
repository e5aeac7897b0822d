#include "shape/distance.h"

#include <algorithm>
#include <limits>
#include <span>

#include "core/lower_envelope.h"

namespace shape {
namespace {

constexpr double kNone = std::numeric_limits<double>::infinity();

// Adds a sample, unless there is nothing at any distance.
void addSample(core::LowerEnvelope& envelope, int at, double squared) {
  if (squared != kNone) {
    envelope.add(at, squared);
  }
}

double lowestAt(core::LowerEnvelope& envelope, int at) {
  return envelope.isEmpty() ? kNone : envelope.heightMm2(at);
}

// The squared distance along a row from the nearest 1, for the columns first .. first + out.size() - 1.
void alongRow(const std::uint8_t* row, int length, int first, double spacingMm, std::span<double> out) {
  const int count = int(out.size());
  const auto squared = [&](int steps) { return spacingMm * spacingMm * double(steps) * double(steps); };
  int nearest = -1;
  for (int x = 0; x < first + count; ++x) {
    nearest = row[x] != 0 ? x : nearest;
    if (x >= first) {
      out[std::size_t(x - first)] = nearest < 0 ? kNone : squared(x - nearest);
    }
  }
  nearest = -1;
  for (int x = length - 1; x >= first; --x) {
    nearest = row[x] != 0 ? x : nearest;
    if (x < first + count && nearest >= 0) {
      double& here = out[std::size_t(x - first)];
      here = std::min(here, squared(nearest - x));
    }
  }
}

}  // namespace

std::vector<double> squaredDistances(const Window& source, const core::VoxelBox& within, glm::dvec3 spacingMm) {
  const glm::ivec3 from = source.size();
  const glm::ivec3 to = within.max - within.min + 1;
  const glm::ivec3 offset = within.min - source.box.min;
  const std::size_t slice = std::size_t(to.x) * std::size_t(to.y);

  // Along i and j, slice by slice, for all of the source's depth; then along k.
  std::vector<double> inPlane(slice * std::size_t(from.z), kNone);
  std::vector<double> rows(std::size_t(to.x) * std::size_t(from.y));
  core::LowerEnvelope alongJ(spacingMm.y);
  for (int z = 0; z < from.z; ++z) {
    const auto start = source.voxels.begin() + std::ptrdiff_t(z) * from.x * from.y;
    const bool empty =
        std::find(start, start + std::ptrdiff_t(from.x) * from.y, 1) == start + std::ptrdiff_t(from.x) * from.y;
    for (int y = 0; y < from.y && !empty; ++y) {
      const std::uint8_t* row =
          source.voxels.data() + (std::size_t(z) * std::size_t(from.y) + std::size_t(y)) * std::size_t(from.x);
      alongRow(row, from.x, offset.x, spacingMm.x,
               std::span(rows).subspan(std::size_t(y) * std::size_t(to.x), std::size_t(to.x)));
    }
    if (empty) {
      continue;
    }
    for (int x = 0; x < to.x; ++x) {
      alongJ.clear();
      for (int y = 0; y < from.y; ++y) {
        addSample(alongJ, y, rows[std::size_t(y) * std::size_t(to.x) + std::size_t(x)]);
      }
      for (int y = 0; y < to.y; ++y) {
        inPlane[std::size_t(z) * slice + std::size_t(y) * std::size_t(to.x) + std::size_t(x)] =
            lowestAt(alongJ, offset.y + y);
      }
    }
  }
  std::vector<double> result(slice * std::size_t(to.z));
  core::LowerEnvelope alongK(spacingMm.z);
  for (std::size_t column = 0; column < slice; ++column) {
    alongK.clear();
    for (int z = 0; z < from.z; ++z) {
      addSample(alongK, z, inPlane[std::size_t(z) * slice + column]);
    }
    for (int z = 0; z < to.z; ++z) {
      result[std::size_t(z) * slice + column] = lowestAt(alongK, offset.z + z);
    }
  }
  return result;
}

}  // namespace shape
