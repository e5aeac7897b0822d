#include "core/brush.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/matrix.hpp>
#include <sstream>

#include "core/error.h"
#include "core/finite.h"

namespace core {
void validate(const BrushStroke& stroke, const std::string& subject) {
  if (!(stroke.radiusMm > 0 && stroke.radiusMm <= BrushStroke::kMaxRadiusMm)) {
    std::ostringstream radius;
    radius << stroke.radiusMm;
    throw Error(subject, "radius_mm is " + radius.str(), "Give a radius above 0 and at most 500 mm");
  }
  if (stroke.pointsMm.empty() || stroke.pointsMm.size() > BrushStroke::kMaxPoints) {
    throw Error(subject, "it has " + std::to_string(stroke.pointsMm.size()) + " points",
                "Give between one and a million points");
  }
  for (std::size_t i = 0; i < stroke.pointsMm.size(); ++i) {
    if (!isFinite(stroke.pointsMm[i])) {
      throw Error(subject, "point " + std::to_string(i + 1) + " is not a finite position", "Give LPS millimetres");
    }
  }
  if (stroke.range && !(stroke.range->min <= stroke.range->max && std::isfinite(stroke.range->min) &&
                        std::isfinite(stroke.range->max))) {
    throw Error(subject, "its intensity range is empty or not finite", "Give [low, high] with low <= high");
  }
  if (stroke.discNormal) {
    const double length = isFinite(*stroke.discNormal) ? glm::length(*stroke.discNormal) : 0;
    if (!(length > 0 && std::isfinite(length))) {
      throw Error(subject, "the normal of its disc has no direction", "Give [x, y, z], not all zero");
    }
    for (std::size_t i = 1; i < stroke.pointsMm.size(); ++i) {
      const double away = glm::dot(stroke.pointsMm[i] - stroke.pointsMm[0], *stroke.discNormal) / length;
      if (!(std::abs(away) <= kDiscFlatnessMm)) {
        throw Error(subject, "point " + std::to_string(i + 1) + " leaves the plane of its disc",
                    "Keep to one plane, or give a sphere");
      }
    }
  }
}

Disc discOf(const BrushStroke& stroke, const Grid& grid) {
  Disc disc{.normal = glm::normalize(*stroke.discNormal), .halfThicknessMm = 0};
  for (int a = 0; a < 3; ++a) {
    const double along = std::abs(glm::dot(disc.normal, glm::dvec3(grid.worldFromVoxel()[a])));
    disc.halfThicknessMm = std::max(disc.halfThicknessMm, along / 2);
  }
  return disc;
}

double squaredDistanceToSegment(glm::dvec3 point, glm::dvec3 from, glm::dvec3 to) {
  const glm::dvec3 along = to - from;
  const double lengthSquared = glm::dot(along, along);
  const double t = lengthSquared > 0 ? std::clamp(glm::dot(point - from, along) / lengthSquared, 0.0, 1.0) : 0.0;
  const glm::dvec3 offset = point - (from + t * along);
  return glm::dot(offset, offset);
}

std::optional<VoxelBox> capsuleBounds(const Grid& grid, glm::dvec3 fromMm, glm::dvec3 toMm, double radiusMm) {
  const glm::dvec3 from = grid.voxelOf(fromMm);
  const glm::dvec3 to = grid.voxelOf(toMm);
  VoxelBox box;
  for (int a = 0; a < 3; ++a) {
    // The extent of a sphere along voxel axis a is the radius times the length of that row of voxelFromWorld.
    const glm::dvec3 row(grid.voxelFromWorld()[0][a], grid.voxelFromWorld()[1][a], grid.voxelFromWorld()[2][a]);
    const double reach = radiusMm * glm::length(row) + 1e-6;
    const double low = std::min(from[a], to[a]) - reach;
    const double high = std::max(from[a], to[a]) + reach;
    if (!(low <= grid.size()[a] - 1 && high >= 0)) {
      return std::nullopt;
    }
    box.min[a] = int(std::ceil(std::max(low, 0.0)));
    box.max[a] = int(std::floor(std::min(high, double(grid.size()[a] - 1))));
    if (box.min[a] > box.max[a]) {
      return std::nullopt;
    }
  }
  return box;
}

Mask footprint(const BrushStroke& stroke, const Volume& volume, const Mask* others) {
  const Grid& grid = volume.grid;
  const double radiusSquared = stroke.radiusMm * stroke.radiusMm;
  const bool flat = stroke.discNormal.has_value();
  const Disc disc = flat ? discOf(stroke, grid) : Disc{};
  Mask mask;
  const std::size_t points = stroke.pointsMm.size();
  for (std::size_t i = points > 1 ? 1 : 0; i < points; ++i) {
    const glm::dvec3 from = stroke.pointsMm[i > 0 ? i - 1 : 0];
    const glm::dvec3 to = stroke.pointsMm[i];
    const std::optional<VoxelBox> box = capsuleBounds(grid, from, to, stroke.radiusMm);
    if (!box) {
      continue;
    }
    for (int z = box->min.z; z <= box->max.z; ++z) {
      for (int y = box->min.y; y <= box->max.y; ++y) {
        const auto touches = [&](int x) {
          glm::dvec3 center = grid.worldOf(glm::dvec3(x, y, z));
          if (flat) {
            const double height = glm::dot(center - from, disc.normal);
            if (!(height >= -disc.halfThicknessMm && height < disc.halfThicknessMm)) {
              return false;
            }
            center -= height * disc.normal;
          }
          return squaredDistanceToSegment(center, from, to) <= radiusSquared;
        };
        // A capsule is convex, whole or as a layer of it: the voxels of a row that it holds are one run, found from its
        // two ends.
        int first = box->min.x;
        int last = box->max.x;
        while (first <= last && !touches(first)) {
          ++first;
        }
        while (last > first && !touches(last)) {
          --last;
        }
        if (first <= last) {
          mask.setRun({first, y, z}, last - first + 1);
        }
      }
    }
  }
  if (stroke.range) {
    const StoredRange range = storedRange(*stroke.range, volume.rescale, volume.type());
    Mask outside;
    mask.forEachRun([&](glm::ivec3 first, int length) {
      const std::size_t index = grid.indexOf(first);
      for (int x = 0; x < length; ++x) {
        const double stored = volume.stored(index + std::size_t(x));
        if (!(stored >= range.min && stored <= range.max)) {
          outside.set(first + glm::ivec3(x, 0, 0));
        }
      }
    });
    mask -= outside;
  }
  if (others != nullptr) {
    mask -= *others;
  }
  return mask;
}

}  // namespace core
