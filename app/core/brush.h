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

// One stroke: a sphere, or a disc, swept along a path.
struct BrushStroke {
  static constexpr double kMaxRadiusMm = 500;
  static constexpr std::size_t kMaxPoints = 1'000'000;

  BrushMode mode = BrushMode::Add;
  double radiusMm = 5;
  std::vector<glm::dvec3> pointsMm;      // LPS; one point is a dab, more are joined by capsules
  std::optional<IntensityRange> range;   // only voxels whose value lies in it, ends included
  bool protectOthers = false;            // leave voxels that belong to another lesion of the track alone
  std::optional<glm::dvec3> discNormal;  // a disc square to it (any length but zero), one layer of voxels thick, with
                                         // all of its path in its plane; nothing: a sphere

  bool operator==(const BrushStroke&) const = default;
};

// How far from its plane a path of a disc may stray, mm.
constexpr double kDiscFlatnessMm = 1e-3;

// Throws Error where a radius is not in (0, kMaxRadiusMm], a point is not finite, there is none or too many, the range
// is empty, or a disc has no direction or leaves its plane. `subject` names the stroke in the message.
void validate(const BrushStroke& stroke, const std::string& subject);

// The voxels of `volume` whose centre lies within radiusMm of the path (boundary included), of a disc also within half
// the thickness of a layer from its plane (the upper boundary left out, so that a plane midway between two layers takes
// one of them), whose value lies in the range, and that are not in `others` (pass the union of the other lesions' masks
// where the stroke protects them, null otherwise). What an Add asserts set, and an Erase asserts cleared. O(voxels near
// the path).
Mask footprint(const BrushStroke& stroke, const Volume& volume, const Mask* others);

// The voxels that a capsule between two points (mm) may touch, clipped to the grid; nothing where it misses the grid.
// The GPU dispatches over the same box.
std::optional<VoxelBox> capsuleBounds(const Grid& grid, glm::dvec3 fromMm, glm::dvec3 toMm, double radiusMm);

// What a disc is made of, for those who sweep it: its unit normal, and half of its thickness: of the thinnest layer of
// voxels that has no holes, which on a slice is the slice.
struct Disc {
  glm::dvec3 normal{0, 0, 1};
  double halfThicknessMm = 0.5;
};
Disc discOf(const BrushStroke& stroke, const Grid& grid);  // of a stroke with a discNormal

// The squared distance, mm^2, of a point from a segment.
double squaredDistanceToSegment(glm::dvec3 point, glm::dvec3 from, glm::dvec3 to);

}  // namespace core
