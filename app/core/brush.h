// The brush: which voxels a stroke touches. This is the executable specification that the compute shader is held
// against, voxel for voxel, and the path of `sagitta paint --cpu`. Pure functions; any thread.
#pragma once

#include <glm/vec3.hpp>
#include <optional>
#include <vector>

#include "core/mask.h"
#include "core/volume.h"

namespace core {

enum class BrushMode : std::uint8_t { Add = 0, Erase = 1 };

// One stroke: a sphere swept along a path.
struct BrushStroke {
  static constexpr double kMaxRadiusMm = 500;
  static constexpr std::size_t kMaxPoints = 1'000'000;

  BrushMode mode = BrushMode::Add;
  double radiusMm = 5;
  std::vector<glm::dvec3> pointsMm;     // LPS; one point is a dab, more are joined by capsules
  std::optional<IntensityRange> range;  // only voxels whose value lies in it, ends included
  bool protectOthers = false;           // leave voxels that belong to another lesion of the track alone

  bool operator==(const BrushStroke&) const = default;
};

// Throws Error where a radius is not in (0, kMaxRadiusMm], a point is not finite, there is none or too many, or the
// range is empty. `subject` names the stroke in the message.
void validate(const BrushStroke& stroke, const std::string& subject);

// The voxels of `volume` whose centre lies within radiusMm of the path (boundary included), whose value lies in the
// range, and that are not in `others` (pass the union of the other lesions' masks where the stroke protects them, null
// otherwise). What an Add asserts set, and an Erase asserts cleared. O(voxels near the path).
Mask footprint(const BrushStroke& stroke, const Volume& volume, const Mask* others);

// The voxels that a capsule between two points (mm) may touch, clipped to the grid; nothing where it misses the grid.
// The GPU dispatches over the same box.
std::optional<VoxelBox> capsuleBounds(const Grid& grid, glm::dvec3 fromMm, glm::dvec3 toMm, double radiusMm);

// The squared distance, mm^2, of a point from a segment.
double squaredDistanceToSegment(glm::dvec3 point, glm::dvec3 from, glm::dvec3 to);

}  // namespace core
