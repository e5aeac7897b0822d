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

glm::dvec3 axis(const glm::dmat4& affine, int i) {
  return glm::dvec3(affine[i]);
}

bool hasIndependentAxes(const glm::dmat4& affine) {
  const double volume = std::abs(glm::dot(axis(affine, 0), glm::cross(axis(affine, 1), axis(affine, 2))));
  const double box = glm::length(axis(affine, 0)) * glm::length(axis(affine, 1)) * glm::length(axis(affine, 2));
  return std::isfinite(box) && volume > 1e-3 * box;
}

template <typename T>
T toStored(double stored) {
  if constexpr (std::is_floating_point_v<T>) {
    return T(stored);
  } else {
    const double low = std::numeric_limits<T>::min(), high = std::numeric_limits<T>::max();
    return std::isnan(stored) ? T(0) : T(std::clamp(std::nearbyint(stored), low, high));
  }
}

// Along one axis: the lower of the two neighbours of a position, and how far past it the position is.
struct Neighbours {
  int lower = 0;
  double fraction = 0;
};

Neighbours neighboursOf(double position) {
  const double nearest = std::nearbyint(position);
  if (std::abs(position - nearest) < kSnap) {
    return {int(nearest), 0};
  }
  const double lower = std::floor(position);
  return {int(lower), position - lower};
}

template <typename T>
T sample(const std::vector<T>& voxels, glm::ivec3 size, glm::dvec3 position, T outside) {
  std::array<Neighbours, 3> along;
  for (int a = 0; a < 3; ++a) {
    // A voxel reaches half its spacing to either side of its centre.
    if (!(position[a] >= -0.5 - kSnap && position[a] <= size[a] - 0.5 + kSnap)) {
      return outside;
    }
    along[std::size_t(a)] = neighboursOf(position[a]);
  }
  double sum = 0;
  double weights = 0;
  for (int corner = 0; corner < 8; ++corner) {
    double weight = 1;
    glm::ivec3 voxel;
    for (int a = 0; a < 3; ++a) {
      const Neighbours& n = along[std::size_t(a)];
      const bool upper = corner >> a & 1;
      voxel[a] = n.lower + (upper ? 1 : 0);
      weight *= voxel[a] < 0 || voxel[a] >= size[a] ? 0 : upper ? n.fraction : 1 - n.fraction;
    }
    if (weight == 0) {
      continue;
    }
    const std::size_t index =
        (std::size_t(voxel.z) * std::size_t(size.y) + std::size_t(voxel.y)) * std::size_t(size.x) +
        std::size_t(voxel.x);
    const T value = voxels[index];
    if constexpr (std::is_floating_point_v<T>) {
      if (!std::isfinite(value)) {
        continue;
      }
    }
    sum += weight * double(value);
    weights += weight;
  }
  if (weights == 0) {
    return std::is_floating_point_v<T> ? std::numeric_limits<T>::quiet_NaN() : outside;
  }
  return toStored<T>(sum / weights);
}

}  // namespace

Grid orthogonalCover(glm::ivec3 size, const glm::dmat4& worldFromVoxel) {
  if (!hasIndependentAxes(worldFromVoxel)) {
    throw Error("", "its axes do not span a volume", "Repair the header of the file");
  }
  const glm::dvec3 i = glm::normalize(axis(worldFromVoxel, 0));
  const glm::dvec3 inPlane = axis(worldFromVoxel, 1);
  const glm::dvec3 j = glm::normalize(inPlane - i * glm::dot(inPlane, i));
  const glm::dvec3 normal = glm::cross(i, j);
  const double step = glm::dot(axis(worldFromVoxel, 2), normal);
  const std::array<glm::dvec3, 3> directions{i, j, step < 0 ? -normal : normal};
  const glm::dvec3 spacing(glm::length(axis(worldFromVoxel, 0)), glm::length(inPlane), std::abs(step));

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
              std::size_t index = target.indexOf({0, 0, int(k)});
              for (int j = 0; j < sides.y; ++j) {
                for (int i = 0; i < sides.x; ++i) {
                  const glm::dvec4 position = sourceFromTarget * glm::dvec4(i, j, double(k), 1);
                  to[index++] = sample<T>(from, size, glm::dvec3(position), beyond);
                }
              }
            },
            [&](std::size_t done) { report(progress, "Resampling", std::int64_t(done), sides.z); });
      },
      source.voxels);
  return result;
}

}  // namespace core
