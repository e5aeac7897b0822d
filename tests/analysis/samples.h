// Masks for the tests of measures: random ones that cross brick borders, balls and boxes, moved copies, and those that
// real readers drew.
#pragma once

#include <cmath>
#include <filesystem>
#include <functional>
#include <glm/vec3.hpp>
#include <random>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/mask.h"
#include "imaging/labelmap.h"

namespace analysis {

// The voxels of the box first .. last, both included.
inline core::Mask boxMask(glm::ivec3 first, glm::ivec3 last) {
  core::Mask mask;
  for (int z = first.z; z <= last.z; ++z) {
    for (int y = first.y; y <= last.y; ++y) {
      mask.setRun({first.x, y, z}, last.x - first.x + 1);
    }
  }
  return mask;
}

// The voxels whose centre lies within radiusMm of that of `centre`.
inline core::Mask ballMask(glm::ivec3 centre, double radiusMm, glm::dvec3 spacingMm = glm::dvec3(1)) {
  core::Mask mask;
  const glm::ivec3 reach(radiusMm / spacingMm.x, radiusMm / spacingMm.y, radiusMm / spacingMm.z);
  for (int z = -reach.z; z <= reach.z; ++z) {
    for (int y = -reach.y; y <= reach.y; ++y) {
      for (int x = -reach.x; x <= reach.x; ++x) {
        const glm::dvec3 from = glm::dvec3(x, y, z) * spacingMm;
        if (from.x * from.x + from.y * from.y + from.z * from.z <= radiusMm * radiusMm) {
          mask.set(centre + glm::ivec3(x, y, z));
        }
      }
    }
  }
  return mask;
}

// One to six boxes with holes and single voxels in them, in a space of `side` voxels.
inline core::Mask randomMask(std::mt19937& engine, int side = 48) {
  core::Mask mask;
  const auto below = [&](int bound) { return int(engine() % unsigned(bound)); };
  for (int n = 1 + below(6); n > 0; --n) {
    const glm::ivec3 sides(1 + below(14), 1 + below(14), 1 + below(14));
    const glm::ivec3 first(below(side - 14), below(side - 14), below(side - 14));
    mask |= boxMask(first, first + sides - 1);
  }
  for (int n = below(80); n > 0; --n) {
    const glm::ivec3 voxel(below(side), below(side), below(side));
    mask.test(voxel) ? mask.clear(voxel) : mask.set(voxel);
  }
  mask.set({below(side), below(side), below(side)});  // never empty
  return mask;
}

inline glm::dvec3 randomSpacing(std::mt19937& engine) {
  const auto tenths = [&] { return double(3 + engine() % 40) / 10; };
  return {tenths(), tenths(), tenths()};
}

inline core::Mask moved(const core::Mask& mask, glm::ivec3 by) {
  core::Mask result;
  mask.forEachRun([&](glm::ivec3 first, int length) { result.setRun(first + by, length); });
  return result;
}

inline std::vector<const core::Mask*> pointersTo(const std::vector<core::Mask>& masks) {
  std::vector<const core::Mask*> pointers;
  for (const core::Mask& mask : masks) {
    pointers.push_back(&mask);
  }
  return pointers;
}

// Everything that a label file marks, as one mask.
inline core::Mask everythingIn(const std::filesystem::path& file) {
  core::Mask all;
  for (const imaging::LabelSegment& segment : imaging::readLabelmap(file).segments) {
    all |= segment.mask;
  }
  return all;
}

// What one value of a label file marks.
inline core::Mask labelIn(const std::filesystem::path& file, int value) {
  for (imaging::LabelSegment& segment : imaging::readLabelmap(file).segments) {
    if (segment.value == value) {
      return std::move(segment.mask);
    }
  }
  return {};
}

}  // namespace analysis
