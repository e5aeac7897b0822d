#include "core/resample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/matrix.hpp>
#include <limits>
#include <string>

#include "core/error.h"
#include "core/parallel.h"

namespace core {
namespace {

// Positions this close to a voxel's centre, in voxels, are on it: values there must come through unchanged.
constexpr double kSnap = 1e-5;

glm::dvec3 columnOf(const glm::dmat4& affine, int i) {
  return glm::dvec3(affine[i]);
}

bool hasIndependentAxes(const glm::dmat4& affine) {
  const double volume = std::abs(glm::dot(columnOf(affine, 0), glm::cross(columnOf(affine, 1), columnOf(affine, 2))));
  const double box =
      glm::length(columnOf(affine, 0)) * glm::length(columnOf(affine, 1)) * glm::length(columnOf(affine, 2));
  return std::isfinite(box) && volume > 1e-3 * box;
}

// To the nearest whole number, ties to even, as std::nearbyint, which is a call into the C library for every voxel:
// at this size a double has no room for a fraction. For |value| < 2^51.
double nearestWhole(double value) {
  constexpr double kNoFraction = 0x1.8p52;
  return (value + kNoFraction) - kNoFraction;
}

template <typename T>
T toStored(double stored) {
  if constexpr (std::is_floating_point_v<T>) {
    return T(stored);
  } else {
    const double low = std::numeric_limits<T>::min(), high = std::numeric_limits<T>::max();
    return std::isnan(stored) ? T(0) : T(nearestWhole(std::clamp(stored, low, high)));
  }
}

// Along one columnOf: the two voxels on either side of a position, and their weights. One that lies outside the volume
// weighs nothing and is replaced by its neighbour, so that both may be read.
struct Neighbours {
  std::array<std::size_t, 2> voxel;
  std::array<double, 2> weight;
};

// Whether a position, in voxels along an columnOf of `size`, is inside: a voxel reaches half its spacing to either side
// of its centre.
bool isInside(double position, int size) {
  return position >= -0.5 - kSnap && position <= size - 0.5 + kSnap;
}

// Of a position that is inside.
Neighbours neighboursOf(double position, int size) {
  const double nearest = nearestWhole(position);
  const double beside = position - nearest;
  const bool onCentre = std::abs(beside) < kSnap;
  const int lower = int(nearest) - (!onCentre && beside < 0 ? 1 : 0);
  const double fraction = onCentre ? 0 : position - lower;
  return {{std::size_t(std::max(lower, 0)), std::size_t(std::min(lower + 1, size - 1))},
          {lower < 0 ? 0 : 1 - fraction, lower + 1 >= size ? 0 : fraction}};
}

template <typename T>
T weightedMean(const T* voxels, glm::ivec3 size, const Neighbours& x, const Neighbours& y, const Neighbours& z,
               T outside) {
  double sum = 0;
  double weights = 0;
  for (std::size_t k = 0; k < 2; ++k) {
    for (std::size_t j = 0; j < 2; ++j) {
      const double across = y.weight[j] * z.weight[k];
      if (across == 0) {
        continue;
      }
      const T* row = voxels + (z.voxel[k] * std::size_t(size.y) + y.voxel[j]) * std::size_t(size.x);
      for (std::size_t i = 0; i < 2; ++i) {
        const double weight = x.weight[i] * across;
        const T value = row[x.voxel[i]];
        if (weight == 0) {
          continue;
        }
        if constexpr (std::is_floating_point_v<T>) {
          if (!std::isfinite(value)) {
            continue;
          }
        }
        sum += weight * double(value);
        weights += weight;
      }
    }
  }
  if (weights == 0) {
    return std::is_floating_point_v<T> ? std::numeric_limits<T>::quiet_NaN() : outside;
  }
  return toStored<T>(sum / weights);
}

// Samples `count` voxels of one row, the first at `start` and each a `step` further, in voxels of the source.
template <typename T>
void sampleRow(const T* voxels, glm::ivec3 size, const glm::dvec3& start, const glm::dvec3& step, T outside, T* row,
               int count) {
  // Slices that are shifted against each other, as by a gantry's tilt, keep their rows: one look across serves all.
  const bool alongRow = std::max(std::abs(step.y), std::abs(step.z)) * count < kSnap * kSnap;
  Neighbours y, z;
  bool known = false;  // y and z are this row's
  for (int i = 0; i < count; ++i) {
    const glm::dvec3 position = start + step * double(i);
    if (!isInside(position.x, size.x) || !isInside(position.y, size.y) || !isInside(position.z, size.z)) {
      row[i] = outside;
      continue;
    }
    const Neighbours x = neighboursOf(position.x, size.x);
    if (!known || !alongRow) {
      y = neighboursOf(position.y, size.y);
      z = neighboursOf(position.z, size.z);
      known = true;
    }
    row[i] = weightedMean(voxels, size, x, y, z, outside);
  }
}

}  // namespace

Grid orthogonalCover(glm::ivec3 size, const glm::dmat4& worldFromVoxel) {
  if (!hasIndependentAxes(worldFromVoxel)) {
    throw Error("", "its axes do not span a volume", "Repair the header of the file");
  }
  const glm::dvec3 i = glm::normalize(columnOf(worldFromVoxel, 0));
  const glm::dvec3 inPlane = columnOf(worldFromVoxel, 1);
  const glm::dvec3 j = glm::normalize(inPlane - i * glm::dot(inPlane, i));
  const glm::dvec3 normal = glm::cross(i, j);
  const double step = glm::dot(columnOf(worldFromVoxel, 2), normal);
  const std::array<glm::dvec3, 3> directions{i, j, step < 0 ? -normal : normal};
  const glm::dvec3 spacing(glm::length(columnOf(worldFromVoxel, 0)), glm::length(inPlane), std::abs(step));

  glm::dvec3 low(std::numeric_limits<double>::infinity());
  glm::dvec3 high(-low);
  for (int corner = 0; corner < 8; ++corner) {
    const glm::dvec4 voxel((corner & 1) ? size.x - 1 : 0, (corner & 2) ? size.y - 1 : 0, (corner & 4) ? size.z - 1 : 0,
                           1);
    const glm::dvec3 world(worldFromVoxel * voxel);
    for (int a = 0; a < 3; ++a) {
      const double along = glm::dot(world, directions[std::size_t(a)]);
      low[a] = std::min(low[a], along);
      high[a] = std::max(high[a], along);
    }
  }
  glm::dmat4 cover(1);
  glm::dvec3 origin(0);
  glm::ivec3 sides;
  for (int a = 0; a < 3; ++a) {
    const glm::dvec3 direction = directions[std::size_t(a)];
    cover[a] = glm::dvec4(direction * spacing[a], 0);
    origin += direction * low[a];
    const double steps = std::ceil((high[a] - low[a]) / spacing[a] - kSnap);
    if (!(steps < Grid::kMaxSize)) {  // also where a position overflowed, and the number of steps is none
      throw Error("",
                  "its grid at right angles would have more than " + std::to_string(Grid::kMaxSize) +
                      " voxels along a side, or lies at no finite place",
                  "Repair the header of the file");
    }
    sides[a] = int(std::max(steps, 0.0)) + 1;
  }
  cover[3] = glm::dvec4(origin, 1);
  return {sides, cover};
}

Volume resample(const Volume& source, const glm::dmat4& worldFromVoxel, glm::ivec3 size, const Grid& target,
                double outside, const ProgressSink& progress) {
  if (!hasIndependentAxes(worldFromVoxel)) {
    throw Error("", "its axes do not span a volume", "Repair the header of the file");
  }
  const std::size_t count = std::size_t(size.x) * std::size_t(size.y) * std::size_t(size.z);
  const glm::dmat4 sourceFromTarget = glm::inverse(worldFromVoxel) * target.worldFromVoxel();
  const double outsideStored = (outside - source.rescale.intercept) / source.rescale.slope;
  Volume result{target, source.rescale, makeVoxels(source.type(), target.voxelCount())};
  std::visit(
      [&](const auto& from) {
        using T = typename std::decay_t<decltype(from)>::value_type;
        check(from.size() == count, "a volume to resample has as many voxels as its size says");
        auto& to = std::get<std::vector<T>>(result.voxels);
        const T beyond = toStored<T>(outsideStored);
        const glm::ivec3 sides = target.size();
        parallelFor(
            std::size_t(sides.z),
            [&](std::size_t k) {
              for (int j = 0; j < sides.y; ++j) {
                const glm::dvec3 start(sourceFromTarget * glm::dvec4(0, j, double(k), 1));
                sampleRow(from.data(), size, start, glm::dvec3(sourceFromTarget[0]), beyond,
                          to.data() + target.indexOf({0, j, int(k)}), sides.x);
              }
            },
            [&](std::size_t done) { report(progress, "Resampling", std::int64_t(done), sides.z); });
      },
      source.voxels);
  return result;
}

}  // namespace core
